"""Every finding of the JSON Schema rules stands at the line and column of what is wrong.

``places.txt`` holds the files, each with a block of what is said of it below ``---``.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from launchready_ci.suite import Settings, Suite
from tests.repos import Repo

HERE = Path(__file__).parent
TABLE = HERE / "places.txt"
HEAD, *BLOCKS = re.split(r"^=== ", TABLE.read_text(), flags=re.MULTILINE)
CASES = {
    name: (text, said.strip())
    for name, _, rest in (block.partition("\n") for block in BLOCKS)
    for text, _, said in [rest.partition("=>\n")]
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """File → what is said of it."""
    root = tmp_path_factory.mktemp("places") / "repo"
    repo = Repo.new(root)
    files = {f"config/{name}": text for name, (text, _) in CASES.items()}
    files["schema.json"] = (HERE / "schema.json").read_text()
    files["launchready.yaml"] = "schema: {json: [{files: [config], schema: schema.json}]}\n"
    repo.commit({name.encode(): text.encode() for name, text in files.items()})
    suite = Suite.load(Settings(str(root)), repo.environ)

    report = suite.run(suite.plan(["schema"], {})).gates[0]

    said: dict[str, list[tuple[int, int, str]]] = {}
    for result in report.results:
        for finding in result.findings:
            place = finding.location
            message = finding.message.removesuffix(" (schema.json)")
            span = f"{place.line}:{place.column}-{place.end_line}:{place.end_column}"
            line = f"{result.rule.id} {span} {message}"
            said.setdefault(place.path.removeprefix("config/"), []).append(
                (place.line, place.column, line)
            )
    return {name: "\n".join(line for *_, line in sorted(lines)) for name, lines in said.items()}


def test_the_table(found: Mapping[str, str], request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        blocks = [
            f"=== {name}\n{text}=>\n{found.get(name, '')}\n" for name, (text, _) in CASES.items()
        ]
        TABLE.write_text(HEAD + "".join(blocks))
    assert len(CASES) > 60


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_a_file(name: str, found: Mapping[str, str]) -> None:
    assert found.get(name, "") == CASES[name][1]
