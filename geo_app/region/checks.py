"""What a pack says must hold of it: ``checks.json``.

The area that each layer's features lie in, totals that are known, and how old a date may be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import TypeAdapter, ValidationError

from geo_app.core.errors import PackError
from geo_app.core.i18n import N_

CHECKS_FILE = "checks.json"

_STRICT: dict[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True)
class Within:
    """Where a layer's features lie: in the areas of other layers, or at most `padding_m` beyond them."""

    layers: tuple[str, ...]
    padding_m: float = 0.0

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT


@dataclass(frozen=True)
class Sum:
    """Sums of a column, in all or by the codes of another.

    Attributes
    ----------
    by
        Column of the group that a feature counts for, ``id`` for the feature itself; empty for one sum of all.
    split
        Column with a JSON object of group to number, for features that count for several.
    where
        Features that count: column to allowed values.
    """

    layer: str
    column: str
    by: str = ""
    split: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT


@dataclass(frozen=True)
class Total:
    """Sums that must equal a known number, or the sums of another layer, within a tolerance."""

    of: Sum
    equals: float | Sum
    source: str
    tolerance: float = 0.0

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT


@dataclass(frozen=True)
class Checks:
    """What a pack says must hold.

    Attributes
    ----------
    stale_after_years
        How long before the pack's own date a feature's may lie.
    within
        Layer id to where its features lie.
    """

    schema: Literal["geo-app/checks/1"] = "geo-app/checks/1"
    stale_after_years: int = 5
    within: Mapping[str, Within] = field(default_factory=dict)
    totals: tuple[Total, ...] = ()

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT


def read_checks(folder: Path) -> Checks:
    """Read what a pack says must hold; a pack without ``checks.json`` says nothing.

    Raises
    ------
    PackError
        If the file is not JSON or not of this shape.
    """
    path = folder / CHECKS_FILE
    if not path.is_file():
        return Checks()
    try:
        checks: Checks = TypeAdapter(Checks).validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise PackError(
            N_("{file}, field {field!r}: {reason}"),
            file=CHECKS_FILE,
            field=".".join(str(part) for part in first["loc"]),
            reason=first["msg"],
        ) from error
    return checks
