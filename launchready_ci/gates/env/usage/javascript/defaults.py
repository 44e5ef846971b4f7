"""Does the code go on without this variable?"""

import re

from launchready_ci.gates.env.usage.javascript.environment import AFTER
from launchready_ci.gates.env.usage.javascript.file import File

STOP = (
    r"(?:throw\b|process\s*\.\s*exit|invariant|assert|panic|fail|raise|die|fatal|required\w*\(|missing\w*\("
    r"|Deno\s*\.\s*exit|\w*[eE]rror\s*\()"
)
STOPS = re.compile(rf"\b{STOP}|\breject\(")
WRITTEN = re.compile(r"\s*(?:(?:[+\-*/%&|^]|\*\*|<<|>>>?)?=(?![=>])|\+\+|--)")
FILLED = re.compile(r"\s*(?:\?\?|\|\|)=")
OTHERWISE = re.compile(rf"(?:\?\?|\|\|)\s*(?P<stop>{STOP}|\(\s*\(\)\s*=>\s*\{{\s*throw)?")
ASKED = re.compile(r"\?(?![.?])|[!=]==?|&&|\?\.(?!\s*\[\s*\d)|(?<!=)[<>]|in\b")
DELETED = re.compile(r"\bdelete\s*\(?\s*$")
CONDITION = re.compile(r"\b(?:if|while)\s*\((?:[^(){};]|\([^(){};]*\))*$")
CONVERTED = re.compile(
    r"(?i)(?<![\w$])(?!parseInt|parseFloat|Number)\w*(?:parse|env|default|fallback|coerce|bool|num|int|list)"
    r"\w*\s*\(\s*$"
)
LITERAL = re.compile(r",\s*(?:-?\d[\d._]*|true|false|([\"'`])\0*\1)\s*[,)]")
"""``parseNumber(process.env.X, 5)``."""
BOOLEAN = re.compile(r"(?:!!\s*|\bBoolean\s*\(\s*|\btypeof\s+|&&\s*!?\s*)$")


def is_written(file: File, start: int, end: int) -> bool:
    """Is the variable set or removed here?"""
    code = file.code
    written = WRITTEN.match(code, end) and not FILLED.match(code, end)
    return bool(written or DELETED.search(code[max(0, start - 20) : start]))


def has_default(file: File, start: int, end: int) -> bool:
    """Of an expression: is something put in its place, or is it only asked for?"""
    code = file.code
    if FILLED.match(code, end):
        return True
    before = code[max(file.statement_start(start), start - 200) : start]
    condition = CONDITION.search(before)
    if condition:
        return not _stops(file, start, end)
    if BOOLEAN.search(before):
        return True
    after = AFTER.match(code, end)
    at = after.end() if after else end
    rest = code[at : at + 200].lstrip()
    otherwise = OTHERWISE.match(rest)
    if otherwise:
        return otherwise["stop"] is None
    if CONVERTED.search(before) and LITERAL.match(rest):
        return True
    return ASKED.match(rest) is not None


def _stops(file: File, start: int, end: int) -> bool:
    """Of a condition that the expression stands in: does its branch end the program?"""
    code = file.code
    opening = code.rfind("if", max(0, start - 200), start)
    opening = code.find("(", opening, start)
    closing = file.closing.get(opening, end)
    condition = code[opening:closing]
    negated = re.search(r"!\s*\(?\s*$", code[max(0, start - 6) : start]) is not None
    absent = re.match(r"[^&|]*?={2,3}\s*(?:undefined|null|[\"'`]{2})", code[end : end + 60])
    short = re.match(r"[^&|]*?\.length\s*(?:<|===?\s*0)", code[end : end + 60])
    if not (negated or absent or short) or ("&&" in condition and not negated):
        return False
    at = closing + 1
    branch = code[at : at + 4000]
    brace = at + len(branch) - len(branch.lstrip())
    finish = (
        file.closing.get(brace, brace) if code[brace : brace + 1] == "{" else file.statement(brace)
    )
    return STOPS.search(code, at, min(finish, at + 4000)) is not None
