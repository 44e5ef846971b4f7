"""What a file of alembic's says, and what it is that its check found."""

import ast
from typing import Any, List, Tuple

KINDS = {"add": "is in the models only", "remove": "is in the migrations only"}


def way_back(script: Any) -> bool:
    """Does ``downgrade`` do anything, other than refuse?"""
    with open(script.path, "rb") as file:
        body = ast.parse(file.read()).body
    for one in body:
        if isinstance(one, ast.FunctionDef) and one.name in ("upgrade", "downgrade"):
            does = [s for s in one.body if not isinstance(s, (ast.Pass, ast.Expr)) or _calls(s)]
            if one.name == "upgrade" and not does:
                return True
            if one.name == "downgrade":
                return bool(does) and not isinstance(does[0], ast.Raise)
    return hasattr(script.module, "downgrade")  # of another module


def _calls(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and not isinstance(statement.value, ast.Constant)


def said(diff: Any) -> "List[str]":
    """A difference that ``alembic check`` found, in words; there may be several of one column."""
    return [_said(one) for one in (diff if isinstance(diff, list) else [diff])]


def _said(diff: "Tuple[Any, ...]") -> str:
    """``("add_column", schema, table, Column)``, and whatever else alembic has."""
    verb, _, kind = diff[0].partition("_")
    if verb == "modify":
        told = f"{kind} of {diff[2]}.{diff[3]}"
        return f"{told}: {_word(diff[-1])} in the models, {_word(diff[-2])} in the migrations"
    name = getattr(diff[-1], "name", None) or "without a name"
    table = diff[2] if kind == "column" else getattr(getattr(diff[-1], "table", None), "name", "")
    whole = name if kind == "table" else f"{name} of {table}"
    return f"the {kind.replace('_', ' ')} {whole} {KINDS.get(verb, 'differs')}"


def _word(value: Any) -> str:
    value = getattr(value, "arg", getattr(value, "sqltext", value))  # of a default, computed
    return "none" if value is None else str(value)[:100]
