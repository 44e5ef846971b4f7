"""Go: ``os.Getenv`` and its like, struct tags, viper, urfave/cli, kingpin."""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.usage.code import Code
from launchready_ci.gates.env.usage.go_tags import tags
from launchready_ci.gates.env.usage.grammar import Call, Language, Mention
from launchready_ci.gates.env.usage.lexer import Quote, Syntax

SYNTAX = Syntax(
    comment="//",
    block=((r"/\*", r"\*/"),),
    quotes=(Quote('"', '"', lines=False), Quote("`", "`", escape="")),
    skip=r"'(?:\\.[^'\n]*|[^'\\\n])'",
)
EXPANDED = re.compile(r"\$(?:\{(\w+)\}|([A-Za-z_]\w*))")
EXPAND = re.compile(r"\bos\.ExpandEnv\(\s*[\"`](\0+)[\"`]")
FLAG = re.compile(
    r"(?:\bEnvVars?\s*:\s*(?:\[\]string\{)?|\bcli\.EnvVars?\(|\.(?:Envar|OverrideDefaultFromEnvar)\()\s*"
)
LISTED = re.compile(r"\"(\0+)\"\s*,?\s*")
NAMES = re.compile(r"\w+(?:\s*,\s*\w+)*")
REQUIRED = re.compile(r"\bRequired\s*:\s*true|\.Required\(\)")
BOUND = re.compile(r"\.BindEnv\(")
PREFIX = re.compile(r"\.SetEnvPrefix\(\s*\"(\0+)\"")
GOT = re.compile(r"\b\w*[vV](?:iper)?\.(?:Get\w*|IsSet)\(\s*\"(\0+)\"")
SET = re.compile(r"\.SetDefault\(\s*\"(\0+)\"")


def more(code: Code) -> Iterator[Mention]:
    """Everything that names a variable outside of a call of ``os``."""
    yield from tags(code)
    for match in EXPAND.finditer(code.code):
        for name in EXPANDED.finditer(code.text, *match.span(1)):
            group = 1 if name[1] else 2
            yield Mention(name[group], name.start(group), default=False)
    for match in FLAG.finditer(code.code):
        yield from _flag(code, match)
    if "viper" in code.text:
        yield from _viper(code)


def _flag(code: Code, match: re.Match[str]) -> Iterator[Mention]:
    opening = code.code.rfind("{", 0, match.start())
    for _ in range(20):
        if not 0 < code.closing.get(opening, -1) < match.start():
            break
        opening = code.code.rfind("{", 0, opening)
    end = code.closing.get(opening, match.end()) if opening > 0 else match.end()
    line = code.code.find("\n", match.end())
    block = code.code[max(0, opening) : end] if match[0].startswith("Env") else ""
    default = REQUIRED.search(block or code.code[match.end() : line]) is None
    at = match.end()
    while listed := LISTED.match(code.code, at):
        text = code.text[listed.start(1) : listed.end(1)]
        for name in re.finditer(r"\w+", text) if NAMES.fullmatch(text) else ():
            yield Mention(name[0], listed.start(1) + name.start(), default)
        at = listed.end()


def _viper(code: Code) -> Iterator[Mention]:
    """https://github.com/spf13/viper#working-with-environment-variables."""
    found = PREFIX.search(code.code)
    prefix = f"{code.text[found.start(1) : found.end(1)].upper()}_" if found else ""
    defaults = {code.text[m.start(1) : m.end(1)] for m in SET.finditer(code.code)}
    for match in BOUND.finditer(code.code):
        literals = [code.literal(*part) for part in code.parts(match.end() - 1)]
        key = literals[0] if literals else None
        optional = key is not None and key[0] in defaults
        for name in literals[1:]:
            if name:
                yield Mention(*name, optional)
        if key and len(literals) == 1:
            yield Mention(prefix + _name(key[0]), key[1], optional)
    if "AutomaticEnv(" in code.code:
        for match in GOT.finditer(code.code):
            key_text = code.text[match.start(1) : match.end(1)]
            if "." not in key_text or "SetEnvKeyReplacer" in code.code:
                yield Mention(prefix + _name(key_text), match.start(1), key_text in defaults)


def _name(key: str) -> str:
    return re.sub(r"[.-]", "_", key).upper()


LANGUAGE = Language(
    name="go",
    syntax=SYNTAX,
    telling=r"[gG]etenv|LookupEnv|ExpandEnv|\benv(?:config|Prefix|Default)?:\"|envconfig|EnvVar|Envar|viper",
    calls=(
        Call(r"\b(?:os|syscall)\.Getenv\("),
        Call(r"\b(?:os|syscall)\.LookupEnv\(", default=True),
    ),
    function=r"^func\s*(?:\([^()]*\)\s*)?(?P<name>\w+)\s*(?:\[[^\]\n]*\])?\(",
    goes_on=r"\s*(?:[!=]=)",
    asked=r"\bif\s+(?:\w+(?:,\s*\w+)?\s*:=\s*)?|\bcmp\.Or\(\s*",
    stops=r"\b(?:panic|log\.Fatal\w*|os\.Exit|t\.Fatal\w*|\w*\.Fatal\w*|errors\.New|fmt\.Errorf)\b",
    loop=r"\bfor\s+\w+\s*,\s*(?P<word>\w+)\s*:=\s*range\s+(?P<list>(?:\[\]|\[\.\.\.\])string\{|\w+)",
    more=more,
    folder_is_scope=True,
)
