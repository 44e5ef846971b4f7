"""What does a statement that changes the database do, and to which table?

Enough of the grammar for what SQLite can alter (https://sqlite.org/lang_altertable.html), and for
where names are made, in both engines.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from launchready_ci.gates.schema.database.statements import Statement
from launchready_ci.gates.schema.database.tokens import Token

PASSED_OVER = ("TEMP", "TEMPORARY", "UNIQUE", "UNLOGGED", "GLOBAL", "LOCAL", "CONCURRENTLY")
CONSTRAINTS = ("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "EXCLUDE", "LIKE")


@dataclass
class Words:
    """The tokens of a statement that say something, read from the first one on."""

    tokens: list[Token]
    at: int = 0

    @classmethod
    def of(cls, statement: Statement) -> "Words":
        return cls([token for token in statement.tokens if not token.blank])

    @property
    def next(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    @property
    def word(self) -> str:
        """The next one in capitals; empty at the end and of a quoted name."""
        token = self.next
        return token.text.upper() if token and token.kind != "quoted" else ""

    def take(self, *words: str) -> bool:
        """Pass over these words where they come next, all of them."""
        said = [token.text.upper() for token in self.tokens[self.at : self.at + len(words)]]
        if said != list(words):
            return False
        self.at += len(words)
        return True

    def pass_over(self, *words: str) -> None:
        """Pass over any of these."""
        while self.word in words:
            self.at += 1

    def name(self) -> str:
        """The name that comes next, without its quotes and its schema."""
        found = self._single()
        while self.take("."):
            found = self._single()
        return found

    def _single(self) -> str:
        token = self.next
        self.at += 1
        if token is None:
            return ""
        quote = token.text[:1]
        if quote in '"`[' and len(token.text) > 1:
            end = "]" if quote == "[" else quote
            return token.text[1:-1].replace(end * 2, end)
        return token.text


def created_table(statement: Statement) -> str:
    """The table that it makes; empty where it makes none."""
    words = Words.of(statement)
    if not words.take("CREATE"):
        return ""
    words.pass_over(*PASSED_OVER)
    if not words.take("TABLE"):
        return ""
    words.take("IF", "NOT", "EXISTS")
    return words.name()


def indexed_table(statement: Statement) -> str:
    """The table that it makes an index of; empty where it makes none."""
    words = Words.of(statement)
    words.take("CREATE")
    words.pass_over(*PASSED_OVER)
    if not words.take("INDEX"):
        return ""
    words.pass_over("CONCURRENTLY")
    words.take("IF", "NOT", "EXISTS")
    if words.word != "ON":
        words.name()
    words.take("ON")
    words.take("ONLY")
    return words.name()


def altered_table(statement: Statement) -> str:
    """The table that it alters; empty where it alters none."""
    words = Words.of(statement)
    if not words.take("ALTER", "TABLE"):
        return ""
    words.take("IF", "EXISTS")
    words.take("ONLY")
    return words.name()


def makes(statement: Statement) -> Iterator[tuple[str, int]]:
    """What it makes (``users``, ``users.email``, ``users_by_email``), and where that is said."""
    words = Words.of(statement)
    if words.take("ALTER", "TABLE"):
        yield from _added(words)
    if not words.take("CREATE"):
        return
    words.pass_over(*PASSED_OVER)
    if words.take("INDEX"):
        words.pass_over("CONCURRENTLY")
        words.take("IF", "NOT", "EXISTS")
        yield words.name(), 0
    elif words.take("TABLE"):
        words.take("IF", "NOT", "EXISTS")
        table = words.name()
        yield table, 0
        yield from _columns(words, table)


def _added(words: Words) -> Iterator[tuple[str, int]]:
    words.take("IF", "EXISTS")
    words.take("ONLY")
    table = words.name()
    while words.next is not None:
        if words.take("ADD"):
            words.take("COLUMN")
            words.take("IF", "NOT", "EXISTS")
            token = words.next
            if token and words.word not in CONSTRAINTS:
                yield f"{table}.{words.name()}", token.start
        else:
            words.at += 1


def _columns(words: Words, table: str) -> Iterator[tuple[str, int]]:
    """Each name at the beginning of a part of the outermost brackets."""
    if not words.take("("):
        return
    depth, begins = 1, True
    while depth and (token := words.next):
        if begins and token.kind in ("word", "quoted") and words.word not in CONSTRAINTS:
            yield f"{table}.{words.name()}", token.start
        else:
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            words.at += 1
        begins = depth == 1 and token.text == ","
