"""Which variables does a Dockerfile ask for: at build (``ARG``), and when the container runs?

https://docs.docker.com/reference/dockerfile/#environment-replacement
"""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.usage.reading import Lines, Read
from launchready_ci.gates.env.usage.shell import reads as shell_reads
from launchready_ci.gates.env.usage.shell.script import scan

INSTRUCTION = re.compile(
    r"^[ \t]*(?P<word>[A-Za-z]+)(?=[ \t])(?P<rest>(?:[^\\\n]|\\(?!\n)|\\[ \t]*\n(?:[ \t]*\n)*)*)",
    re.MULTILINE,
)
COMMENT = re.compile(r"^[ \t]*#[^\n]*", re.MULTILINE)
DOCUMENT = re.compile(r"<<-?[ \t]*([\"']?)(\w+)\1")
ARGUMENT = re.compile(r"(?<!\S)([A-Za-z_]\w*)(=)?((?:\"[^\"]*\"|'[^']*'|\S)*)")
SET = re.compile(r"(?<!\S)([A-Za-z_]\w*)=")
MOUNTED = re.compile(r"--mount=type=secret\S*?\benv=(\w+)")
RUNS = ("CMD", "ENTRYPOINT", "HEALTHCHECK")
PREDEFINED = re.compile(
    r"(?:HTTPS?|FTP|NO|ALL)_PROXY|(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)|BUILDKIT_\w+"
    r"|SOURCE_DATE_EPOCH",
    re.IGNORECASE,
)
"""https://docs.docker.com/reference/dockerfile/#predefined-args"""


def reads(path: str, text: str) -> Iterator[Read]:
    """``ARG`` that Docker does not set itself, and what is expanded that nothing here sets."""
    lines = Lines(path, text)
    code = COMMENT.sub(lambda match: " " * len(match[0]), text)
    arguments: set[str] = set()
    environment: set[str] = set()
    for word, start, end in instructions(code):
        rest = code[start:end]
        if word == "ARG":
            yield from _arguments(lines, rest, start, arguments)
        known = environment if word in RUNS else environment | arguments
        if word == "RUN":
            known = known | set(MOUNTED.findall(rest))
        if word in RUNS and rest.lstrip().startswith("["):
            shell = re.search(r"\[\s*\"(?:/\S*/)?(?:ba|a|z)?sh\"\s*,\s*\"-\w*c\"", rest)
            if shell is None:
                continue  # the exec form expands nothing
            rest = rest.replace('"', " ")
        if word != "ARG" or "$" in rest:
            found = scan(rest, start).expansions
            kept = (e for e in found if not PREDEFINED.fullmatch(e.name))
            yield from shell_reads(lines, kept, "dockerfile", known)
        if word == "ENV":
            environment.update(SET.findall(rest) or rest.split()[:1])


def instructions(code: str) -> Iterator[tuple[str, int, int]]:
    """Word, and where what follows it begins and ends, here documents included."""
    at = 0
    absent: set[str] = set()
    while match := INSTRUCTION.search(code, at):
        word, at = match["word"].upper(), match.end()
        document = DOCUMENT.search(match["rest"]) if word in ("RUN", "COPY") else None
        if document and document[2] not in absent:
            close = re.compile(rf"^\s*{document[2]}\s*$", re.MULTILINE).search(code, at)
            at = close.end() if close else at
            absent.update(() if close else (document[2],))
        yield word, match.start("rest"), at


def _arguments(lines: Lines, rest: str, start: int, known: set[str]) -> Iterator[Read]:
    for match in ARGUMENT.finditer(rest):
        name, default = match[1], match[2] is not None
        if name not in known and not PREDEFINED.fullmatch(name):
            yield lines.read(
                name, start + match.start(1), "dockerfile", default=default, kind="arg"
            )
        known.add(name)
