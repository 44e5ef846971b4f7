"""Which dotenv files are there, and which of their lines hold a secret?"""

from collections.abc import Iterator

from launchready_ci import sources
from launchready_ci.findings import Location, Severity
from launchready_ci.gate import Place, Unreadable
from launchready_ci.gates.env.rules.facts import EnvFile, Kept, Template
from launchready_ci.gates.env.usage import is_foreign, is_test, relevant
from launchready_ci.git import Git, GitFailed, text
from launchready_ci.lazy import lazy_pattern
from launchready_ci.sources import Text
from launchready_ci.suppressions import ignored

DOTENV = lazy_pattern(r"(?i)\.env(?:[._-].+)?|[\w.-]+\.env|\.envrc|\.flaskenv")
EXAMPLE = lazy_pattern(
    r"(?i).*(?:example|sample|template|tmpl|tpl|dist|schema|skeleton|defaults?|vault|enc|gpg|age|j2|ejs|erb|hbs|liquid)\b.*"
)
OWN = lazy_pattern(r"(?i)\.env|\.env\.(?:.+\.)?local|\.envrc")
"""Those that are one machine's own; ``.env.development`` and the like are shared by some."""
LINE = lazy_pattern(rb"[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(.*)")
HARMLESS = lazy_pattern(rb"[\"']?(?:encrypted:|ENC\[|vault:|op://|secret://|\$\{|\$\(|<)")
"""What is encrypted in place (dotenvx, sops) or names the place of the secret."""


def is_dotenv(path: str) -> bool:
    """Is it a dotenv file, real or an example, of the project itself?"""
    name = path.rpartition("/")[2]
    if "env" not in name.lower() or not DOTENV.fullmatch(name):
        return False
    return not (is_test(path) or is_foreign(path) or relevant(path))


def is_example(path: str) -> bool:
    """Is it one to copy, or one that holds nothing in the clear?"""
    return EXAMPLE.fullmatch(path.rpartition("/")[2]) is not None


def untracked(git: Git) -> Iterator[Text | Unreadable]:
    """Those in the working tree that Git neither tracks nor ignores."""
    try:
        records = list(git.records("ls-files", "--others", "--exclude-standard", "-z"))
    except GitFailed:  # a bare repository has no working tree
        return
    paths = [path for path in map(text, records) if is_dotenv(path) and not is_example(path)]
    for path in paths:
        if item := sources.from_disk(git.root, path, named=False):
            yield item


def judged(item: Text, *, tracked: bool) -> EnvFile | Template:
    """What the rules need to know of it."""
    lines = item.data.split(b"\n")
    off: dict[Place, frozenset[str]] = {
        (item.path, number): rules
        for number, line in enumerate(lines, 1)
        if (rules := ignored(line))
    }
    kept, place = tuple(_secrets(item, lines)), Location(item.path)
    if is_example(item.path):
        return Template(subject=item.path, location=place, kept=kept, ignores=off)
    return EnvFile(
        subject=item.path,
        location=place,
        kept=kept,
        tracked=tracked,
        own=OWN.fullmatch(item.path.rpartition("/")[2]) is not None,
        filled=any((found := LINE.match(line)) and found[2].strip(b"\"' \t\r") for line in lines),
        ignores=off,
    )


def _secrets(item: Text, lines: list[bytes]) -> Iterator[Kept]:
    """The credentials in it, as the secrets gate knows them in a real ``.env``."""
    from launchready_ci.gates.env.values.exposure import CERTAIN, MEANT, public
    from launchready_ci.gates.secrets.engine import searcher

    for hit in searcher().search(item._replace(path=".env")).hits:
        row, found = hit.format, LINE.match(lines[hit.line - 1])
        name = found[1].decode() if found else ""
        meant = row.id in MEANT and public(name)
        if row.severity is not Severity.ERROR or meant or (found and HARMLESS.match(found[2])):
            continue
        place = Location(item.path, hit.line, hit.column, hit.end_line, hit.end_column)
        yield Kept(name, row.title if row.rank >= CERTAIN else "", place)
