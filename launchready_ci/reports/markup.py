"""How is a page put together, so that foreign text can be nothing but text in it?"""

from collections.abc import Iterable

from launchready_ci.reports import text

VOID = ("meta",)


class Markup(str):
    """HTML already; every other text is escaped where it is put in."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | float) -> Markup:
    """``<name …>children</name>``, which XML parsers read too.

    ``class_`` stands for ``class``, ``aria_label`` for ``aria-label``.
    """
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    head = "".join(f' {key}="{_escaped(_shown(value))}"' for key, value in named.items())
    if name in VOID:
        return Markup(f"<{name}{head}/>")
    return Markup(f"<{name}{head}>{''.join(map(_escaped, children))}</{name}>")


def block(name: str, children: Iterable[str], /, **attributes: str | float) -> Markup:
    """The same with each child on a line of its own; without any there is nothing."""
    inside = [_escaped(child) for child in children if child]
    return element(name, Markup("\n".join(["", *inside, ""])), **attributes) if inside else NONE


def joined(children: Iterable[str]) -> Markup:
    return Markup("".join(map(_escaped, children)))


def _shown(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.6g}"


def _escaped(child: str) -> str:
    return child if isinstance(child, Markup) else text.xml(text.plain(child))


NONE = Markup("")
