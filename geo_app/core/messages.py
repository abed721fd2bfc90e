"""Messages to users: a template in English and the values that fill it, translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Rejection:
    """A row that could not become a site, or that needs the user's eye.

    `row` counts data rows from 1, as a spreadsheet user does without the header. `reason` is a template that
    `values` fill, as in `geo_app.core.errors`.
    """

    row: int
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.reason.format(**self.values) if self.values else self.reason


class RowError(Exception):
    """What is wrong with one row; becomes a `Rejection`."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values

    def rejection(self, row: int) -> Rejection:
        """Say it of a row."""
        return Rejection(row, self.reason, self.values)
