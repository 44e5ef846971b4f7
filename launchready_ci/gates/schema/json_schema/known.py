"""Which schema is meant for a file of this name? Those that check-jsonschema ships.

Of that package only the data files are read; https://check-jsonschema.readthedocs.io.
"""

import os
import re

FOLDER = ("builtin_schemas", "vendor")
FILES = {
    "azure-pipelines": r"\.?azure-pipelines\.ya?ml",
    "bamboo-spec": r"bamboo-specs/.*\.ya?ml",
    "bitbucket-pipelines": r"bitbucket-pipelines\.ya?ml",
    "buildkite": r"(.*/)?(\.buildkite/pipeline|buildkite)(\..+)?\.(ya?ml|json)",
    "changie": r"\.changie\.ya?ml",
    "circle-ci": r"\.circleci/config\.ya?ml",
    "citation-file-format": r"CITATION\.cff",
    "cloudbuild": r"cloudbuild\.(ya?ml|json)",
    "codecov": r"((\.github|dev)/)?\.?codecov\.ya?ml",
    "compose-spec": r"(.*/)?(docker-)?compose(\.[\w.-]*)?\.ya?ml",
    "dependabot": r"\.github/dependabot\.ya?ml",
    "drone-ci": r"\.drone\.yml",
    "github-actions": r"(\.github/actions/(.+/)?)?action\.ya?ml",
    "github-discussion": r"\.github/DISCUSSION_TEMPLATE/.+\.ya?ml",
    "github-issue-config": r"\.github/ISSUE_TEMPLATE/config\.ya?ml",
    "github-issue-forms": r"\.github/ISSUE_TEMPLATE/.+\.ya?ml",
    "github-workflows": r"\.github/workflows/[^/]+\.ya?ml",
    "gitlab-ci": r"(.*/)?[^/]*\.gitlab-ci\.ya?ml",
    "meltano": r"(.*/)?meltano\.yml",
    "mergify": r"\.mergify\.yml|\.mergify/config\.yml|\.github/mergify\.yml",
    "readthedocs": r"\.readthedocs\.ya?ml",
    "renovate": r"((\.github|\.gitlab)/)?renovate\.json|\.renovaterc(\.json)?",
    "snapcraft": r"(.+/)?snapcraft\.yaml",
    "taskfile": r"[Tt]askfile(\.dist)?\.ya?ml",
    "travis": r"\.travis\.ya?ml",
    "woodpecker-ci": r"\.woodpecker\.ya?ml|\.woodpecker/.+\.ya?ml",
}
"""Name of the schema → the paths of its files, from the root; the first one counts."""


def is_known(name: str) -> bool:
    """Is it the name of a known schema?"""
    return name in FILES


def name_of(path: str) -> str:
    """The name of the schema for a path; nothing where none is known."""
    return next((name for name, pattern in FILES.items() if re.fullmatch(pattern, path)), "")


def path_of(name: str) -> str:
    """The file that holds a known schema; nothing where the package is not there, or lacks it."""
    from importlib.util import find_spec

    spec = find_spec("check_jsonschema")
    if spec is None or spec.origin is None:
        return ""
    path = os.path.join(os.path.dirname(spec.origin), *FOLDER, f"{name}.json")
    return path if os.path.isfile(path) else ""
