"""A country's own network, and what only a way abroad joins to it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo_app.pipeline.networks import networks


def lines(*ends: tuple[tuple[float, float], tuple[float, float]]) -> np.ndarray:
    return np.array([shapely.LineString(pair) for pair in ends], dtype=object)


LONG, SHORT = (((10e3, 0), (60e3, 0)), ((10e3, 0), (20e3, 0)))


@pytest.mark.parametrize(("abroad", "beyond"), [(LONG, "isolated"), (SHORT, "main")])
def test_a_long_way_abroad_joins_nothing(abroad: tuple[tuple[float, float], ...], beyond: str) -> None:
    end = abroad[1][0]
    found = networks(
        lines(((-90e3, 0), (10e3, 0)), abroad, ((end, 0), (end + 5e3, 0))),
        np.array([True, False, True]),
        across_m=20_000,
        gap_m=500,
    )
    assert found == ["main", "abroad", beyond]


@pytest.mark.parametrize(("gap_m", "other"), [(400, "main"), (600, "isolated")])
def test_a_small_gap_of_the_source_joins(gap_m: float, other: str) -> None:
    two = lines(((0, 0), (9e3, 0)), ((9e3 + gap_m, 0), (12e3, 0)))
    assert networks(two, np.array([True, True]), across_m=0, gap_m=500) == ["main", other]


def test_the_largest_network_is_the_longest_at_home_not_the_one_of_most_pieces() -> None:
    pieces = lines(((0, 0), (1, 0)), ((1, 0), (2, 0)), ((2, 0), (3, 0)), ((0, 5e3), (9e3, 5e3)))
    assert networks(pieces, np.ones(4, dtype=bool), across_m=0, gap_m=1) == ["isolated"] * 3 + ["main"]


def test_nothing_is_no_network() -> None:
    assert networks(np.array([], dtype=object), np.array([], dtype=bool), across_m=0, gap_m=1) == []
