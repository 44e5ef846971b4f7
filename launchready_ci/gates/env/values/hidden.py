"""How is a value carried from collect to the rules without ever being shown?"""


class Hidden:
    """A value that no print, format, report or pickle shows; a judgement asks for its ``text``."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return "Hidden()"

    def __bool__(self) -> bool:
        """Is there anything but blanks?"""
        return bool(self.text.strip())

    def __reduce__(self) -> str:
        raise TypeError("a value stays in this process")
