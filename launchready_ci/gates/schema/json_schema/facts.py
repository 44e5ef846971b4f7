"""What the rules for JSON Schema judge: one file each, the subject."""

from dataclasses import dataclass

from launchready_ci.findings import Finding
from launchready_ci.gate import Facts
from launchready_ci.gates.schema.documents import Duplicate
from launchready_ci.json_schema.told import Kind


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Named(Facts):
    """A file that is held against a schema; the base of what is known of it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Syntax(Named):
    """Could the text be read as its language? ``wrong`` says why not."""

    wrong: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Mappings(Named):
    """The keys of a file that could be read."""

    duplicates: tuple[Duplicate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Fit(Named):
    """Where the file does not fit its schema."""

    misfits: tuple[tuple[Kind, Finding], ...] = ()
