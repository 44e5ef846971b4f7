"""Rust: ``env::var``, ``env!``, ``option_env!``, dotenvy, clap's ``env``, envy."""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.usage.code import Code
from launchready_ci.gates.env.usage.grammar import Call, Language, Mention
from launchready_ci.gates.env.usage.lexer import Quote, Syntax

SYNTAX = Syntax(
    comment="//",
    block=((r"/\*", r"\*/"),),
    quotes=(Quote(r"\br#\"", '"#', escape=""), Quote(r"\br\"", '"', escape=""), Quote('"', '"')),
    skip=r"'(?:\\.[^'\n]*|[^'\\\n])'",
)
ATTRIBUTE = re.compile(r"#\[\s*(?:arg|clap|structopt|bpaf|command)\s*(?=\()")
NAMED = re.compile(r"\benv\s*(?:=\s*|\(\s*)\"(\0+)\"")
BARE = re.compile(r"(?<![\w(.])env(?=\s*[,)])|(?<=\()env(?=\s*[,)])")
FIELD = re.compile(
    r"\s*\](?:\s*#\[[^\]]*\])*\s*(?:pub(?:\([^)]*\))?\s+)?(?P<name>\w+)\s*:\s*(?P<type>[\w:]+)"
)
BUILDER = re.compile(r"\.env\(\s*\"(\0+)\"\s*\)")
ENVY = re.compile(
    r"\benvy::(?:prefixed\(\s*\"(?P<prefix>\0+)\"\s*\)\s*\.\s*)?from_env(?:::<\s*(?P<type>\w+)\s*>)?"
)
PREFIXED = re.compile(r"\bEnv::prefixed\(\s*\"(?P<prefix>\0+)\"")
EXTRACTED = re.compile(r"\.extract(?:::<\s*(\w+)\s*>)?\(|->\s*Result<\s*(\w+)")
MEMBER = re.compile(
    r"(?P<attributes>(?:#\[[^\]]*\]\s*)*)(?:pub(?:\([^)]*\))?\s+)?(?P<name>[a-z]\w*)\s*:\s*(?P<type>\w+)"
)


def more(code: Code) -> Iterator[Mention]:
    """What attributes and derived structs name."""
    for match in ATTRIBUTE.finditer(code.code):
        yield from _attribute(code, match.end())
    if "Arg::" in code.code:
        for match in BUILDER.finditer(code.code):
            yield Mention(code.text[match.start(1) : match.end(1)], match.start(1), default=True)
    for match in ENVY.finditer(code.code):
        prefix = code.text[match.start("prefix") : match.end("prefix")] if match["prefix"] else ""
        given = re.search(
            r":\s*(\w+)\s*=[^=;]*$", code.code[max(0, match.start() - 80) : match.start()]
        )
        result = re.search(
            r"Result<\s*(\w+)", code.code[max(0, match.start() - 200) : match.start()]
        )
        found = match["type"] or (given and given[1]) or (result and result[1])
        yield from _members(code, found or "", prefix)
    if figment := PREFIXED.search(code.code):
        prefix = code.text[figment.start("prefix") : figment.end("prefix")]
        types = {first or second for first, second in EXTRACTED.findall(code.code)}
        for name in sorted(types):
            yield from _members(code, name, prefix)


def _attribute(code: Code, opening: int) -> Iterator[Mention]:
    end = code.closing.get(opening, opening)
    inside = code.code[opening:end]
    optional = "default_value" in inside or "default_missing" in inside
    field = FIELD.match(code.code, end + 1)
    optional = optional or (field is not None and field["type"] in ("Option", "bool", "Vec"))
    if named := NAMED.search(code.code, opening, end):
        yield Mention(code.text[named.start(1) : named.end(1)], named.start(1), optional)
    elif field and BARE.search(code.code, opening, end + 1):
        yield Mention(field["name"].upper(), field.start("name"), optional)


def _members(code: Code, struct: str, prefix: str) -> Iterator[Mention]:
    """The fields of a struct that is filled from the environment."""
    match = re.search(rf"\bstruct\s+{re.escape(struct)}\s*(?=\{{)", code.code) if struct else None
    for start, end in code.parts(match.end()) if match else ():
        if field := MEMBER.match(code.code, start, end):
            optional = field["type"] == "Option" or "default" in field["attributes"]
            yield Mention((prefix + field["name"]).upper(), field.start("name"), optional)


LANGUAGE = Language(
    name="rust",
    syntax=SYNTAX,
    telling=r"\benv\b|\benvy\b|\bEnv::|dotenv",
    calls=(
        Call(r"\b(?:env|dotenvy?)::var(?:_os)?\s*\("),
        Call(r"(?<![\w.:])var(?:_os)?\s*\("),
        Call(r"(?<![\w:])(?:env|dotenvy?)!\s*\(", otherwise=-1),
        Call(r"\boption_env!\s*\(", default=True),
    ),
    function=r"\bfn\s+(?P<name>\w+)\s*(?:<[^<>()]*>)?\s*\(",
    goes_on=(
        r"\s*\.\s*(?:unwrap_or\w*|ok\(\)(?!\s*\.\s*(?:expect|unwrap\()|\s*\?)|is_ok|is_err|map_or\w*"
        r"|or_else|is_some|is_none)"
    ),
    asked=r"\bif\s+let\s+(?:Ok|Some)\s*\([^()]*\)\s*=\s*(?:std::)?|\bmatch\s+(?:std::)?",
    stops=r"\bpanic!|\bprocess::exit|\bbail!|\bexpect\(|\bunreachable!",
    foreign=(
        r"CARGO|CARGO_(?:PKG|MANIFEST|FEATURE|CFG|BIN|CRATE|PRIMARY|ENCODED)_?\w*|OUT_DIR|TARGET|HOST"
        r"|PROFILE|OPT_LEVEL|NUM_JOBS|DOCS_RS|RUSTC|RUSTDOC"
    ),
    loop=r"\bfor\s+&?(?P<word>\w+)\s+in\s+&?(?P<list>\[|vec!\[|\w+)",
    more=more,
)
