"""Does a glob of launchready.yaml match what a person expects of it?"""

import pytest

from launchready_ci.globs import matcher


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        pytest.param("a.py", "a.py", id="a plain name"),
        pytest.param("./a.py", "a.py", id="a leading dot and slash"),
        pytest.param("*.py", ".hidden.py", id="a star matches hidden files"),
        pytest.param("*.py", "a\nb.py", id="a newline in a name"),
        pytest.param("*.py", "\udcff.py", id="a byte that is not UTF-8"),
        pytest.param("src/*/x", "src/a/x", id="a star is one folder"),
        pytest.param("a?c", "abc", id="a question mark is one character"),
        pytest.param("a[bc]d", "acd", id="a set"),
        pytest.param("a[!b]d", "acd", id="a negated set"),
        pytest.param("a[^b]d", "acd", id="a set negated as in a regex"),
        pytest.param("a[]]d", "a]d", id="a bracket in a set"),
        pytest.param("a[\\]d", "a\\d", id="a backslash in a set"),
        pytest.param("a[[]", "a[", id="an opening bracket in a set"),
        pytest.param("v1.0+(x)|y", "v1.0+(x)|y", id="what a regex would take for an operator"),
        pytest.param("**", "a/b/c", id="everything"),
        pytest.param("**/x", "x", id="any depth, also none"),
        pytest.param("**/x", "a/b/x", id="any depth"),
        pytest.param("a/**/x", "a/x", id="folders between, also none"),
        pytest.param("a/**/x", "a/b/c/x", id="folders between"),
        pytest.param("a/**/**/x", "a/b/x", id="doubled stars twice"),
        pytest.param("tests/fixtures/**", "tests/fixtures/a/b", id="everything below"),
        pytest.param("tests/fixtures/", "tests/fixtures/a/b", id="a folder with a slash"),
        pytest.param("tests/fixtures", "tests/fixtures/a/b", id="a folder by its bare name"),
        pytest.param("**/node_modules", "a/node_modules/b/c", id="a folder at any depth"),
        pytest.param("a**b", "axxb", id="doubled stars inside of a name"),
    ],
)
def test_a_glob_matches(glob: str, path: str) -> None:
    matches = matcher([glob])

    matched = matches(path)

    assert matched


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        pytest.param("*.py", "src/a.py", id="a star stays in its folder"),
        pytest.param("a.py", "src/a.py", id="a name counts from the root"),
        pytest.param("a.py", "aXpy", id="a dot is a dot"),
        pytest.param("a?c", "a/c", id="a question mark is no slash"),
        pytest.param("a[!b]c", "a/c", id="a negated set is no slash"),
        pytest.param("a[+-9]c", "a/c", id="a range over the slash is no slash"),
        pytest.param("a[!b]d", "abd", id="what a negated set names"),
        pytest.param("tests/fix", "tests/fixtures/a", id="the beginning of a folder's name"),
        pytest.param("a/**", "ab/c", id="a folder that begins alike"),
        pytest.param("a**b", "a/b", id="doubled stars inside of a name stay in their folder"),
        pytest.param("A.py", "a.py", id="another case"),
        pytest.param("*.py", "a.py\n", id="a newline at the end"),
        pytest.param("x**/y", "xa/b/y", id="doubled stars after a name stay in their folder"),
    ],
)
def test_a_glob_does_not_match(glob: str, path: str) -> None:
    matches = matcher([glob])

    matched = matches(path)

    assert not matched


def test_of_several_globs_one_is_enough() -> None:
    matches = matcher(["*.lock", "docs/**"])

    matched = [path for path in ("a.lock", "docs/x/y", "src/a.lock") if matches(path)]

    assert matched == ["a.lock", "docs/x/y"]


def test_no_globs_match_nothing() -> None:
    matches = matcher([])

    matched = matches("a")

    assert not matched


@pytest.mark.parametrize(
    "glob",
    [
        pytest.param("", id="empty"),
        pytest.param(" ", id="blank"),
        pytest.param("/home/ada/app/tests/**", id="an absolute path"),
        pytest.param("a[", id="a bracket that is not closed"),
        pytest.param("../a", id="out of the repository"),
        pytest.param("a/../../b", id="out of it on the way"),
        pytest.param("tests\\fixtures", id="folders as on Windows"),
        pytest.param("./", id="the root"),
        pytest.param("[z-a]", id="a range backwards"),
    ],
)
def test_a_glob_that_cannot_be_read_is_named(glob: str) -> None:
    with pytest.raises(ValueError, match=r"no |out of|absolute") as error:
        matcher([glob])

    assert repr(glob) in str(error.value)
