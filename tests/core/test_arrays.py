from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo_app.core.arrays import finite, index, normalised, refuse, unit_table, whole
from geo_app.core.errors import ScenarioError


def test_numbers_become_floats_in_one_memory_order():
    table = finite(np.asfortranarray([[1, 2], [3, 4]]), "values", 2)
    assert table.dtype == np.float64
    assert table.flags.c_contiguous


@pytest.mark.parametrize(
    ("numbers", "ndim", "message"),
    [
        ([[1, 2], [3]], 2, "rows of numbers of one length"),
        ([["a"]], 2, "rows of numbers"),
        ([1, 2], 2, "expected 2 dimensions, found an array of shape (2,)"),
        ([[1, math.nan]], 2, "found nan in row 0, column 1; every number must be finite"),
        ([1, math.inf], 1, "found inf at place 1"),
        ([[[1, 2], [3, -math.inf]]], 3, "found -inf at position 0, row 1, column 1"),
    ],
)
def test_what_is_no_table_of_numbers_is_refused_by_place(numbers, ndim, message):
    with pytest.raises(ScenarioError) as caught:
        finite(numbers, "values", ndim)
    assert message in str(caught.value)
    assert str(caught.value).startswith("values: ")


def test_nothing_bad_is_not_refused():
    refuse(np.zeros((2, 2)), np.zeros((2, 2), dtype=bool), "values", "must be 0")


@pytest.mark.parametrize("value", [-1e-12, 1 + 1e-12])
def test_a_value_outside_0_to_1_is_refused(value):
    with pytest.raises(ScenarioError, match="between 0 and 1"):
        unit_table([[0, 1, value]])


@given(arrays(np.float64, st.integers(1, 8), elements=st.floats(0, 1e300)).filter(np.any))
def test_weights_are_normalised_to_1_however_large_or_small(weights):
    found = normalised(weights)
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()
    assert (np.argsort(found, kind="stable") == np.argsort(weights / weights.max(), kind="stable")).all()


@pytest.mark.parametrize(
    ("weights", "count", "message"),
    [([1, 2], 3, "expected 3 numbers"), ([1, -1], None, "not be negative"), ([0, 0], None, "greater than 0")],
)
def test_weights_that_are_none_are_refused(weights, count, message):
    with pytest.raises(ScenarioError, match=message):
        normalised(weights, count)


@pytest.mark.parametrize("number", [-1, 3, 1.5, math.nan, math.inf])
def test_a_place_outside_a_list_is_refused(number):
    with pytest.raises(ScenarioError, match="from 0 to 2"):
        index(number, 3, "site")


def test_a_place_in_a_list():
    assert [index(number, 3, "site") for number in (0, 2.0)] == [0, 2]


@pytest.mark.parametrize("number", [0, 1.5, math.nan, math.inf, -math.inf])
def test_too_few_or_part_of_one_is_refused(number):
    with pytest.raises(ScenarioError, match="1 or more"):
        whole(number, "draws", 1)


def test_a_whole_number():
    assert (whole(1, "draws", 1), whole(7.0, "draws", 1)) == (1, 7)
