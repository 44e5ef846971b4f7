"""Is each content that commits brought in searched once, whatever became of it later?"""

from collections.abc import Iterable
from pathlib import Path

import pytest

from launchready_ci.gate import CannotLook, Unreadable
from launchready_ci.gates.secrets.history import commits, history, in_tree, is_shallow, pushed
from launchready_ci.globs import matcher
from launchready_ci.sources import Item, Text
from tests.repos import Repo

ZEROS = "0" * 40


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo.new(tmp_path / "repo")


@pytest.fixture
def remote(repo: Repo, tmp_path: Path) -> str:
    """The name of a remote that has the first commit, and the repository's second is not on it."""
    repo.commit({b"first": b"first"})
    repo("clone", "-q", "--bare", ".", str(tmp_path / "remote.git"))
    repo("remote", "add", "origin", str(tmp_path / "remote.git"))
    repo("fetch", "-q", "origin")
    return "origin"


def texts(items: Iterable[Item]) -> list[Text]:
    """The texts; nothing may have been unreadable."""
    found = list(items)
    assert [item for item in found if isinstance(item, Unreadable)] == []
    return [item for item in found if isinstance(item, Text)]


def contents(items: Iterable[Item]) -> list[tuple[str, bytes]]:
    return sorted((item.path, item.data) for item in texts(items))


def merge(repo: Repo, files: dict[bytes, bytes]) -> str:
    """Two branches, merged with these files in the merge itself; the merge's id."""
    repo.commit({b"base": b"base"})
    repo("checkout", "-q", "-b", "side")
    repo.commit({b"side": b"side"})
    repo("checkout", "-q", "main")
    repo.commit({b"main": b"main"})
    repo("merge", "-q", "--no-commit", "side")
    return repo.commit(files)


