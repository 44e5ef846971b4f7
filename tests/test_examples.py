"""Every rule fails on its failing example, and on its passing one it does not.

``tests/examples/<gate>/<rule-id>.txtar`` holds two small repositories, each file after a line
``-- fail/app.py --`` or ``-- pass/app.py --`` (the format of https://pkg.go.dev/golang.org/x/tools/txtar);
a file ``environ`` holds
the variables of the environment, ``environment`` its name, ``env-files`` is a folder for
``--env-file``, ``untracked`` one of files that nobody committed, ``site.yaml`` is the app that was
deployed, ``zone.yaml`` what DNS says, ``tls.yaml`` the certificate of what is served,
``log.jsonl`` a log of statements, ``server.sql`` what a PostgreSQL in use has run,
``load.jsonl`` the history of the load gate, and
``artifact.json`` what was built, by names and contents, with ``{{head}}`` for the commit.
``{{LR-SEC060}}`` in a ``.env`` or ``environ`` is a sample of that format, ``{{random}}`` a secret.
The secret formats' examples are made from their samples.
"""

import json
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from random import Random
from string import ascii_letters, digits
from typing import TypeVar

import pytest

from launchready_ci import documentation
from launchready_ci.findings import Outcome
from launchready_ci.gates.load.past import runner
from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.gates.schema.database.postgresql.programs import installed
from launchready_ci.gates.secrets.formats import FORMATS
from launchready_ci.suite import Settings, Suite
from tests.certificates import described
from tests.conftest import ROOT
from tests.gates.schema.archives import build, with_record
from tests.gates.secret_samples import sample
from tests.http.servers import Web
from tests.postgres import Postgres, Watched, url, watched
from tests.repos import Repo
from tests.site import site
from tests.zones import zone

Served = TypeVar("Served")
EXAMPLES = ROOT / "tests" / "examples"
FILE = re.compile(r"^-- ((?:fail|pass)/.+) --\n", re.MULTILINE)
FAILS = {"fail": True, "pass": False}
TAKES_SECONDS = [pytest.mark.slow, pytest.mark.e2e]
SLOW = ("LR-SCH362", "LR-SCH363", "LR-SCH370")
"""Their examples run alembic and Django, or a server of their own."""
CASES = [
    pytest.param(
        path,
        said,
        id=f"{path.stem}-{said}",
        marks=TAKES_SECONDS if path.parent.name == "load" or path.stem in SLOW else [],
    )
    for path in sorted(EXAMPLES.glob("*/*.txtar"))
    for said in FAILS
]
UNCOMMITTED = shutil.ignore_patterns(
    "artifact.json", "environ", "environment", "env-files", "log.jsonl", "server.sql", "untracked"
)
ATTEMPTS = {"load": 5}
"""What is measured on a busy machine may come out otherwise."""
ASSIGNED = '{name} = "{value}"\n'
TEXTS = {
    "LR-SEC003": '{{"type": "service_account", "{name}": "{value}"}}\n',
    "LR-SEC182": "{name}={value}\n",
    "LR-SEC183": "{name}={value}\n",
}
"""Where a format is seen that needs more than a name before it."""
FILES = {"LR-SEC028": "google-services.json"}


def unpacked(archive: Path, said: str, to: Path) -> Path:
    """The folder in which the files of an example are."""
    _, *parts = FILE.split(archive.read_bytes().decode())
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_text(text, newline="")
    return to / said


def filled(text: str) -> str:
    """With a made-up secret in place of each ``{{…}}``."""

    def fill(match: re.Match[str]) -> str:
        random = Random(match[1])
        if match[1].startswith("LR-"):
            return sample(match[1], random).value
        return "".join(random.choices(ascii_letters + digits, k=32))

    return re.sub(r"\{\{(LR-SEC\d+|random\d*)\}\}", fill, text)


def fill_in(root: Path) -> None:
    for file in root.glob(".env*"):
        file.write_text(filled(file.read_text()))
    for file in root.glob("load.jsonl"):
        file.write_text(file.read_text().replace("{{runner}}", runner({})))


def on_a_running_server(root: Path, postgres: Postgres) -> dict[str, str]:
    """An example for PostgreSQL, on the server of all of them: each would start its own."""
    file = root / "launchready.yaml"
    text = file.read_text() if file.exists() else ""
    if "{engine: postgresql," not in text:
        return {}
    named = "{engine: postgresql, url: {secret: DATABASE_URL},"
    file.write_text(text.replace("{engine: postgresql,", named))
    return {"DATABASE_URL": url(postgres("18"))}


def watched_server(file: Path) -> AbstractContextManager[Watched]:
    """A PostgreSQL with statistics, and what it ran."""
    return watched(installed(), *file.read_text().split(";\n"))


def build_artifacts(folder: Path, to: Path, head: str) -> None:
    """A wheel gets its RECORD, unless it has one."""
    file = folder / "artifact.json"
    text = file.read_text() if file.exists() else "{}"
    for name, members in json.loads(filled(text).replace("{{head}}", head)).items():
        recorded = any(member.endswith("/RECORD") for member in members)
        wheel = name.endswith(".whl") and not recorded
        build(to / name, with_record(members) if wheel else members)


def environment(folder: Path) -> Iterator[tuple[str, str]]:
    file = folder / "environ"
    for line in filled(file.read_text()).splitlines() if file.exists() else ():
        name, _, value = line.partition("=")
        yield name, value


