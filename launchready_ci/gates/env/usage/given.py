"""Which variables are there whatever the app does: of the system, of the host, of its tools?"""

from launchready_ci.lazy import lazy_pattern

PLATFORM = lazy_pattern(
    r"""(?x) _ | CI | COLUMNS | LINES | DISPLAY | EDITOR | VISUAL | PAGER | HISTFILE | HOME
    | HOMEDRIVE | HOMEPATH | HOSTNAME | HOSTTYPE | IFS | LANG | LANGUAGE | LC_[A-Z]+ | LOGNAME
    | MACHTYPE | OLDPWD | OPTARG | OPTIND | OS | OSTYPE | PATH | PATHEXT | PPID | PROGRAMDATA
    | PROGRAMFILES | PS[124] | PWD | RANDOM | SECONDS | SHELL | SHELLOPTS | SHLVL | SYSTEMROOT
    | TEMP | TMP | TMPDIR | TERM | E?UID | USER | USERNAME | USERPROFILE | WINDIR | APPDATA
    | LOCALAPPDATA | COMSPEC | XDG_[A-Z_]+
    | BASH\w* | FUNCNAME | LINENO | PIPESTATUS | REPLY | GROUPS | DIRSTACK | EPOCH\w+ | ZSH\w*
    | COMP_\w+ | READLINE_\w+"""
)
"""What the operating system and the shell set: in no inventory of an app."""
GIVEN = lazy_pattern(
    r"""(?x)
    # https://docs.github.com/en/actions/reference/workflows-and-actions/variables
    # and no more of GITHUB_: an app's own are called GITHUB_CLIENT_ID and GITHUB_TOKEN
    GITHUB_(?: ACTIONS? | ACTION_(?:PATH|REF|REPOSITORY) | ACTOR(?:_ID)? | API_URL | BASE_REF | ENV
      | EVENT_(?:NAME|PATH) | GRAPHQL_URL | HEAD_REF | JOB | OUTPUT | PATH
      | REF(?:_NAME|_PROTECTED|_TYPE)? | REPOSITORY(?:_ID|_OWNER|_OWNER_ID)? | RETENTION_DAYS
      | RUN_(?:ATTEMPT|ID|NUMBER) | SERVER_URL | SHA | STATE | STEP_SUMMARY | TRIGGERING_ACTOR
      | WORKFLOW(?:_REF|_SHA)? | WORKSPACE | CODESPACES_PORT_FORWARDING_DOMAIN )
    | RUNNER_(?:ARCH|DEBUG|ENVIRONMENT|NAME|OS|TEMP|TOOL_CACHE|WORKSPACE) | INPUT_[A-Z0-9_]+
    # other CI
    | GITLAB_CI | CI_(?:COMMIT|JOB|PIPELINE|PROJECT|MERGE_REQUEST|BUILD|RUNNER)_\w+ | CIRCLECI
    | CIRCLE_[A-Z_0-9]+ | TRAVIS | TRAVIS_[A-Z_]+ | BUILDKITE | BUILDKITE_[A-Z_]+ | TF_BUILD
    | JENKINS_(?:URL|HOME) | BUILD_(?:ID|NUMBER) | APPVEYOR | TEAMCITY_VERSION | CODEBUILD_[A-Z_]+
    # hosts; https://vercel.com/docs/environment-variables/system-environment-variables and so on
    | VERCEL | (?:NEXT_PUBLIC_|VITE_|NUXT_)?VERCEL_(?:ENV|TARGET_ENV|URL|BRANCH_URL|REGION
      |PROJECT_PRODUCTION_URL|DEPLOYMENT_ID|PROJECT_ID|SKEW_PROTECTION_ENABLED|GIT_[A-Z_]+)
    | NOW_(?:REGION|BUILDER) | NETLIFY(?:_DEV|_LOCAL)? | DEPLOY_(?:PRIME_)?URL
    | CF_PAGES(?:_[A-Z]+)*
    | WORKERS_CI(?:_[A-Z_]+)? | RENDER | RENDER_(?:EXTERNAL|GIT|INSTANCE|SERVICE|DISCOVERY)_[A-Z_]+
    | FLY_(?:APP_NAME|MACHINE_\w+|ALLOC_ID|REGION|PUBLIC_IP|IMAGE_REF|PRIVATE_IP|PROCESS_GROUP
      |VM_MEMORY_MB) | PRIMARY_REGION | DYNO(?:_RAM)? | HEROKU_[A-Z_]+
    | RAILWAY_(?!TOKEN|API)[A-Z_]+
    | K_(?:SERVICE|REVISION|CONFIGURATION) | CLOUD_RUN_[A-Z_]+ | GAE_[A-Z_]+ | FUNCTION_TARGET
    | KUBERNETES_(?:SERVICE|PORT)(?:_[A-Z_]+)? | WEBSITE_(?:SITE_NAME|INSTANCE_ID|HOSTNAME)
    | AWS_(?:EXECUTION_ENV|LAMBDA_[A-Z_]+) | LAMBDA_(?:TASK_ROOT|RUNTIME_DIR) | _HANDLER
    | ECS_CONTAINER_METADATA_URI(?:_V4)? | CODESPACES | CODESPACE_NAME | GITPOD_\w+ | REPL_\w+
    | SPACE_ID | WSL_[A-Z_]+ | SSH_(?:AUTH_SOCK|CLIENT|CONNECTION|TTY|AGENT_PID)
    # systemd; https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html
    | NOTIFY_SOCKET | INVOCATION_ID | JOURNAL_STREAM | LISTEN_(?:FDS|PID|FDNAMES) | WATCHDOG_\w+
    | MAINPID | CREDENTIALS_DIRECTORY
    # runtimes, package managers, test runners, terminals
    | NODE_(?:ENV|OPTIONS|PATH|DEBUG|EXTRA_CA_CERTS|UNIQUE_ID|CHANNEL_FD) | NEXT_(?:RUNTIME|PHASE)
    | (?:npm|pnpm)_\w+ | NPM_CONFIG_\w+ | INIT_CWD | BERRY_BIN_FOLDER | TURBO_HASH
    | JEST_WORKER_ID | VITEST(?:_[A-Z_]+)? | PYTEST_[A-Z_]+ | PYTHON[A-Z]+ | VIRTUAL_ENV
    | CONDA_(?:PREFIX|DEFAULT_ENV) | PIP_[A-Z_]+ | GO(?:PATH|ROOT|OS|ARCH|FLAGS|MAXPROCS|BIN)
    | RUST_(?:LOG|BACKTRACE) | CARGO_\w+ | RUSTUP_\w+ | RUSTC_\w+ | RUSTFLAGS
    | OUT_DIR | JAVA_(?:HOME|OPTS|TOOL_OPTIONS)
    | ANDROID_(?:HOME|SDK_ROOT) | RUN_MAIN | WERKZEUG_(?:RUN_MAIN|SERVER_FD)
    | NO_COLOR | FORCE_COLOR | CLICOLOR(?:_FORCE)? | COLORTERM | TERM_PROGRAM(?:_VERSION)? | TMUX
    | TZ | (?i:https?|no|all|ftp)_(?i:proxy) | SOURCE_DATE_EPOCH | SUDO_(?:USER|UID|GID)
    | DBUS_SESSION_BUS_ADDRESS | WAYLAND_DISPLAY | DOCKER_HOST | KUBECONFIG | BROWSER"""
)
"""What hosts, CI, runtimes and tools set, or users for them: never the app's to declare."""


def is_platform(name: str) -> bool:
    """Does the system or the shell set this variable, whatever the app?"""
    return PLATFORM.fullmatch(name) is not None


def is_given(name: str) -> bool:
    """Is this variable there, or left out on purpose, without anybody who deploys the app?"""
    return is_platform(name) or GIVEN.fullmatch(name) is not None
