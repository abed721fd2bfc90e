"""What crosses to the browser for weights that move there, as JSON: a part of `geo_app.map.contract`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

Method = Literal["weighted_sum", "topsis", "owa"]


class LiveDocument(TypedDict):
    """What the order of the sites follows from, for a browser to rank them while a weight moves."""

    criteria: list[str]
    weights: dict[str, float]
    """Of sum 1, by which this payload was ranked."""
    method: Method
    caution: float
    sites: list[str]
    """Ids of those that have a rank, in the order in which equal ones stand."""
    values: str
    """Address of (criteria, sites) expected values, 64-bit floats; empty where it waits, as `note` says."""
    note: str
    panel: NotRequired[LivePanel]
    """In a file, where no page has the sliders."""


class LivePanel(TypedDict):
    """Sliders that stand on the map itself."""

    titles: list[str]
    """Of the criteria, in their order."""
    words: dict[str, str]
