from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo_app.core.errors import ScenarioError
from geo_app.ranking.aggregation import weighted_sum
from geo_app.ranking.stability import difference, smallest_change_to_win, weight_interval, weight_intervals

# Three sites, two criteria: A is first for w > 0.6, C between, B for w < 0.4; by hand.
ABC = np.array([[1, 0], [0, 1], [0.6, 0.6]])
grid = st.integers(0, 16).map(lambda k: k / 16)


@st.composite
def tables(draw, most_sites=6):
    n, m = draw(st.integers(1, most_sites)), draw(st.integers(1, 4))
    values = draw(arrays(np.float64, (n, m), elements=grid))
    return values, draw(arrays(np.float64, m, elements=st.integers(0, 4)).filter(np.any))


def moved(weights, criterion, to):
    """The weights with one of them moved, the others in their proportions."""
    others = np.delete(weights, criterion)
    others = others / others.sum() if others.any() else np.full(len(others), 1 / max(len(others), 1))
    return np.insert((1 - to) * others, criterion, to)


def firsts(values, weights, tolerance=1e-9):
    scores = values @ weights
    return set(np.flatnonzero(scores >= scores.max() - tolerance))


# --------------------------------------------------------------------------------------------------- intervals


@pytest.mark.parametrize(("weight", "expected"), [(0.8, (0.6, 1.0)), (0.5, (0.4, 0.6)), (0.1, (0.0, 0.4))])
def test_intervals_of_the_analytic_case(weight, expected):
    first, second = weight_intervals(ABC, [weight, 1 - weight])
    assert first == pytest.approx(expected)
    assert second == pytest.approx((1 - expected[1], 1 - expected[0]))


@settings(max_examples=150)
@given(tables(), st.data())
def test_the_winner_stays_inside_and_goes_just_outside(table, data):
    values, weights = table
    weights = weights / weights.sum()
    criterion = data.draw(st.integers(0, len(weights) - 1))
    low, high = weight_interval(values, weights, criterion)
    assert 0 <= low <= weights[criterion] + 1e-12
    assert weights[criterion] - 1e-12 <= high <= 1
    assume(len(weights) > 1)
    now = firsts(values, moved(weights, criterion, weights[criterion]))
    for to in np.linspace(low, high, 7):
        assert now <= firsts(values, moved(weights, criterion, to))
    for to in (low - 1e-4, high + 1e-4):
        if 0 <= to <= 1:
            assert not now <= firsts(values, moved(weights, criterion, to))


def test_intervals_against_brute_force():
    rng = np.random.default_rng(5)
    steps = np.linspace(0, 1, 501)
    for _ in range(20):
        values, weights = rng.random((8, 4)), rng.dirichlet(np.ones(4))
        winner = int(np.argmax(values @ weights))
        for criterion, (low, high) in enumerate(weight_intervals(values, weights)):
            wins = [t for t in steps if winner in firsts(values, moved(weights, criterion, t))]
            assert (min(wins), max(wins)) == pytest.approx((low, high), abs=1.01 / 500)


def test_a_tie_that_any_move_decides_is_a_point():
    assert weight_interval([[1, 0], [0, 1]], [1, 1], 0) == pytest.approx((0.5, 0.5))


def test_copies_of_the_winner_do_not_narrow_its_interval():
    values = np.vstack([ABC, ABC, ABC])
    assert weight_interval(values, [0.7, 0.3], 0) == pytest.approx((0.6, 1.0))


def test_a_weight_that_cannot_matter_is_free():
    assert weight_interval([[0.9, 0.5], [0.1, 0.5]], [1, 1], 0) == pytest.approx((0, 1))
    assert weight_interval([[0.9], [0.1]], [1], 0) == (0, 1)
    np.testing.assert_allclose(weight_intervals([[0.1, 0.2]], [1, 2]), [(0, 1), (0, 1)], atol=1e-12)


@pytest.mark.parametrize("others", [(0.1, 0.2), (0.3, 0.4), (0.07, 0.21), (0.2, 0.1)])
def test_sites_that_differ_by_the_last_bits_only_do_not_bind(others):
    # Whatever the first weight, the mixture of the other two gives both sites 0.3.
    share = others[0] / sum(others)
    mixed = (0.3 - share * 0.1) / (1 - share)
    values = [[0.3, 0.3, 0.3], [0.3, 0.1, mixed]]
    assert weight_interval(values, [1 - sum(others), *others], 0) == pytest.approx((0, 1))


def test_where_the_others_are_zero_they_come_up_equally():
    # At weight t of the first criterion the second and third get (1 - t) / 2 each: A t, B (1 - t) / 2 * 2.
    assert weight_interval([[1, 0, 0], [0, 1, 1]], [1, 0, 0], 0) == pytest.approx((0.5, 1.0))