def options(folder: Path, to: Path) -> dict[str, object]:
    """What is given on the command line; env files are filled in outside of the repository."""
    given: dict[str, object] = {}
    if (folder / "environment").exists():
        given["environment"] = (folder / "environment").read_text().strip()
    if (folder / "env-files").exists():
        files = sorted((folder / "env-files").iterdir())
        for file in files:
            (to / file.name).write_text(filled(file.read_text()))
        given["env_file"] = tuple(str(to / file.name) for file in files)
    if (folder / "log.jsonl").exists():
        given["asked"] = Asked("queries", (str(folder / "log.jsonl"),))
    if (folder / "server.sql").exists():
        given["asked"] = Asked("database", (), live=True)
    if runs_migrations(folder):
        given["run_migrations"] = True
    return given


def runs_migrations(folder: Path) -> bool:
    """Is it a project whose migrations are Python?"""
    return any((folder / name).exists() for name in ("alembic.ini", "manage.py"))


def served(
    file: Path, start: Callable[[Path], AbstractContextManager[Served]]
) -> AbstractContextManager[Served | None]:
    """What a file describes, for as long as the example runs; nothing where there is no file."""
    return start(file) if file.exists() else nullcontext()


def https_url(server: Web) -> str:
    """Of a certificate for localhost."""
    return f"https://localhost:{server.port}"


@pytest.mark.parametrize(("archive", "said"), CASES)
def test_an_example_fails_or_passes_as_its_name_says(
    archive: Path, said: str, tmp_path: Path, postgres: Postgres
) -> None:
    folder, gate, rule = unpacked(archive, said, tmp_path), archive.parent.name, archive.stem
    repo = Repo.new(tmp_path / "repo")
    shutil.copytree(folder, repo.path, dirs_exist_ok=True, ignore=UNCOMMITTED)
    fill_in(repo.path)
    build_artifacts(folder, repo.path, repo.commit())
    if (folder / "untracked").exists():
        shutil.copytree(folder / "untracked", repo.path, dirs_exist_ok=True)
        fill_in(repo.path)
    environ = {**repo.environ, **dict(environment(folder))}
    if runs_migrations(folder):
        environ["VIRTUAL_ENV"] = sys.prefix
    environ.update(on_a_running_server(repo.path, postgres))

    with (
        served(folder / "site.yaml", site) as app,
        served(folder / "zone.yaml", zone) as names,
        served(folder / "server.sql", watched_server) as live,
        served(folder / "tls.yaml", lambda file: described(file, tmp_path)) as secured,
    ):
        given = {
            **environ,
            "APP_URL": https_url(secured) if secured else app.url if app else "",
            "APP_LOG": str(tmp_path / "app.log"),
            "HTTP_PORT": str(app.port if app else 1),
            **({"DATABASE_URL": url(live.server)} if live else {}),
        }
        suite = Suite.load(Settings(str(repo.path)), given)
        servers = {
            "server": names.address if names else "",
            "http_port": str(app.port if app else 1),
            "https_port": str(secured.port if secured else 1),
        }
        more = servers if names else {}
        plan = suite.plan([gate], {**options(folder, tmp_path), **more})
        for attempt in range(ATTEMPTS.get(gate, 1), 0, -1):
            report = suite.run(plan, "pre-build").gates[0]
            outcomes = {result.outcome for result in report.results if result.rule.id == rule}
            if as_named(outcomes, rule, said):
                break
            assert attempt > 1, f"{rule} says {outcomes}: {report.reason}"


def as_named(outcomes: set[Outcome], rule: str, said: str) -> bool:
    """Does the rule say what the example's name says?"""
    if bad := outcomes & {Outcome.FAILED, Outcome.ERROR}:
        return FAILS[said] and bad == {Outcome.ERROR if rule.endswith("000") else Outcome.FAILED}
    return not FAILS[said] and (Outcome.PASSED in outcomes or rule.endswith("000"))


def test_every_rule_of_the_other_gates_has_both() -> None:
    wanted = {rule.id for gate, rule in documentation.rules() if gate != "secrets"}
    names = {path.stem: FILE.findall(path.read_text()) for path in EXAMPLES.glob("*/*.txtar")}

    assert names.keys() == wanted
    assert all({name.split("/")[0] for name in of} == FAILS.keys() for of in names.values())


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Example → rules that found something there; a failing and a passing one of every format."""
    repo = Repo.new(tmp_path_factory.mktemp("examples") / "repo")
    files = {}
    for row in FORMATS:
        name, value = sample(row.id, Random(row.id))
        text = TEXTS.get(row.id, ASSIGNED if name else "{value}\n")
        if row.id == "LR-SEC003":
            value = value.replace("\n", "\\n")
        file = FILES.get(row.id, "production.env")
        files[f"{row.id}-fail/{file}"] = text.format(name=name, value=value)
        files[f"{row.id}-pass/{file}"] = text.format(name=name, value="<your-token>")
    repo.commit({name.encode(): text.encode() for name, text in files.items()})
    suite = Suite.load(Settings(str(repo.path)), repo.environ)

    report = suite.run(suite.plan(["secrets"], {})).gates[0]

    found = defaultdict(set)
    for result in report.results:
        for finding in result.findings:
            found[finding.location.path.partition("/")[0]].add(result.rule.id)
    return found


@pytest.mark.parametrize("rule", [row.id for row in FORMATS])
def test_a_secret_format_is_seen_and_a_placeholder_is_not(
    rule: str, seen: dict[str, set[str]]
) -> None:
    assert rule in seen[f"{rule}-fail"]
    assert seen[f"{rule}-pass"] == set()
