"""Which variables do the struct tags of Go name?

envconfig (``envconfig:"X" default:"y" required:"true"``), caarlos0/env (``env:"X,required"``,
``envDefault``, ``envPrefix``), sethvargo/go-envconfig (``env:"X, default=y"``), cleanenv
(``env-default``, ``env-required``, ``env-prefix``), kong and go-flags (``env:"X"``).
"""

import re
from collections.abc import Iterator, Mapping

from launchready_ci.gates.env.usage.code import Code
from launchready_ci.gates.env.usage.grammar import Mention

STRUCT = re.compile(r"\btype\s+(\w+)\s+struct\s*(?=\{)")
FIELD = re.compile(
    r"^[ \t]*(?P<field>\w+)?[ \t]*(?P<type>[\w.*\[\]]+|struct[ \t]*\{[^{}]*\})[ \t]*`(?P<tag>\0+)`",
    re.MULTILINE,
)
TAG = re.compile(r"([\w-]+):\"((?:[^\"\\]|\\.)*)\"")
PROCESS = re.compile(r"\benvconfig\.(?:Must)?Process\(\s*\"(\0*)\"")
WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
NAME = re.compile(r"\s*([A-Za-z_]\w*)")


def tags(code: Code) -> Iterator[Mention]:
    """Each field that is filled from the environment."""
    fields = list(FIELD.finditer(code.code)) if "`\0" in code.code else []
    if not fields:
        return
    process = PROCESS.search(code.code)
    prefix = code.text[process.start(1) : process.end(1)].upper() if process else ""
    structs = [
        (match[1], match.end(), code.closing.get(match.end(), match.end()))
        for match in STRUCT.finditer(code.code)
    ]
    written = [(field, dict(_written(code, field))) for field in fields]
    prefixes: dict[str, list[str]] = {}
    for field, tag in written:
        if given := tag.get("envPrefix") or tag.get("env-prefix"):
            prefixes.setdefault(field["type"].lstrip("*[]"), []).append(given[0])
    for field, tag in written:
        inside = [name for name, start, end in structs if start < field.start() < end]
        for before in prefixes.get(inside[-1], [""]) if inside else [""]:
            yield from _field(code, field, tag, before, prefix)


def _written(code: Code, field: re.Match[str]) -> Iterator[tuple[str, tuple[str, int]]]:
    start, end = field.span("tag")
    for match in TAG.finditer(code.text, start, end):
        yield match[1], (match[2], match.start(2))


def _field(
    code: Code, field: re.Match[str], tag: Mapping[str, tuple[str, int]], before: str, prefix: str
) -> Iterator[Mention]:
    if "env" in tag:
        text, start = tag["env"]
        name, options = NAME.match(text), text.partition(",")[2]
        needed = re.search(r"\b(?:required|notEmpty)\b", options) or "env-required" in tag
        needed = needed or tag.get("required", ("",))[0] == "true"
        if name:
            yield Mention(before + name[1], start + name.start(1), not needed)
    elif "envconfig" in tag:
        text, start = tag["envconfig"]
        if (name := NAME.match(text)) and text != "-":
            needed = tag.get("required", ("",))[0] == "true" or "required" in text
            joined = f"{prefix}_{name[1].upper()}" if prefix else name[1]
            yield Mention(joined, start, not needed)
    elif (
        "envconfig" in code.text
        and field["field"]
        and {"required", "default", "split_words"} & tag.keys()
    ):
        words = "split_words" in tag
        name_text = WORDS.sub("_", field["field"]) if words else field["field"]
        joined = f"{prefix}_{name_text}" if prefix else name_text
        yield Mention(joined.upper(), field.start("field"), tag.get("required", ("",))[0] != "true")
