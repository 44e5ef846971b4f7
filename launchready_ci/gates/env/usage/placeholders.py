"""Which variables do the configuration files of other frameworks fill in?

Spring, Quarkus and Micronaut: ``${X:default}`` in ``application.yml`` and ``.properties``; HOCON:
``${?X}``; Symfony: ``%env(int:X)%``; Serverless: ``${env:X, 'default'}``; Prisma: ``env("X")``;
Supabase: ``env(X)``; a page of Vite or React: ``%VITE_X%``; supervisord: ``%(ENV_X)s``; ``.npmrc``,
``.yarnrc.yml`` and the templates of the nginx image: ``${X}``.
"""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.usage.reading import Lines, Read

COMMENT = re.compile(r"(?:^|(?<=[ \t]))(?:#|//(?=[ \t]))[^\n]*|^[ \t]*[!;][^\n]*", re.MULTILINE)
NAMES = {
    "spring": re.compile(r"\$\{(?P<name>[A-Z_][A-Z0-9_]*)(?P<default>:)?"),
    "hocon": re.compile(r"\$\{(?P<default>\?)?(?P<name>[A-Z_][A-Z0-9_]*)\}"),
    "symfony": re.compile(r"%env\((?P<default>default:[\w.]*:)?(?:\w+:)*(?P<name>\w+)\)%"),
    "serverless": re.compile(r"\$\{env:(?P<name>\w+)(?P<default>\s*,)?"),
    "supabase": re.compile(r"\"env\((?P<name>\w+)(?P<default>,)?\)\""),
    "supervisord": re.compile(r"%\(ENV_(?P<name>\w+)(?P<default>,)?\)s"),
    "braces": re.compile(r"\$\{(?P<name>[A-Z_][A-Z0-9_]*)(?P<default>:?-)?"),
    "page": re.compile(r"%(?P<name>(?:VITE|REACT_APP)_\w+)(?P<default>,)?%"),
    "prisma": re.compile(r"\benv\(\s*\"(?P<name>\w+)\"(?P<default>\s*,)?"),
}


def reads(path: str, text: str, source: str = "spring") -> Iterator[Read]:
    """Every placeholder that is not in a comment."""
    lines = Lines(path, text)
    code = COMMENT.sub(lambda match: " " * len(match[0]), text)
    for match in NAMES[source].finditer(code):
        default = match["default"] is not None
        yield lines.read(match["name"], match.start("name"), source, default=default)
