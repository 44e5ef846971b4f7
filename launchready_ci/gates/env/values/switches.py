"""Is something switched on (or off) that belongs to development?"""

from launchready_ci.lazy import lazy_pattern

ON = frozenset(("1", "true", "yes", "on", "y", "t", "enabled"))
OFF = frozenset(("0", "false", "no", "off", "n", "f", "disabled"))
DEVELOPMENT = frozenset(("development", "dev", "develop", "local", "debug", "test", "testing"))
LOUD = frozenset(("debug", "trace", "verbose", "silly", "all", "10", "5"))

DEBUG = lazy_pattern(
    r"""(?ix) (?: [a-z\d]+_ )* DEBUG (?:_MODE|_ENABLED|_TOOLBAR|_PROPAGATE_EXCEPTIONS)?
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


def debugging(name: str, value: str) -> str:
    """What is switched wrong for production, in words; ``""`` where nothing is."""
    low = value.strip().lower()
    if MODE.fullmatch(name) and low in DEVELOPMENT:
        return "runs the app in its development or test mode"
    if DEBUG.fullmatch(name) and low in ON:
        return "switches on what belongs to development"
    if SAFETY.fullmatch(name) and low in OFF:
        return "switches off a check that production needs"
    return ""


def verbose(name: str, value: str) -> bool:
    """Does it log everything?"""
    low = value.strip().lower()
    if name.upper() == "DEBUG" and low in ("*", "app:*", "*:*"):
        return True
    return bool(LEVEL.fullmatch(name)) and low in LOUD
