"""C#: ``Environment.GetEnvironmentVariable``, ``ExpandEnvironmentVariables``."""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.usage.code import Code
from launchready_ci.gates.env.usage.grammar import Call, Language, Mention
from launchready_ci.gates.env.usage.lexer import Quote, Syntax

SYNTAX = Syntax(
    comment="//",
    block=((r"/\*", r"\*/"),),
    quotes=(
        Quote('"""', '"""', escape=""),
        Quote(r"(?:\$@|@\$)\"", '"', escape='""', inside=r"\{(?!\{)"),
        Quote(r"\$\"", '"', inside=r"\{(?!\{)", lines=False),
        Quote(r"@\"", '"', escape='""'),
        Quote('"', '"', lines=False),
    ),
    skip=r"'(?:\\.[^'\n]*|[^'\\\n])'",
)
EXPAND = re.compile(r"\bExpandEnvironmentVariables\s*\(\s*@?\"(\0+)\"")
PERCENT = re.compile(r"%([A-Za-z_]\w*)%")


def expanded(code: Code) -> Iterator[Mention]:
    """``%X%`` in what is expanded."""
    for match in EXPAND.finditer(code.code):
        for name in PERCENT.finditer(code.text, *match.span(1)):
            yield Mention(name[1], name.start(1), default=False)


LANGUAGE = Language(
    name="csharp",
    syntax=SYNTAX,
    telling=r"EnvironmentVariable",
    calls=(Call(r"\bEnvironment\s*\.\s*GetEnvironmentVariable\s*\(", otherwise=-1),),
    function=r"(?<=[\w>\]?])(?<!\bnew)(?<!\breturn)(?<!\bthrow)(?<!\belse)\s+(?P<name>[A-Za-z_]\w*)\s*(?:<[^<>()]*>)?\(",
    goes_on=r"\s*(?:\?\?|\?\.|\?(?![.?])|[!=]=|is\b)",
    asked=r"\bIsNullOr\w+\s*\(\s*(?:(?:System\.)?$)?|\bif\s*\(\s*",
    stops=r"\b(?:throw|Environment\.(?:Exit|FailFast))\b",
    parameter_last=True,
    loop=r"\bforeach\s*\(\s*(?:var|string)\s+(?P<word>\w+)\s+in\s+(?P<list>new\s*(?:string)?\[\]\s*\{|\[|\w+)",
    more=expanded,
)
