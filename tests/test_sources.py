"""Is everything searched that goes into Git, as Git has it, whatever names and settings say?"""

import io
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from launchready_ci.gate import CannotLook, Unreadable
from launchready_ci.globs import matcher
from launchready_ci.sources import (
    ARGUMENTS,
    Item,
    Text,
    files,
    named,
    staged,
    stdin,
    tree,
)
from tests.repos import Repo

NAMES = [
    pytest.param(b"with space.py", id="a space"),
    pytest.param(b"new\nline.py", id="a newline"),
    pytest.param(b"tab\tname.py", id="a tab"),
    pytest.param(b"-dash.py", id="a leading dash"),
    pytest.param(b"--output=x", id="what looks like an option"),
    pytest.param(b"\xff\xfe.py", id="bytes that are not UTF-8"),
    pytest.param("grün.py".encode(), id="UTF-8"),
    pytest.param(b":(glob)x", id="pathspec magic"),
    pytest.param(b":!x", id="an excluding pathspec"),
    pytest.param(b"*", id="a star"),
    pytest.param(b'"quoted"', id="quotes"),
    pytest.param(b"back\\slash", id="a backslash"),
    pytest.param(b":100644 100644 a b M", id="what looks like a raw line"),
]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo.new(tmp_path / "repo")


def contents(items: Iterable[Item]) -> dict[bytes, bytes]:
    """Path and content of each text; nothing may have been unreadable."""
    found = list(items)
    assert [item for item in found if isinstance(item, Unreadable)] == []
    return {
        item.path.encode("utf-8", "surrogateescape"): item.data
        for item in found
        if isinstance(item, Text)
    }


def reasons(items: Iterable[Item]) -> dict[str, str]:
    """Path and reason of what was unreadable."""
    return {item.subject: item.reason for item in items if isinstance(item, Unreadable)}


