"""Which files belong to whoever builds, and not to whoever gets the artifact?"""

import re
from collections.abc import Container, Iterable

from launchready_ci.lazy import lazy_pattern

REPOSITORY = frozenset((".git", ".svn", ".hg", ".bzr"))
TESTS = frozenset(
    ("test", "tests", "__tests__", "__mocks__", "__snapshots__", "cypress", "e2e", "coverage")
)
TEST = lazy_pattern(
    r"(?i).+\.(?:test|spec|stories|cy)\.[cm]?[jt]sx?(?:\.snap)?|test_.+\.py|.+_test\.(?:py|go)"
    r"|conftest\.py"
)
EDITORS = frozenset((".idea", ".vscode", ".vs", ".fleet", "__macosx"))
EDITOR = lazy_pattern(r"(?i)\.ds_store|thumbs\.db|desktop\.ini|\..+\.sw[a-p]|.+~|#.+#|\.#.+|\._.+")
MERGED = (".orig", ".rej")
"""What a merge leaves beside the file itself."""
ENVIRONMENT = lazy_pattern(r"(?i)\.env(?:\..+)?|\.envrc|\.(?:npmrc|pypirc|netrc|htpasswd)")
EXAMPLE = lazy_pattern(r"(?i)\.env\.(?:.+\.)?(?:example|sample|template|dist|schema|defaults)")
"""What people copy, without values."""


def repository(path: str) -> str:
    """The folder of the version control that the path is in; empty where it is in none."""
    return _folder(path, REPOSITORY)


def for_tests(path: str, *, top_only: bool = False) -> str:
    """The folder of tests it is in, or the test itself. ``top_only``: of a wheel.

    A package may bring tests of its own; a folder ``tests`` at the top is everybody's.
    """
    if top_only:
        return _folder(path.partition("/")[0] + "/", TESTS) if "/" in path else ""
    folder = _folder(path, TESTS)
    if folder and path.endswith((".html", ".htm")):
        return ""  # a page about tests
    return folder or (path if TEST.fullmatch(_name(path)) else "")


def editor(path: str, files: Container[str]) -> str:
    """The folder of an editor or a system that it is in, or the file itself, among others."""
    merged = path.lower().endswith(MERGED) and path.rpartition(".")[0] in files
    return _folder(path, EDITORS) or (path if merged or EDITOR.fullmatch(_name(path)) else "")


def environment(path: str) -> str:
    """The path, where it is a file of variables or credentials."""
    name = _name(path)
    return path if ENVIRONMENT.fullmatch(name) and not EXAMPLE.fullmatch(name) else ""


def counted(found: Iterable[str]) -> dict[str, int]:
    """Each folder or file once, with the number of files; what is nothing is left out."""
    numbers = dict[str, int]()
    for one in found:
        if one:
            numbers[one] = numbers.get(one, 0) + 1
    return numbers


def _folder(path: str, names: frozenset[str]) -> str:
    for match in re.finditer(r"([^/]+)/", path):
        if match[1].lower() in names:
            return path[: match.end()]
    return ""


def _name(path: str) -> str:
    return path.rpartition("/")[2]
