"""What does a migration for SQLite take away, going by its statements alone?

A table that SQLite cannot alter is made anew: CREATE, INSERT … SELECT, DROP, RENAME
(https://sqlite.org/lang_altertable.html#otheralter). That loses nothing by itself, so what a new
table lacks is seen when the migration is applied.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from launchready_ci.gates.schema.database.catalogue import Table
from launchready_ci.gates.schema.database.facts import Remark
from launchready_ci.gates.schema.database.migrations import Script
from launchready_ci.gates.schema.database.statements import Statement
from launchready_ci.gates.schema.database.words import Words, created_table

NEW = ("ALTER", "TABLE")
LENGTH = re.compile(r"\([^()]*\)")
"""SQLite does not look at it."""


@dataclass
class Changes:
    """The statements of one migration, and the tables that are its own."""

    script: Script
    own: set[str] = field(default_factory=set)
    """Made by it, so nobody's data is in them."""
    rebuilt: dict[str, Statement] = field(default_factory=dict)
    """Made anew under their old names, and where the old one goes."""

    def __post_init__(self) -> None:
        """Note what later statements of the migration bring back, and what they copy."""
        self._made: dict[str, int] = {}
        """Table → the last statement that makes it, or gives it that name."""
        self._copied: set[str] = set()
        for number, statement in enumerate(self.script.statements):
            for name in filter(None, (created_table(statement), _new_name(statement))):
                self._made[name.lower()] = number
            if statement.first in ("INSERT", "REPLACE", "CREATE", "WITH"):
                self._copied.update(_read_from(statement))

    def remarks(self) -> Iterator[Remark]:
        """Everything that takes something away from who is there already."""
        for number, statement in enumerate(self.script.statements):
            words = Words.of(statement)
            if name := created_table(statement):
                self.own.add(name.lower())
            elif words.take("DROP", "TABLE"):
                yield from self._dropped(words, statement, number)
            elif words.take(*NEW):
                yield from self._altered(words, statement, number)
            elif (remark := deletes_all(statement)) and remark.key.lower() not in self.own:
                yield remark

    def _dropped(self, words: Words, statement: Statement, number: int) -> Iterator[Remark]:
        words.take("IF", "EXISTS")
        name = words.name()
        if name.lower() in self.own:
            return
        if self._comes_back(name, number):
            self.rebuilt[name] = statement
            if self._is_copied(name):
                return
            told = f"{name} is made anew and its rows are not copied"
        else:
            told = f"the table {name} is dropped, with all its rows"
        yield Remark("drops-table", told, statement.location, name)

    def _altered(self, words: Words, statement: Statement, number: int) -> Iterator[Remark]:
        table, place = words.name(), statement.location
        if words.take("RENAME", "TO"):
            yield from self._renamed(table, words.name(), statement, number)
        elif table.lower() in self.own:
            return
        elif words.take("RENAME"):
            words.take("COLUMN")
            old, _, new = words.name(), words.take("TO"), words.name()
            told = f"the column {table}.{old} is renamed to {new}"
            yield Remark("renames", told, place, f"{table}.{old}")
        elif words.take("DROP"):
            words.take("COLUMN")
            column = words.name()
            told = f"the column {table}.{column} is dropped, with all its values"
            yield Remark("drops-column", told, place, f"{table}.{column}")
        elif words.take("ADD"):
            words.take("COLUMN")
            yield from _required(table, words, statement)

    def _renamed(self, old: str, new: str, statement: Statement, number: int) -> Iterator[Remark]:
        if old.lower() in self.own:
            self.own.discard(old.lower())
        elif self._comes_back(old, number):
            self.rebuilt[old] = statement
            self.own.add(new.lower())
            if not self._is_copied(new):
                told = f"{old} is made anew and its rows are not copied"
                yield Remark("drops-table", told, statement.location, old)
        else:
            told = f"the table {old} is renamed to {new}"
            yield Remark("renames", told, statement.location, old)

    def _comes_back(self, name: str, number: int) -> bool:
        """A later statement makes a table of that name."""
        return self._made.get(name.lower(), -1) > number

    def _is_copied(self, name: str) -> bool:
        """A statement puts rows of it somewhere else."""
        return name.lower() in self._copied


def lost(table: Table, after: Table, statement: Statement) -> Iterator[Remark]:
    """What a table lacks that was made anew."""
    name, place = table.name, statement.location
    there = {column.name.lower(): column for column in after.columns}
    for column in table.columns:
        new = there.get(column.name.lower())
        if new is None:
            told = f"{name} is made anew without the column {column.name}"
            yield Remark("drops-column", told, place, f"{name}.{column.name}")
        elif LENGTH.sub("", new.type) != LENGTH.sub("", column.type):
            told = f"the type of {name}.{column.name} changes from {column.type or 'none'}"
            told += f" to {new.type or 'none'}"
            yield Remark("changes-type", told, place, f"{name}.{column.name}")


def deletes_all(statement: Statement) -> Remark | None:
    """``DELETE FROM users`` without a condition; the key is the table."""
    words = Words.of(statement)
    if words.take("DELETE", "FROM"):
        words.take("ONLY")
        name = words.name()
        bare = not any(token.text.upper() in ("WHERE", "USING") for token in words.tokens)
    else:
        bare = words.take("TRUNCATE")
        words.take("TABLE")
        name = words.name()
    told = f"all rows of {name} are deleted"
    return Remark("deletes-rows", told, statement.location, name) if bare else None


def _required(table: str, words: Words, statement: Statement) -> Iterator[Remark]:
    column = words.name()
    rest = [token.text.upper() for token in words.tokens[words.at :]]
    required = any(pair == ("NOT", "NULL") for pair in pairwise(rest))
    empty = "DEFAULT" not in rest or rest[rest.index("DEFAULT") + 1 :][:1] == ["NULL"]
    if required and empty and not {"GENERATED", "AS"}.intersection(rest):
        told = f"{table}.{column} is NOT NULL and has no default for the rows that are there"
        yield Remark("required-without-default", told, statement.location, f"{table}.{column}")


def _new_name(statement: Statement) -> str:
    words = Words.of(statement)
    if words.take(*NEW) and words.name() and words.take("RENAME", "TO"):
        return words.name()
    return ""


def _read_from(statement: Statement) -> Iterator[str]:
    """The names after FROM, in small letters."""
    words = Words.of(statement)
    while words.next is not None:
        if words.take("FROM"):
            yield words.name().lower()
        else:
            words.at += 1
