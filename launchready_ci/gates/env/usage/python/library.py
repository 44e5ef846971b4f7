"""Which functions of Python's library and of known packages read a variable?

A name is dotted; ``()`` after a class or function is what a call of it gives, so that
``environ.Env().str`` is the method of an instance.
"""

import ast
import re
from typing import NamedTuple

ENVIRON = "os.environ"
EXITS = frozenset({"exit", "_exit", "abort", "fail", "die", "fatal", "quit"})
"""Functions that end the process, whatever module they are from."""


class Function(NamedTuple):
    """How a function of a library reads: its name comes first, or by one of these keywords."""

    default: int | None = None
    """Position of the default; None where a missing variable is never an error, -1 where always."""
    keywords: tuple[str, ...] = ("key", "name", "var", "option", "varname", "var_name", "env_name")
    fallback: str = ""
    """The variable that it reads when no name is given."""

    def has_default(self, call: ast.Call) -> bool:
        """Does this call go on without the variable?"""
        if self.default is None:
            return True
        return self.otherwise(call) is not None

    def otherwise(self, call: ast.Call) -> ast.expr | None:
        """What this call gives where there is no variable."""
        given = next((k.value for k in call.keywords if k.arg == "default"), None)
        at = 1 if self.default is None else self.default
        return given or (call.args[at] if 0 < at < len(call.args) else None)


OPTIONAL, REQUIRED, SECOND, THIRD = Function(None), Function(-1), Function(1), Function(2)
ALIASES = {
    "os.environ.copy()": ENVIRON,
    "os.environb": ENVIRON,
    "os.environ.__dict__": ENVIRON,
    "starlette.config.environ": ENVIRON,
    "dotenv.dotenv_values()": ENVIRON,
    "dotenv.main.dotenv_values()": ENVIRON,
    "decouple.AutoConfig()": "decouple.config",
    "decouple.Config()": "decouple.config",
    "decouple.config.get": "decouple.config",
    "starlette.config.Config()": "starlette.config.Config()",
    "starlette.datastructures.Config()": "starlette.config.Config()",
    "starlette.config.Config().get": "starlette.config.Config()",
    "environ.FileAwareEnv()": "environ.Env()",
    "environ.PathAwareEnv()": "environ.Env()",
    "environs.env": "environs.Env()",
    "environs.FileAwareEnv()": "environs.Env()",
    "prettyconf.config": "decouple.config",
    "envparse.Env()": "environ.Env()",
    "envparse.env": "environ.Env()",
    "pydantic.BaseSettings": "pydantic_settings.BaseSettings",
    "pydantic.v1.BaseSettings": "pydantic_settings.BaseSettings",
    "pydantic.env_settings.BaseSettings": "pydantic_settings.BaseSettings",
    "pydantic_settings.main.BaseSettings": "pydantic_settings.BaseSettings",
    "pydantic.main.BaseModel": "pydantic.BaseModel",
    "pydantic.v1.BaseModel": "pydantic.BaseModel",
}
"""Other ways to say the same."""
COPIES = frozenset({"builtins.dict", "types.MappingProxyType", "copy.copy", "copy.deepcopy"})
"""Called with the environment they give it back."""
FUNCTIONS = {
    "os.getenv": OPTIONAL,
    "os.getenvb": OPTIONAL,
    "os.environ.get": OPTIONAL,
    "os.environ.pop": SECOND,
    "os.environ.setdefault": OPTIONAL,
    "os.environ.__contains__": OPTIONAL,
    "os.environ.__getitem__": REQUIRED,
    "decouple.config": SECOND,
    "starlette.config.Config()": THIRD,
    "environ.Env()": THIRD,
    "environ.Env().db": Function(1, fallback="DATABASE_URL"),
    "environ.Env().db_url": Function(1, fallback="DATABASE_URL"),
    "environ.Env().cache": Function(1, fallback="CACHE_URL"),
    "environ.Env().cache_url": Function(1, fallback="CACHE_URL"),
    "environ.Env().email": Function(1, fallback="EMAIL_URL"),
    "environ.Env().email_url": Function(1, fallback="EMAIL_URL"),
    "environ.Env().search_url": Function(1, fallback="SEARCH_URL"),
    "environ.Env().channels_url": Function(1, fallback="CHANNELS_URL"),
    "environ.Env().get_value": THIRD,
    "environs.Env()": SECOND,
    "dotenv.get_key": Function(None),
    "environ.Env().__contains__": OPTIONAL,
    "dj_database_url.config": Function(None, fallback="DATABASE_URL", keywords=("env",)),
}
NOT_READS = re.compile(r"read_env\w*|seal|prefixed|\w*parser\w*|dump|parse_value|\w*url_config")
"""Methods of an ``Env`` that read no single variable."""
ROOTS = frozenset(name.partition(".")[0] for name in (*FUNCTIONS, *ALIASES)) | {"functools"}
SETTINGS = "pydantic_settings.BaseSettings"


def canonical(name: str) -> str:
    """The one name of what has several."""
    return ALIASES.get(name, name)


def function(name: str) -> Function | None:
    """How a function of a library reads, if it does."""
    if known := FUNCTIONS.get(name):
        return known
    instance, _, method = name.rpartition(".")
    if instance in ("environ.Env()", "environs.Env()") and not method.startswith("_"):
        return None if NOT_READS.fullmatch(method) else SECOND
    return None
