"""Java, Kotlin, Scala and Groovy: ``System.getenv``, and Spring's ``${X:default}`` in strings."""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.usage.code import Code
from launchready_ci.gates.env.usage.grammar import Call, Language, Mention
from launchready_ci.gates.env.usage.lexer import Quote, Syntax

CHARACTER = r"'(?:\\.[^'\n]*|[^'\\\n])'"
BLOCK = ((r"/\*", r"\*/"),)
JAVA = Syntax(
    comment="//",
    block=BLOCK,
    quotes=(Quote('"""', '"""'), Quote('"', '"', lines=False)),
    skip=CHARACTER,
)
INTERPOLATING = JAVA._replace(
    quotes=(
        Quote('"""', '"""', inside=r"\$\{"),
        Quote('"', '"', inside=r"\$\{", lines=False),
    )
)
GROOVY = INTERPOLATING._replace(
    quotes=(*INTERPOLATING.quotes, Quote("'''", "'''"), Quote("'", "'", lines=False)), skip=""
)
PLACEHOLDER = re.compile(r"\$\{(?P<name>[A-Z_][A-Z0-9_]*)(?P<default>:(?!\?))?")
NAMED = re.compile(r"@ConfigProperty\s*\((?=[^()]*\bname\s*=\s*\"(\0+)\")(?P<rest>[^()]*)")
READS = (
    Call(r"\bSystem\s*\.\s*getenv\s*\("),
    Call(r"\bSystem\s*\.\s*getenv\s*\(\s*\)\s*(?:\.\s*get\s*\(|\[)"),
    Call(
        r"\bSystem\s*\.\s*getenv\s*\(\s*\)\s*\.\s*(?:getOrDefault|containsKey|getOrElse)\s*\(",
        default=True,
    ),
    Call(r"\b[dD]otenv(?:\s*\.\s*load\(\))?\s*(?:\.\s*get\s*\(|\[)"),
)
SCALA_READS = (
    Call(r"\bsys\s*\.\s*env\s*\("),
    Call(r"\bsys\s*\.\s*env\s*\.\s*(?:get|getOrElse|contains)\s*\(", default=True),
    Call(r"\bProperties\s*\.\s*(?:envOrElse|envOrNone|envOrSome)\s*\(", default=True),
)
STOPS = (
    r"\b(?:throw|orElseThrow|error\(|exitProcess|System\.exit|sys\.error|require(?:NotNull)?\b"
    r"|checkNotNull)"
)
TELLING = r"getenv|sys\s*\.\s*env|[dD]otenv|envOr|\$\{[A-Z]|ConfigProperty|System\.env\b"
GROOVY_PROPERTY = re.compile(r"\bSystem\.env\.([A-Z_][A-Z0-9_]*)")


def placeholders(code: Code) -> Iterator[Mention]:
    """``@Value("${X:default}")``, and MicroProfile's ``@ConfigProperty(name = "X")``."""
    for match in PLACEHOLDER.finditer(code.text):
        if code.code[match.start()] == "\0":
            yield Mention(match["name"], match.start("name"), match["default"] is not None)
    for match in NAMED.finditer(code.code):
        name = code.text[match.start(1) : match.end(1)]
        if name.isupper():
            yield Mention(name, match.start(1), "defaultValue" in match["rest"])


def properties(code: Code) -> Iterator[Mention]:
    """Groovy's ``System.env.X``."""
    for match in GROOVY_PROPERTY.finditer(code.code):
        yield Mention(
            match[1], match.start(1), re.match(r"\s*\?", code.code[match.end() :][:4]) is not None
        )


LANGUAGE = Language(
    name="java",
    syntax=JAVA,
    telling=TELLING,
    calls=READS,
    function=r"(?<=[\w>\]])(?<!\bnew)(?<!\breturn)(?<!\bthrow)(?<!\belse)\s+(?P<name>[A-Za-z_]\w*)\s*\(",
    goes_on=r"\s*(?:[!=]=|\?|\)\s*\.\s*(?:orElse\b|orElseGet))",
    asked=r"\bif\s*\(\s*|ofNullable\s*\(\s*|\bnull\s*[!=]=\s*|firstNonNull\s*\(\s*|requireNonNullElse\w*\s*\(\s*|defaultI\w+\s*\(\s*",
    stops=STOPS,
    parameter_last=True,
    alias=r"\b(\w+)\s*(?::[^=\n]{0,60})?=\s*System\s*\.\s*getenv\(\s*\)(?!\s*[.\[])",
    loop=r"\bfor\s*\(\s*(?:final\s+)?\w+\s+(?P<word>\w+)\s*:\s*(?P<list>(?:List\.of|Set\.of|Arrays\.asList)\s*\(|new\s+String\[\]\s*\{|\w+)",
    more=placeholders,
)
KOTLIN = LANGUAGE._replace(
    name="kotlin",
    syntax=INTERPOLATING,
    function=r"\bfun\s+(?:<[^<>]*>\s*)?(?:[\w<>?]+\.)?(?P<name>\w+)\s*\(",
    goes_on=r"\s*(?:\?:|\?\.|[!=]=)",
    asked=r"\bif\s*\(\s*",
    parameter_last=False,
    loop=r"\bfor\s*\(\s*(?P<word>\w+)\s+in\s+(?P<list>(?:listOf|setOf|arrayOf)\s*\(|\w+)",
)
SCALA = LANGUAGE._replace(
    name="scala",
    syntax=INTERPOLATING,
    calls=(*READS, *SCALA_READS),
    function=r"\bdef\s+(?P<name>\w+)\s*(?:\[[^\]\n]*\])?\s*\(",
    goes_on=r"\s*(?:[!=]=)",
    asked=r"\bOption\s*\(\s*|\bif\s*\(\s*",
    parameter_last=False,
    loop=r"\bfor\s*[({]\s*(?P<word>\w+)\s*<-\s*(?P<list>(?:List|Seq|Set)\s*\(|\w+)",
)
GROOVY_LANGUAGE = LANGUAGE._replace(
    name="groovy", syntax=GROOVY, goes_on=r"\s*(?:\?|[!=]=|\|\|)", more=properties
)
