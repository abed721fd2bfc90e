from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo_app.core.errors import ScenarioError
from geo_app.ranking.similarity import most_similar

VALUES = [[0.5, 0.5], [0.9, 0.5], [0.5, 0.7], [0.5, 0.5]]
unit = st.integers(0, 16).map(lambda k: k / 16)
tables = st.tuples(st.integers(1, 7), st.integers(1, 4)).flatmap(lambda s: arrays(np.float64, s, elements=unit))


def test_nearest_by_hand():
    found = most_similar(VALUES, [1, 3], 0, 3)
    assert found.sites.tolist() == [3, 2, 1]
    np.testing.assert_allclose(found.distances, [0, np.sqrt(0.75 * 0.04), np.sqrt(0.25 * 0.16)])
    np.testing.assert_allclose(found.differences, [[0, 0], [0, 0.2], [0.4, 0]])


def test_weights_decide_what_is_near():
    assert most_similar(VALUES, [0, 1], 0, 1).sites.tolist() == [1]
    assert most_similar(VALUES, [1, 0], 0, 1).sites.tolist() == [2]


def test_of_equally_near_sites_the_first_come_first():
    found = most_similar([[0.5], [0.9]] * 50, [1], 0, 99)
    assert found.sites.tolist() == [*range(2, 100, 2), *range(1, 100, 2)]


@given(tables, st.data())
def test_distances_rise_stay_in_range_and_do_not_depend_on_direction(values, data):
    n, m = values.shape
    weights = data.draw(arrays(np.float64, m, elements=st.integers(0, 4)).filter(np.any))
    site = data.draw(st.integers(0, n - 1))
    found = most_similar(values, weights, site, n)
    assert sorted(found.sites.tolist()) == [k for k in range(n) if k != site]
    assert (np.diff(found.distances) >= 0).all()
    assert ((found.distances >= 0) & (found.distances <= 1 + 1e-12)).all()
    for other, distance in zip(found.sites, found.distances, strict=True):
        back = most_similar(values, weights, int(other), n)
        assert back.distances[back.sites.tolist().index(site)] == distance


@pytest.mark.parametrize(("k", "count"), [(0, 0), (2, 2), (99, 3)])
def test_no_more_than_there_are(k, count):
    found = most_similar(VALUES, [1, 1], 1, k)
    assert (len(found.sites), found.distances.shape, found.differences.shape) == (count, (count,), (count, 2))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((VALUES, [1, 1], 4, 1), "site: expected a whole number from 0 to 3, found 4"),
        ((VALUES, [1, 1], 0, -1), "k: expected a whole number of 0 or more, found -1"),
        ((VALUES, [1, 1], 0, 1.5), r"k: expected a whole number of 0 or more, found 1\.5"),
        ((VALUES, [1], 0, 1), "weights: expected 2 numbers"),
        (([[np.inf, 0]], [1, 1], 0, 1), "values: found inf in row 0, column 0"),
    ],
)
def test_bad_questions_are_refused(arguments, message):
    with pytest.raises(ScenarioError, match=message):
        most_similar(*arguments)
