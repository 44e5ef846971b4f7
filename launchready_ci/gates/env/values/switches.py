"""Is something switched on (or off) that belongs to development?"""

from launchready_ci.lazy import lazy_pattern

ON = frozenset(("1", "true", "yes", "on", "y", "t", "enabled"))
OFF = frozenset(("0", "false", "no", "off", "n", "f", "disabled"))
DEVELOPMENT = frozenset(("development", "dev", "develop", "local", "debug", "test", "testing"))
LOUD = frozenset(("debug", "trace", "verbose", "silly", "all", "10", "5"))

DEBUG = lazy_pattern(
    r"""(?ix) (?: [a-z\d]+_ )* DEBUG (?:_MODE|_ENABLED|_TOOLBAR|_PROPAGATE_EXCEPTIONS)?
    | TESTING | DEV | DEVELOPMENT | PYTHONASYNCIODEBUG
    | (?:.*_)? (?:DEV_MODE|DEVELOPMENT_MODE|ENABLE_DEBUG\w*|DEBUGGER|USE_RELOADER|AUTO_RELOAD)
    | GRAPHIQL(?:_ENABLED)? | .*_(?:GRAPHIQL|PLAYGROUND)(?:_ENABLED)?
    | (?:.*_)? (?:SKIP|DISABLE|BYPASS)_(?:AUTH|AUTHENTICATION|LOGIN|AUTHORIZATION|CSRF|SSL|TLS)\w*
    | (?:.*_)? (?:AUTH|CSRF|SSL|TLS)_DISABLED | (?:.*_)? MOCK_(?:AUTH|PAYMENTS?|EMAILS?|LOGIN)"""
)
SAFETY = lazy_pattern(
    r"""(?ix) NODE_TLS_REJECT_UNAUTHORIZED | PYTHONHTTPSVERIFY | (?:.*_)? (?:SSL|TLS)_VERIFY
    | (?:.*_)? VERIFY_(?:SSL|TLS|CERTS?) | (?:.*_)? (?:ENABLE_AUTH|AUTH_ENABLED|CSRF_ENABLED)"""
)
MODE = lazy_pattern(
    r"""(?ix) (?:[a-z]+_PUBLIC_|PUBLIC_|VITE_|REACT_APP_)?
    (?: NODE | RAILS | RACK | FLASK | DJANGO | APP | APPLICATION | PHX | MIX | GO | GIN
    | LARAVEL | SYMFONY | ASPNETCORE | DOTNET | SPRING_PROFILES | QUART | SANIC | STAGE | DEPLOY
    | ADONIS | KIBANA | WP | CRAFT | FASTAPI | SERVER )
    _ (?: ENV | ENVIRONMENT | MODE | ACTIVE | STAGE ) | ENV | ENVIRONMENT | STAGE"""
)
LEVEL = lazy_pattern(
    r"(?i)(?:.*_)?(?:LOG|LOGGING|LOGGER)_?(?:LEVEL|LVL)|LOGLEVEL|RUST_LOG|VERBOSITY"
)


ECHO = lazy_pattern(r"(?i)VERBOSE|(?:.*_)?(?:SQL|SQLALCHEMY|DB|DATABASE)_(?:ECHO|LOGGING)")
SETTINGS = lazy_pattern(r"(?i)(?:[\w.]*\.)?(?:local|dev|devel|development|debug|tests?)")
"""Modules for ``DJANGO_SETTINGS_MODULE``."""
INSPECTED = lazy_pattern(r"(?:^|\s)--(?:inspect|debug)(?:-brk)?(?:[=\s]|$)")
"""Options of Node that let a debugger in."""


def debugging(name: str, value: str) -> str:
    """What is switched wrong for production, in words; ``""`` where nothing is."""
    low = value.strip().lower()
    if MODE.fullmatch(name) and not DEVELOPMENT.isdisjoint(low.replace(" ", "").split(",")):
        return "runs the app in its development or test mode"
    if name == "DJANGO_SETTINGS_MODULE" and SETTINGS.fullmatch(low):
        return "runs the app with settings for development or tests"
    if name == "NODE_OPTIONS" and INSPECTED.search(low):
        return "lets a debugger in"
    if DEBUG.fullmatch(name) and (low in ON or (low.isdigit() and low.strip("0"))):
        return "switches on what belongs to development"
    if SAFETY.fullmatch(name) and low in OFF:
        return "switches off a check that production needs"
    return ""


def verbose(name: str, value: str) -> bool:
    """Does it log everything?"""
    low = value.strip().lower()
    if name == "DEBUG" and ("*" in low or ":" in low):  # of npm's debug: express:*
        return True
    if ECHO.fullmatch(name):
        return low in ON
    return bool(LEVEL.fullmatch(name)) and low in LOUD
