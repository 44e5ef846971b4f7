"""Which language does a path promise, and is it a test?"""

import re

from launchready_ci.lazy import lazy_pattern

BY_NAME = {
    "procfile": "procfile",
    "makefile": "make",
    "gnumakefile": "make",
    "rakefile": "ruby",
    "gemfile": "ruby",
    "config.ru": "ruby",
    "action.yml": "workflow",
    "action.yaml": "workflow",
    "deno.json": "",
    "schema.prisma": "prisma",
    "application.conf": "hocon",
    "index.html": "page",
    "supervisord.conf": "supervisord",
    **dict.fromkeys((".npmrc", ".yarnrc.yml"), "braces"),
    "reference.conf": "hocon",
    **dict.fromkeys(("serverless.yml", "serverless.yaml"), "serverless"),
}
BY_ENDING = {
    "py": "python",
    "pyw": "python",
    **dict.fromkeys(("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts"), "javascript"),
    **dict.fromkeys(("vue", "svelte", "astro"), "javascript"),
    "go": "go",
    **dict.fromkeys(("rb", "rake", "erb", "ru"), "ruby"),
    "php": "php",
    **dict.fromkeys(("ex", "exs", "heex"), "elixir"),
    "java": "java",
    **dict.fromkeys(("kt", "kts"), "kotlin"),
    **dict.fromkeys(("scala", "sc"), "scala"),
    **dict.fromkeys(("groovy", "gradle"), "groovy"),
    "rs": "rust",
    "cs": "csharp",
    **dict.fromkeys(("sh", "bash", "zsh", "ksh"), "shell"),
    "mk": "make",
    "prisma": "prisma",
    "dockerfile": "dockerfile",
}
SPRING = lazy_pattern(r"(?:application|bootstrap)(?:-[\w.-]+)?\.(?:ya?ml|properties)")
COMPOSE = lazy_pattern(r"(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml|(?:docker-)?stack\.ya?ml")
CONFIGURATION = lazy_pattern(r"(?:.*/)?config/(?:.*/)?[\w.-]+\.ya?ml")
"""Symfony's, or one of Rails with ERB in it."""
SUPABASE = lazy_pattern(r"(?:.*/)?supabase/config\.toml")
DOCKERFILE = lazy_pattern(r"(?:dockerfile|containerfile)(?:[.-][\w.-]+)?|[\w.-]+\.dockerfile")
TEXTS = ("md", "rst", "txt", "adoc", "html", "json", "toml", "dockerignore", "1", "5")
"""Endings of what is about a Dockerfile and none itself."""
WORKFLOW = lazy_pattern(r"(?:.*/)?\.(?:github|gitea|forgejo)/workflows/[^/]+\.ya?ml", re.IGNORECASE)
TEST = lazy_pattern(
    r"(?:.*/)?(?:tests?|__tests__|__mocks__|specs?|testing|testdata|test_\w+|e2e|cypress|fixtures)/.*"
    r"|(?:.*/)?(?:test_[^/]*|conftest|[^/]*_tests?|tests)\.py[w]?"
    r"|(?:.*/)?[^/]*[._-](?:test|tests|spec|e2e|cy|stories)\.[cm]?[jt]sx?"
    r"|(?:.*/)?(?:jest|vitest|playwright|cypress|karma|wdio)[.-](?:config|setup|workspace)[^/]*"
    r"|(?:.*/)?[^/]*_(?:test\.go|spec\.rb|test\.rb|test\.exs)"
    r"|(?:.*/)?[^/]*(?:Test|Tests|IT|Spec)\.(?:java|kt|scala|php|cs|groovy)"
)
ENDLESS = lazy_pattern(
    r"(?:.*/)?(?:node_modules|bower_components|site-packages|\.venv|venv|\.yarn|\.next"
    r"|vendor|vendored|_vendor|third[_-]party)/.*"
    r"|(?:.*/)?dist/.*\.py|.*\.min\.js|.*\.d\.[cm]?ts"
)
"""Other people's code, and what only declares types: not read."""

INTERPRETER = lazy_pattern(
    rb"#![ \t]*\S*?/(?:env[ \t]+(?:-S[ \t]+)?)?(sh|bash|dash|zsh|ksh|python|node|ruby|php)"
)
INTERPRETERS = {
    **dict.fromkeys(("sh", "bash", "dash", "zsh", "ksh"), "shell"),
    "python": "python",
    "node": "javascript",
    "ruby": "ruby",
    "php": "php",
}


def language(path: str) -> str:
    """The language of a path; ``""`` for one that reads no variables."""
    name = path.rpartition("/")[2].lower()
    if is_foreign(path):
        return ""
    if name in BY_NAME:
        return BY_NAME[name]
    ending = name.rpartition(".")[2]
    if ending in ("yml", "yaml", "properties"):
        return _configuration(path, name)
    if ending in BY_ENDING:
        return BY_ENDING[ending]
    return _by_pattern(path, name, ending)


def _by_pattern(path: str, name: str, ending: str) -> str:
    if SUPABASE.fullmatch(path):
        return "supabase"
    if name.endswith(".conf.template"):
        return "braces"
    if DOCKERFILE.fullmatch(name) and ending not in TEXTS:
        return "dockerfile"
    return "" if ending != name else _extensionless(path, name)


def _configuration(path: str, name: str) -> str:
    if WORKFLOW.fullmatch(path):
        return "workflow"
    if COMPOSE.fullmatch(name):
        return "compose"
    if SPRING.fullmatch(name):
        return "spring"
    return "configuration" if CONFIGURATION.fullmatch(path) else ""


def _extensionless(path: str, name: str) -> str:
    """Scripts without an ending; the first line tells which kind, so the text must be asked."""
    folder = path.rpartition("/")[0].rpartition("/")[2]
    scripts = ("entrypoint", "docker-entrypoint", "start", "run", "deploy", "release", "setup")
    return "script" if folder in ("bin", "scripts", "script", "hooks") or name in scripts else ""


def by_content(chosen: str, data: bytes) -> str:
    """The language of a file whose path leaves it open: a script, a configuration."""
    if chosen == "script":
        match = INTERPRETER.match(data)
        return INTERPRETERS.get(match[1].decode(), "") if match else ""
    if chosen == "configuration":
        return "symfony" if b"%env(" in data else "ruby" if b"<%" in data else ""
    return chosen


def is_test(path: str) -> bool:
    """Is it in a test folder, or a test file?"""
    return TEST.fullmatch(path) is not None


def is_foreign(path: str) -> bool:
    """Is it other people's code, or does it only declare types?"""
    return ENDLESS.fullmatch(path) is not None