def test_a_tiny_rest_keeps_its_proportions():
    # The others are 1e-15 and 0, so all that the first loses goes to the second.
    assert weight_interval([[1, 0, 1], [0, 1, 0]], [1, 1e-15, 0], 0) == pytest.approx((0.5, 1.0))


# --------------------------------------------------------------------------------------------- change to win


def test_the_smallest_change_of_the_analytic_case():
    # From w = (0.8, 0.2), C is first from 0.6 down, B from 0.4 down.
    np.testing.assert_allclose(smallest_change_to_win(ABC, [0.8, 0.2], 2), [0.6, 0.4], atol=1e-9)
    np.testing.assert_allclose(smallest_change_to_win(ABC, [0.8, 0.2], 1), [0.4, 0.6], atol=1e-9)


def test_a_winner_needs_no_change():
    assert smallest_change_to_win(ABC, [8, 2], 0).tolist() == [0.8, 0.2]


@pytest.mark.parametrize("factor", [1e-3, 1e6])
def test_the_smallest_change_does_not_depend_on_the_scale_of_values(factor):
    np.testing.assert_allclose(smallest_change_to_win(factor * ABC, [0.8, 0.2], 2), [0.6, 0.4], atol=1e-9)


def test_a_dominated_site_never_wins():
    assert smallest_change_to_win([[0.5, 0.5], [0.4, 0.4]], [1, 1], 1) is None
    # Nor one that no mixture of criteria favours, though no single site dominates it.
    assert smallest_change_to_win([[1, 0], [0, 1], [0.4, 0.4]], [1, 1], 2) is None


@settings(max_examples=60, deadline=None)
@given(tables(), st.data())
def test_the_changed_weights_do_make_it_win(table, data):
    values, weights = table
    site = data.draw(st.integers(0, len(values) - 1))
    found = smallest_change_to_win(values, weights, site)
    if found is None:
        # Then no weights do: among others, no single criterion.
        assert all(values[site, j] < values[:, j].max() for j in range(len(weights)))
    else:
        assert found.sum() == pytest.approx(1)
        assert (found >= 0).all()
        scores = weighted_sum(values, found)
        assert scores[site] >= scores.max() - 1e-9


def test_no_smaller_change_wins():
    rng = np.random.default_rng(2)
    trials = rng.dirichlet(np.ones(3), 20_000)
    for _ in range(10):
        values, weights = rng.random((5, 3)), rng.dirichlet(np.ones(3))
        scores = trials @ values.T
        for site in range(5):
            wins = trials[scores[:, site] >= scores.max(axis=1)]
            found = smallest_change_to_win(values, weights, site)
            if found is None:
                assert len(wins) == 0
            elif len(wins):
                least = np.abs(wins - weights).sum(axis=1).min()
                assert np.abs(found - weights).sum() <= least + 1e-9


# ------------------------------------------------------------------------------------------------- difference


def test_a_difference_by_hand():
    np.testing.assert_allclose(difference([[1, 0.2], [0.5, 0.6]], [3, 1], 0, 1), [0.375, -0.1])


@given(tables(), st.data())
def test_contributions_sum_to_the_difference_of_scores(table, data):
    values, weights = table
    a, b = (data.draw(st.integers(0, len(values) - 1)) for _ in "ab")
    scores = weighted_sum(values, weights)
    assert difference(values, weights, a, b).sum() == pytest.approx(scores[a] - scores[b], abs=1e-12)


# --------------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: weight_interval(ABC, [1, 1], 2), "criterion: expected a whole number from 0 to 1, found 2"),
        (lambda: weight_interval(np.empty((0, 2)), [1, 1], 0), "values: expected at least one site"),
        (lambda: weight_intervals(ABC, [1, -1]), r"weights: found -1\.0 at place 1"),
        (lambda: smallest_change_to_win(ABC, [1, 1], 3), "site: expected a whole number from 0 to 2, found 3"),
        (lambda: smallest_change_to_win([[np.nan]], [1], 0), "values: found nan in row 0, column 0"),
        (lambda: difference(ABC, [1, 1], -1, 0), "a: expected a whole number from 0 to 2, found -1"),
        (lambda: difference(ABC, [1, 1], 0, 5), "b: expected a whole number from 0 to 2, found 5"),
        (lambda: difference(ABC, [1, 1], 0, 0.5), r"b: expected a whole number from 0 to 2, found 0\.5"),
        (lambda: difference(ABC, [1, 1], np.nan, 0), "a: expected a whole number from 0 to 2, found nan"),
    ],
)
def test_bad_questions_are_refused(call, message):
    with pytest.raises(ScenarioError, match=message):
        call()