def counted(repo: Repo, tmp_path: Path) -> Path:
    """Let every Git process of the repository leave a line in this file."""
    folder, log = tmp_path / "counting", tmp_path / "log"
    folder.mkdir()
    script = f'#!/bin/sh\necho "$*" >> {log}\nexec {shutil.which("git")} "$@"\n'
    (folder / "git").write_text(script)
    (folder / "git").chmod(0o755)
    repo.environ = {**repo.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    return log


class TestStaged:
    def test_the_index_counts_and_not_the_working_tree(self, repo: Repo) -> None:
        repo.commit({b"a": b"old", b"same": b"same"})
        repo.add({b"a": b"secret"})
        repo.write({b"a": b"innocent", b"untracked": b"x"})

        found = contents(staged(repo.git))

        assert found == {b"a": b"secret"}

    def test_a_repository_without_a_commit(self, repo: Repo) -> None:
        repo.add({b"a": b"first"})

        found = contents(staged(repo.git))

        assert found == {b"a": b"first"}

    def test_nothing_staged_yields_nothing(self, repo: Repo) -> None:
        repo.commit({b"a": b"x"})

        found = list(staged(repo.git))

        assert found == []

    @pytest.mark.parametrize("name", NAMES)
    def test_names(self, repo: Repo, name: bytes) -> None:
        repo.add({b"below/" + name: b"x", name: b"y"})

        found = contents(staged(repo.git))

        assert found == {b"below/" + name: b"x", name: b"y"}

    def test_from_a_folder_below_everything_is_seen(self, repo: Repo) -> None:
        from launchready_ci.git import Git

        repo.add({b"top": b"x", b"below/a": b"y"})

        found = contents(staged(Git.at(str(repo.path / "below"), repo.environ)))

        assert found == {b"top": b"x", b"below/a": b"y"}

    def test_a_renamed_file_is_read_and_a_deleted_one_is_not(self, repo: Repo) -> None:
        repo.commit({b"old": b"moved\n" * 20, b"gone": b"x"})
        repo("mv", "old", "new")
        repo("rm", "-q", "gone")

        found = contents(staged(repo.git))

        assert found == {b"new": b"moved\n" * 20}

    def test_a_link_that_becomes_a_file_is_read_and_a_file_that_becomes_a_link_is_not(
        self, repo: Repo
    ) -> None:
        repo.write({b"file": b"x"})
        (repo.path / "link").symlink_to("file")
        repo.commit()
        (repo.path / "link").unlink()
        (repo.path / "file").unlink()
        (repo.path / "file").symlink_to("link")

        repo.add({b"link": b"now a file"})

        assert contents(staged(repo.git)) == {b"link": b"now a file"}

    def test_a_submodule_is_left_out(self, repo: Repo, tmp_path: Path) -> None:
        module = Repo.new(tmp_path / "module")
        commit = module.commit({b"x": b"x"})
        repo.add({b"a": b"y"})
        repo("update-index", "--add", "--cacheinfo", f"160000,{commit},module")

        found = contents(staged(repo.git))

        assert found == {b"a": b"y"}

    def test_every_stage_of_an_unmerged_path_is_read(self, repo: Repo) -> None:
        repo.commit({b"a": b"base", b"other": b"x"})
        repo("checkout", "-q", "-b", "theirs")
        repo.commit({b"a": b"theirs"})
        repo("checkout", "-q", "main")
        repo.commit({b"a": b"ours"})
        with pytest.raises(AssertionError):
            repo("merge", "-q", "theirs")

        found = [item.data for item in staged(repo.git) if isinstance(item, Text)]

        assert sorted(found) == [b"base", b"ours", b"theirs"]

    def test_an_intended_addition_is_no_error(self, repo: Repo) -> None:
        repo.commit({b"a": b"x"})
        repo.write({b"intended": b"y"})
        repo("add", "-N", "intended")
        repo.write({b"b": b"z"})
        repo("add", "b")

        found = contents(staged(repo.git))

        assert found == {b"b": b"z"}

    def test_an_empty_file_is_a_text(self, repo: Repo) -> None:
        repo.add({b"empty": b""})

        found = contents(staged(repo.git))

        assert found == {b"empty": b""}

    def test_an_excluded_file_is_not_read(self, repo: Repo, tmp_path: Path) -> None:
        repo.add({b"tests/fixtures/a": b"x"})
        log = counted(repo, tmp_path)

        found = contents(staged(repo.git, matcher(["tests/fixtures/**"])))

        assert found == {}
        assert "cat-file" not in log.read_text()

    def test_ten_files_cost_two_processes(self, repo: Repo, tmp_path: Path) -> None:
        repo.add({b"%d" % number: b"x" * number for number in range(1, 11)})
        log = counted(repo, tmp_path)

        found = contents(staged(repo.git))

        assert len(found) == 10
        assert len(log.read_text().splitlines()) == 2

    @pytest.mark.parametrize(
        "arguments", [pytest.param(["-a"], id="commit -a"), pytest.param(["a"], id="commit FILE")]
    )
    def test_the_index_of_the_hook_counts(self, repo: Repo, arguments: list[str]) -> None:
        repo.commit({b"a": b"old"})
        repo.write({b"a": b"new"})
        told = repo.path / ".git" / "told"
        hook = repo.path / ".git" / "hooks" / "pre-commit"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(
            f'#!/bin/sh\necho "$GIT_INDEX_FILE" > {told}\ncp "$GIT_INDEX_FILE" {told}.index\nexit 1'
        )
        hook.chmod(0o755)
        with pytest.raises(AssertionError):
            repo("commit", "-q", "-m", "x", *arguments)
        assert told.read_text().strip()
        repo.environ = {**repo.environ, "GIT_INDEX_FILE": f"{told}.index"}

        found = contents(staged(repo.git))

        assert found == {b"a": b"new"}

    def test_a_missing_and_a_corrupt_blob_are_said_and_the_rest_is_read(self, repo: Repo) -> None:
        repo.add({b"a": b"a" * 99, b"b": b"b" * 99, b"c": b"c" * 99})
        repo.loose(":a").unlink()
        repo.loose(":b").write_bytes(b"rubbish")

        found = list(staged(repo.git))

        assert set(reasons(found)) == {"a", "b"}
        assert [item.path for item in found if isinstance(item, Text)] == ["c"]


SETTINGS = [
    pytest.param({name: value}, id=name.lower())
    for name, value in {
        "color.ui": "always",
        "color.diff": "always",
        "core.quotePath": "true",
        "core.fsmonitor": "touch ran; false",
        "core.pager": "touch ran",
        "pager.diff": "touch ran",
        "core.sshCommand": "touch ran",
        "core.autocrlf": "true",
        "core.worktree": ".",
        "diff.external": "touch ran",
        "diff.orderFile": "gone",
        "diff.relative": "true",
        "diff.renames": "copies",
        "diff.ignoreSubmodules": "all",
        "diff.submodule": "log",
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "diff.driver.textconv": "touch ran; true",
        "diff.driver.command": "touch ran; true",
        "diff.driver.binary": "true",
        "filter.driver.clean": "touch ran; true",
        "filter.driver.smudge": "touch ran; true",
        "filter.driver.required": "true",
        "alias.diff": "!touch ran",
        "alias.cat-file": "!touch ran",
        "status.relativePaths": "true",
        "status.showUntrackedFiles": "no",
        "index.threads": "1",
        "submodule.recurse": "true",
        "log.showSignature": "true",
        "log.showRoot": "false",
        "log.diffMerges": "off",
        "log.decorate": "full",
        "log.abbrevCommit": "true",
        "log.follow": "true",
        "log.mailmap": "true",
        "core.abbrev": "4",
        "format.pretty": "oneline",
        "gpg.program": "touch ran",
        "core.attributesFile": "attributes",
        "core.hooksPath": "hooks",
    }.items()
]
"""What somebody may have configured; ``ran`` appears where it makes Git run something."""


class TestSettings:
    @pytest.mark.parametrize("settings", SETTINGS)
    def test_change_nothing_and_run_nothing(self, repo: Repo, settings: dict[str, str]) -> None:
        from launchready_ci.gates.secrets.history import history

        repo.commit({b"a": b"old\n", b"sub/b": b"same\n"})
        repo.add(
            {
                b"a": b"secret\r\n",
                b"sub/c": b"more\n",
                b".gitattributes": b"* -diff -text\n*.x diff=driver\n",
                b"attributes": b"a diff=driver filter=driver\n",
            }
        )
        if settings.keys() == {"core.worktree"}:
            settings = {"core.worktree": str(repo.path)}
        repo.set(settings)
        (repo.path / ".gitattributes").write_text("* diff=driver filter=driver\n")
        hooks = repo.path / "hooks"
        hooks.mkdir()
        for hook in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
            (hooks / hook).write_text("#!/bin/sh\ntouch ran\n")
            (hooks / hook).chmod(0o755)

        in_index = contents(staged(repo.git))
        tracked = contents(tree(repo.git))
        past = contents(history(repo.git))

        assert in_index.keys() == {b"a", b"sub/c", b".gitattributes", b"attributes"}
        assert in_index[b"a"] == b"secret\r\n"
        assert tracked == in_index | {b"sub/b": b"same\n"}
        assert past == {b"a": b"old\n", b"sub/b": b"same\n"}
        assert not list(repo.path.rglob("ran"))


class TestTree:
    def test_all_that_is_tracked_as_the_index_has_it(self, repo: Repo) -> None:
        repo.commit({b"a": b"x", b"sub/b": b"y"})
        (repo.path / "link").symlink_to("a")
        repo.add({b"c": b"staged"})
        repo.write({b"a": b"changed", b"untracked": b"z"})

        found = contents(tree(repo.git))

        assert found == {b"a": b"x", b"sub/b": b"y", b"c": b"staged"}

    def test_an_empty_repository_cannot_be_looked_at(self, repo: Repo) -> None:
        with pytest.raises(CannotLook, match="nothing is tracked"):
            list(tree(repo.git))

    def test_only_an_empty_file_is_something(self, repo: Repo) -> None:
        repo.add({b"__init__.py": b""})

        found = contents(tree(repo.git))

        assert found == {b"__init__.py": b""}

    def test_an_intended_addition_has_no_content_yet(self, repo: Repo) -> None:
        repo.write({b"intended": b"y"})
        repo("add", "-N", "intended")

        found = contents(tree(repo.git))

        assert found == {b"intended": b""}

    def test_what_a_sparse_checkout_leaves_out_is_read(self, repo: Repo) -> None:
        repo.commit({b"in/a": b"x", b"out/b": b"y"})
        repo("sparse-checkout", "set", "--sparse-index", "in")

        found = contents(tree(repo.git))

        assert not (repo.path / "out").exists()
        assert found == {b"in/a": b"x", b"out/b": b"y"}

    @pytest.mark.parametrize("name", NAMES)
    def test_names(self, repo: Repo, name: bytes) -> None:
        repo.add({b"below/" + name: b"x"})

        found = contents(tree(repo.git))

        assert found == {b"below/" + name: b"x"}


class TestNamed:
    @pytest.fixture(autouse=True)
    def _inside(self, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(repo.path)

    @pytest.mark.parametrize("name", NAMES)
    def test_the_index_content_of_exactly_that_file(self, repo: Repo, name: bytes) -> None:
        repo.add({name: b"secret", b"other": b"x", b"xother": b"x"})
        repo.write({name: b"innocent"})

        found = contents(named(repo.git, [os.fsdecode(name)]))

        assert found == {name: b"secret"}

    def test_a_name_counts_from_where_the_user_stands(
        self, repo: Repo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        repo.add({b"a": b"top", b"below/a": b"below"})
        monkeypatch.chdir(repo.path / "below")

        found = contents(named(repo.git, ["a"]))

        assert found == {b"below/a": b"below"}

    def test_a_folder_means_what_is_tracked_below(self, repo: Repo) -> None:
        repo.add({b"sub/a": b"x", b"subway": b"y", b"sub/deep/b": b"z"})
        repo.write({b"sub/untracked": b"x"})

        found = contents(named(repo.git, ["sub"]))

        assert found == {b"sub/a": b"x", b"sub/deep/b": b"z"}

    def test_more_names_than_a_command_line_holds(self, repo: Repo) -> None:
        count = 10_000
        oid = repo("hash-object", "-w", "--stdin", stdin=b"x")
        names = [f"a-folder/with-a-file-{number:05}.py" for number in range(count)]
        lines = "".join(f"100644 {oid}\t{name}\n" for name in [*names, "not-named"])
        repo("update-index", "--index-info", stdin=lines.encode())
        assert sum(map(len, names)) > ARGUMENTS

        found = contents(named(repo.git, names))

        assert found == {name.encode(): b"x" for name in names}

    def test_what_is_not_tracked_or_outside_is_unreadable(self, repo: Repo) -> None:
        repo.add({b"a": b"x"})
        repo.write({b"untracked": b"y"})

        found = list(named(repo.git, ["a", "untracked", "gone", "../else"]))

        assert [item.path for item in found if isinstance(item, Text)] == ["a"]
        assert set(reasons(found)) == {"untracked", "gone", "../else"}

    def test_no_names_yield_nothing(self, repo: Repo) -> None:
        repo.add({b"a": b"x"})

        found = list(named(repo.git, []))

        assert found == []

    def test_a_named_link_has_no_content_and_is_no_error(self, repo: Repo) -> None:
        (repo.path / "link").symlink_to("gone")
        repo.add({b"a": b"x"})

        found = contents(named(repo.git, ["link", "a"]))

        assert found == {b"a": b"x"}


class TestFiles:
    @pytest.fixture(autouse=True)
    def _inside(self, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(repo.path)

    @pytest.mark.parametrize("name", NAMES)
    def test_a_named_file_is_read_from_disk_tracked_or_not(self, repo: Repo, name: bytes) -> None:
        repo.write({name: b"x"})

        found = contents(files(str(repo.path), [os.fsdecode(name)]))

        assert found == {name: b"x"}

    def test_a_folder_means_the_tracked_files_below_as_they_are_on_disk(self, repo: Repo) -> None:
        repo.add({b"sub/a": b"old", b"sub/gone": b"x", b"other": b"y"})
        repo.write({b"sub/a": b"new", b"sub/untracked": b"z"})
        (repo.path / "sub" / "gone").unlink()

        found = contents(files(str(repo.path), ["sub"]))

        assert found == {b"sub/a": b"new"}

    def test_the_root_is_a_folder_too(self, repo: Repo) -> None:
        repo.add({b"sub/a": b"x", b"b": b"y", b"skipped/c": b"z"})

        found = contents(files(str(repo.path), ["."], matcher(["skipped/"])))

        assert found == {b"sub/a": b"x", b"b": b"y"}

    def test_a_link_is_not_followed(self, repo: Repo, tmp_path: Path) -> None:
        (tmp_path / "outside").write_text("x")
        (repo.path / "link").symlink_to(tmp_path / "outside")

        found = list(files(str(repo.path), ["link"]))

        assert found == []

    def test_what_cannot_be_read_is_said(self, repo: Repo) -> None:
        os.mkfifo(repo.path / "pipe")
        (repo.path / "folder").mkdir()

        found = reasons(files(str(repo.path), ["pipe", "gone", "folder", "../else"]))

        assert found == {
            "pipe": "not a regular file",
            "gone": "no such file or directory",
            "folder": "nothing below is tracked; name files to search them",
            "../else": f"outside of {repo.path}",
        }

    def test_no_repository_is_needed_for_a_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "alone").write_text("x")
        monkeypatch.chdir(tmp_path)

        found = contents(files(str(tmp_path), ["alone"]))

        assert found == {b"alone": b"x"}


def test_what_comes_on_a_pipe_is_one_text() -> None:
    stream = io.BytesIO(b"x\0y")

    found = list(stdin(stream))

    assert found == [Text("stdin", b"x\0y")]