class TestRange:
    def test_what_was_added_and_removed_again_is_still_out(self, repo: Repo) -> None:
        start = repo.commit({b"a": b"old"})
        added = repo.commit({b"key": b"secret"})
        repo("rm", "-q", "key")
        repo.commit()

        found = texts(commits(repo.git, f"{start}..HEAD"))

        (text,) = found
        assert (text.path, text.data) == ("key", b"secret")
        assert (text.commit, text.date) == (added, "2026-02-03")

    def test_what_is_added_again_just_as_it_was_before_the_range_counts(self, repo: Repo) -> None:
        repo.commit({b"key": b"secret"})
        repo("rm", "-q", "key")
        start = repo.commit()
        again = repo.commit({b"key": b"secret"})

        found = texts(commits(repo.git, f"{start}..HEAD"))

        assert [(text.data, text.commit) for text in found] == [(b"secret", again)]

    def test_what_only_a_merge_has_counts_and_what_it_merges_counts_once(self, repo: Repo) -> None:
        merged = merge(repo, {b"evil": b"secret"})

        found = texts(commits(repo.git, f"{ZEROS}..HEAD"))

        by_path = {text.path: text for text in found}
        assert len(found) == 4
        assert by_path.keys() == {"base", "side", "main", "evil"}
        assert by_path["evil"].commit == merged

    def test_a_branch_that_is_merged_belongs_to_the_range(self, repo: Repo) -> None:
        merge(repo, {})

        found = contents(commits(repo.git, "HEAD^..HEAD"))

        assert found == [("side", b"side")]

    def test_the_same_content_is_read_once_and_put_down_to_the_first_commit(
        self, repo: Repo
    ) -> None:
        first = repo.commit({b"a": b"same"})
        repo.commit({b"b": b"same"})
        repo("rm", "-q", "a")
        repo.commit()
        repo.commit({b"a": b"same"})

        found = texts(commits(repo.git, f"{ZEROS}..HEAD"))

        assert [(text.path, text.commit) for text in found] == [("a", first)]

    def test_an_empty_range_yields_nothing(self, repo: Repo) -> None:
        repo.commit({b"a": b"x"})

        found = list(commits(repo.git, "HEAD..HEAD"))

        assert found == []

    @pytest.mark.parametrize(
        "range_",
        [
            pytest.param("gone..HEAD", id="an unknown start"),
            pytest.param("HEAD..gone", id="an unknown end"),
            pytest.param("1234567..HEAD", id="an id that this clone lacks"),
            pytest.param(f"HEAD..{ZEROS}", id="zeros as the end"),
            pytest.param("--all..HEAD", id="an option as the start"),
            pytest.param("HEAD..--output=x", id="an option as the end"),
            pytest.param("HEAD\nHEAD..HEAD", id="a newline"),
        ],
    )
    def test_an_unknown_end_says_fetch_depth(self, repo: Repo, range_: str) -> None:
        repo.commit({b"a": b"x"})

        with pytest.raises(CannotLook, match=r"is no commit in this clone; .* fetch-depth: 0"):
            list(commits(repo.git, range_))

    @pytest.mark.parametrize(
        "range_",
        [
            pytest.param("HEAD", id="one commit"),
            pytest.param("HEAD...HEAD", id="three dots"),
            pytest.param("--all", id="an option"),
            pytest.param("", id="nothing"),
        ],
    )
    def test_what_is_no_range_says_how_one_is_written(self, repo: Repo, range_: str) -> None:
        repo.commit({b"a": b"x"})

        with pytest.raises(CannotLook, match=r"is no range: write A\.\.B"):
            list(commits(repo.git, range_))

    def test_links_modules_and_what_is_excluded_are_left_out(self, repo: Repo) -> None:
        commit = repo.commit({b"a": b"x"})
        (repo.path / "link").symlink_to("a")
        repo.add({b"fixtures/b": b"y", b"empty": b""})
        repo("update-index", "--add", "--cacheinfo", f"160000,{commit},module")
        repo("commit", "-q", "-m", "more")

        found = list(commits(repo.git, f"{commit}..HEAD", matcher(["fixtures"])))

        assert found == []

    def test_a_blob_that_is_excluded_at_one_path_is_read_at_another(self, repo: Repo) -> None:
        repo.commit({b"fixtures/a": b"same"})
        repo.commit({b"src/a": b"same"})

        found = contents(history(repo.git, matcher(["fixtures"])))

        assert found == [("src/a", b"same")]

    @pytest.mark.parametrize(
        "name",
        [
            pytest.param(b"new\nline", id="a newline"),
            pytest.param(b"\nfirst", id="a newline in front"),
            pytest.param(b":100644 100644 a b M", id="what looks like a raw line"),
            pytest.param(b"1" * 40 + b" 2026-01-01", id="what looks like a commit"),
            pytest.param(b"\xff", id="a byte that is not UTF-8"),
        ],
    )
    def test_names(self, repo: Repo, name: bytes) -> None:
        repo.commit({name: b"x", b"zz": b"y"})

        found = texts(history(repo.git))

        paths = {text.path.encode("utf-8", "surrogateescape"): text.data for text in found}
        assert paths == {name: b"x", b"zz": b"y"}

    def test_a_corrupt_blob_is_said_with_its_path_and_the_rest_is_read(self, repo: Repo) -> None:
        start = repo.commit({b"a": b"x"})
        repo.commit({b"b": b"b" * 99})
        repo.commit({b"c": b"c" * 99})
        repo.loose("HEAD:b").write_bytes(b"rubbish")

        found = list(commits(repo.git, f"{start}..HEAD"))

        assert [item.path for item in found if isinstance(item, Text)] == ["c"]
        assert [item.subject for item in found if isinstance(item, Unreadable)] == ["b"]

    def test_a_missing_tree_is_said_and_what_can_be_reached_is_read(self, repo: Repo) -> None:
        repo.commit({b"a": b"x"})
        repo.commit({b"b": b"y"})
        repo.commit({b"c": b"z"})
        repo.loose("HEAD^{tree}").unlink()

        found = list(commits(repo.git, f"{ZEROS}..HEAD"))

        assert [item.path for item in found if isinstance(item, Text)] == ["a", "b"]
        (trouble,) = (item.reason for item in found if isinstance(item, Unreadable))
        assert trouble.startswith("the history could not be read to its end: git says: ")


