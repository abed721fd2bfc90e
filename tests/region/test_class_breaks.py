"""Class breaks of a choropleth."""

from __future__ import annotations

import numpy as np
import pytest

from geo_app.core.errors import GeoAppError
from geo_app.region.class_breaks import SCHEMES, class_breaks


def test_natural_breaks_lie_between_the_clumps():
    assert class_breaks([1, 2, 3, 40, 41, 42, 90, 91], "fisher_jenks", 3) == [22, 66]


def test_quantiles_put_as_many_in_each_class():
    breaks = class_breaks(np.arange(1, 101), "quantiles", 4)
    assert np.bincount(np.searchsorted(breaks, np.arange(1, 101), side="right")).tolist() == pytest.approx(
        [25, 25, 25, 25], abs=1
    )


def test_logarithms_give_each_order_of_magnitude_its_class():
    values = np.concatenate([np.linspace(1, 2, 30), np.linspace(100, 200, 30), np.linspace(10_000, 20_000, 30)])
    low, high = class_breaks(values, "fisher_jenks_log", 3)
    assert 1.9 <= low <= 100
    assert 190 <= high <= 10_000


@pytest.mark.parametrize("scheme", SCHEMES)
def test_breaks_are_round_ascend_and_leave_no_class_empty(scheme):
    values = np.random.default_rng(7).lognormal(3, 2, 900)
    breaks = class_breaks(values, scheme, 6)
    assert breaks == sorted(set(breaks))
    assert all(step == float(f"{step:.2g}") for step in breaks)
    assert np.bincount(np.searchsorted(breaks, values, side="right"), minlength=len(breaks) + 1).min() > 0


def test_what_is_unknown_does_not_count():
    assert class_breaks([1, np.nan, 2, 3, np.inf, 4], "quantiles", 2) == class_breaks([1, 2, 3, 4], "quantiles", 2)


@pytest.mark.parametrize("values", [[], [np.nan], [5, 5, 5]])
def test_without_a_difference_there_are_no_breaks(values):
    assert class_breaks(values, "quantiles", 5) == []


@pytest.mark.parametrize(("scheme", "classes"), [("pretty", 5), ("quantiles", 1)])
def test_an_unknown_scheme_is_named(scheme, classes):
    with pytest.raises(GeoAppError, match="fisher_jenks_log"):
        class_breaks([1, 2, 3], scheme, classes)
