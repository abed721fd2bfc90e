"""Messages to users: a template in English and the values that fill it, translated where they are shown.

Errors, notes on rows, repairs and the findings of an audit all carry a `Message`. Only the template is one: a value is
shown as it came, whatever braces it holds, unless it is a `Message` itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Message:
    """A gettext template in English with ``{name}`` placeholders, and what fills them.

    Attributes
    ----------
    values
        By placeholder. A `Message` among them is translated as well; a text is a file's or a person's own, and is not.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.values) if self.values else self.template


@dataclass(frozen=True)
class RowNote:
    """What is said of one row of a file: why it is left out, what was repaired, or what looks wrong.

    `row` counts data rows from 1, as a spreadsheet user does without the header; 0 is the file as a whole.
    """

    row: int
    message: Message

    def __str__(self) -> str:
        return str(self.message)


class RowError(Exception):
    """What is wrong with one row; becomes a `RowNote`."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template)
        self.message = Message(template, values)

    def note(self, row: int) -> RowNote:
        """Make the note of a row, of the file as a whole for row 0."""
        return RowNote(row, self.message)