class TestHistory:
    def test_all_refs_and_the_stash_count(self, repo: Repo) -> None:
        repo.commit({b"a": b"x"})
        repo("checkout", "-q", "-b", "side")
        repo.commit({b"b": b"side"})
        repo("checkout", "-q", "--detach")
        repo.commit({b"c": b"detached"})
        repo("tag", "-a", "-m", "x", "v1")
        repo("checkout", "-q", "main")
        repo.write({b"a": b"stashed"})
        repo("stash", "-q")

        found = contents(history(repo.git))

        assert found == [("a", b"stashed"), ("a", b"x"), ("b", b"side"), ("c", b"detached")]

    def test_no_commit_cannot_be_looked_at(self, repo: Repo) -> None:
        with pytest.raises(CannotLook, match="no commit yet"):
            list(history(repo.git))

    def test_a_tag_of_a_blob_and_of_a_tree_count(self, repo: Repo) -> None:
        repo.commit({b"a": b"x"})
        blob = repo("hash-object", "-w", "--stdin", stdin=b"tagged")
        repo("tag", "-a", "-m", "x", "key", blob)
        repo("tag", "-a", "-m", "x", "again", "key")
        inner = repo("hash-object", "-w", "--stdin", stdin=b"in a tree")
        tree = repo("mktree", stdin=f"100644 blob {inner}\tb\n".encode())
        repo("tag", "tree", tree)

        found = contents(history(repo.git))

        assert found == [
            ("a", b"x"),
            ("refs/tags/again", b"tagged"),
            ("refs/tags/key", b"tagged"),
            ("refs/tags/tree:b", b"in a tree"),
        ]

    def test_replace_refs_and_grafts_hide_nothing(self, repo: Repo) -> None:
        repo.commit({b"a": b"one"})
        secret = repo.commit({b"a": b"secret"})
        innocent = repo("commit-tree", "-m", "x", "HEAD^^{tree}")
        last = repo.commit({b"a": b"three"})
        repo("replace", secret, innocent)
        (repo.path / ".git" / "info").mkdir(exist_ok=True)
        (repo.path / ".git" / "info" / "grafts").write_text(f"{last}\n")

        found = contents(history(repo.git))

        assert found == [("a", b"one"), ("a", b"secret"), ("a", b"three")]

    def test_a_sha256_repository(self, tmp_path: Path) -> None:
        repo = Repo.new(tmp_path / "sha256", "--object-format=sha256")
        merge(repo, {b"evil": b"secret", b"empty": b""})

        found = texts(history(repo.git))

        assert sorted(text.path for text in found) == ["base", "evil", "main", "side"]
        assert all(len(text.oid) == len(text.commit) == 64 for text in found)

    def test_a_bare_repository(self, repo: Repo, tmp_path: Path) -> None:
        repo.commit({b"a": b"x"})
        repo("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
        bare = Repo(tmp_path / "bare.git", repo.environ)

        found = contents(history(bare.git))

        assert found == [("a", b"x")]

    def test_more_blobs_than_any_buffer_holds(self, repo: Repo) -> None:
        count = 3_000
        lines = [b"commit refs/heads/main\ncommitter A <a@example.com> 1 +0000\ndata 1\nx\n"]
        for number in range(count):
            content = b"%d\n" % number * 200
            lines.append(b"M 100644 inline f%d\ndata %d\n%s\n" % (number, len(content), content))
        repo("fast-import", "--quiet", stdin=b"".join(lines))

        found = texts(history(repo.git))

        assert {text.path: text.data for text in found} == {
            f"f{number}": b"%d\n" % number * 200 for number in range(count)
        }

    def test_a_failure_of_the_exclusion_is_not_swallowed(self, repo: Repo) -> None:
        repo.commit({b"a": b"x", b"b": b"y"})

        def broken(path: str) -> bool:
            return {"a": False}[path]

        with pytest.raises(KeyError):
            list(history(repo.git, broken))

    def test_what_is_still_in_the_tree(self, repo: Repo) -> None:
        repo.commit({b"a": b"old", b"sub/b": b"kept"})
        repo.commit({b"a": b"new"})

        there = in_tree(repo.git)

        by_data = {text.data: text.oid in there for text in texts(history(repo.git))}
        assert by_data == {b"old": False, b"kept": True, b"new": True}

    def test_nothing_is_in_the_tree_before_the_first_commit(self, repo: Repo) -> None:
        there = in_tree(repo.git)

        assert there == frozenset()

    def test_a_shallow_clone_says_so_and_unknown_starts_of_ranges_too(
        self, repo: Repo, tmp_path: Path
    ) -> None:
        start = repo.commit({b"a": b"x"})
        repo.commit({b"b": b"y"})
        repo("clone", "-q", "--depth=1", f"file://{repo.path}", str(tmp_path / "shallow"))
        shallow = Repo(tmp_path / "shallow", repo.environ)

        said = (is_shallow(shallow.git), is_shallow(repo.git))

        assert said == (True, False)
        with pytest.raises(CannotLook, match="fetch-depth: 0"):
            list(commits(shallow.git, f"{start}..HEAD"))


class TestPush:
    def test_what_the_remotes_branch_lacks(self, repo: Repo, remote: str) -> None:
        old = repo("rev-parse", "HEAD")
        new = repo.commit({b"b": b"new"})
        line = f"refs/heads/main {new} refs/heads/main {old}\n"

        found = contents(pushed(repo.git, [line], remote))

        assert found == [("b", b"new")]

    def test_a_new_branch_brings_what_the_remote_has_on_no_branch(
        self, repo: Repo, remote: str
    ) -> None:
        new = repo.commit({b"b": b"new"})
        line = f"refs/heads/x {new} refs/heads/x {ZEROS}\n"

        found = contents(pushed(repo.git, [line], remote))

        assert found == [("b", b"new")]

    def test_an_unknown_commit_of_the_remote_counts_as_a_new_branch(
        self, repo: Repo, remote: str
    ) -> None:
        new = repo.commit({b"b": b"new"})
        line = f"refs/heads/main {new} refs/heads/main {'1' * 40}\n"

        found = contents(pushed(repo.git, [line], remote))

        assert found == [("b", b"new")]

    @pytest.mark.parametrize(
        "address",
        [
            pytest.param("https://example.com/x?y=[z]*", id="an address"),
            pytest.param("", id="no name"),
            pytest.param("*", id="a pattern"),
            pytest.param("other", id="another remote"),
        ],
    )
    def test_a_remote_that_nothing_is_known_of_gets_everything(
        self, repo: Repo, remote: str, address: str
    ) -> None:
        new = repo.commit({b"b": b"new"})
        assert remote

        found = contents(pushed(repo.git, [f"x {new} x {ZEROS}"], address))

        assert found == [("b", b"new"), ("first", b"first")]

    def test_a_deletion_and_no_line_bring_nothing(self, repo: Repo, remote: str) -> None:
        old = repo("rev-parse", "HEAD")

        found = list(pushed(repo.git, [f"(delete) {ZEROS} refs/heads/x {old}\n", "\n"], remote))

        assert found == []

    def test_several_refs_bring_each_content_once(self, repo: Repo, remote: str) -> None:
        one = repo.commit({b"b": b"new"})
        two = repo.commit({b"c": b"newer"})
        repo("tag", "-a", "-m", "x", "v1")
        tag = repo("rev-parse", "v1")
        lines = [
            f"refs/heads/one {one} refs/heads/one {ZEROS}",
            f"refs/heads/two {two} refs/heads/two {ZEROS}",
            f"refs/tags/v1 {tag} refs/tags/v1 {ZEROS}",
        ]

        found = contents(pushed(repo.git, lines, remote))

        assert found == [("b", b"new"), ("c", b"newer")]

    def test_a_ref_with_a_space_that_is_not_ascii(self, repo: Repo, remote: str) -> None:
        new = repo.commit({b"b": b"new"})
        ref = "refs/heads/x\u00a0y\u2028z"

        found = contents(pushed(repo.git, [f"{ref} {new} {ref} {ZEROS}\n"], remote))

        assert found == [("b", b"new")]

    def test_a_pushed_tag_of_a_blob_counts(self, repo: Repo, remote: str) -> None:
        blob = repo("hash-object", "-w", "--stdin", stdin=b"tagged")
        line = f"refs/tags/key {blob} refs/tags/key {ZEROS}"

        found = contents(pushed(repo.git, [line], remote))

        assert found == [("refs/tags/key", b"tagged")]

    def test_a_pushed_object_that_is_missing_is_unreadable(self, repo: Repo, remote: str) -> None:
        line = f"refs/heads/x {'1' * 40} refs/heads/x {ZEROS}"

        found = list(pushed(repo.git, [line], remote))

        assert [item.subject for item in found if isinstance(item, Unreadable)] == ["refs/heads/x"]

    def test_a_line_that_git_would_not_write_cannot_be_looked_at(self, repo: Repo) -> None:
        with pytest.raises(CannotLook, match="not what Git gives a pre-push hook"):
            list(pushed(repo.git, ["refs/heads/main"], "origin"))

    def test_ids_of_sha256_repositories(self, tmp_path: Path) -> None:
        repo = Repo.new(tmp_path / "sha256", "--object-format=sha256")
        new = repo.commit({b"a": b"x"})

        found = contents(pushed(repo.git, [f"x {new} x {'0' * 64}"], "origin"))

        assert found == [("a", b"x")]
