"""Which files of variables does a compose file name, and is there any?"""

import os
import posixpath
from collections.abc import Collection, Iterable, Iterator

from launchready_ci.findings import Location
from launchready_ci.gates.env.rules.facts import NamedFile
from launchready_ci.gates.env.usage.reading import Lines
from launchready_ci.gates.env.usage.yaml_values import Value, values
from launchready_ci.git import Git, GitFailed, data, text
from launchready_ci.sources import Text

EXAMPLES = ("{}.example", "{}.sample", "{}.template", "{}.dist", "{}.tpl", "{}.defaults")
BESIDE = (".env.example", ".env.sample", ".env.template", ".env.dist", ".env.schema")


def named_files(item: Text) -> Iterator[tuple[str, Location, frozenset[str]]]:
    """Each path under ``env_file:``, from the root, where it stands and what is ignored there.

    https://docs.docker.com/reference/compose-file/services/#env_file
    """
    lines = Lines(item.path, item.data.decode("utf-8", "replace"))
    if "env_file" not in lines.text:
        return
    found = [value for value in values(item.path, lines.text) if isinstance(value, Value)]
    optional = {
        value.keys[:-1]
        for value in found
        if value.keys[-1:] == ("required",) and value.text.lower() == "false"
    }
    for value in found:
        keys = value.keys[:-1] if value.keys[-1:] == ("path",) else value.keys
        under = "env_file" in keys[-2:] and keys[:1] == ("services",)
        if under and keys not in optional and value.text and "$" not in value.text:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(item.path), value.text))
            place = lines.place(value.start, value.end)
            yield path, place, lines.ignored(place.line)


def judged(git: Git, items: Iterable[Text], tracked: Collection[str]) -> Iterator[NamedFile]:
    """For each of them whether somebody who checks the repository out can know what it is."""
    found = [named for item in items for named in named_files(item)]
    ignored = _ignored(git, [path for path, _, _ in found])
    for path, place, off in found:
        known = path in tracked or path in ignored or _there(git.root, path)
        yield NamedFile(
            subject=path,
            location=place,
            place=place,
            known=known or any(_there(git.root, example) for example in _examples(path)),
            ignores={(place.path, place.line): off},
        )


def _there(root: str, path: str) -> bool:
    return os.path.exists(os.path.join(root, path))


def _examples(path: str) -> Iterator[str]:
    yield from (form.format(path) for form in EXAMPLES)
    folder = posixpath.dirname(path)
    yield from (posixpath.join(folder, name) for name in BESIDE)


def _ignored(git: Git, paths: list[str]) -> frozenset[str]:
    """Those that Git would not track: every machine has its own."""
    inside = [data(path) for path in paths if not path.startswith(("/", ".."))]
    if not inside:
        return frozenset()
    plain = git._replace(environ={**git.environ, "GIT_LITERAL_PATHSPECS": "0"})  # it needs that
    try:
        said = list(
            plain.records("check-ignore", "-z", "--stdin", stdin=b"\0".join([*inside, b""]))
        )
    except GitFailed:  # so it ends where it ignores none of them
        return frozenset()
    return frozenset(map(text, said))
