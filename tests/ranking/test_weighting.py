from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo_app.core.errors import ScenarioError
from geo_app.ranking.weighting import RANDOM_INDEX, ahp, most_inconsistent, rebalance, set_shares, swing

# Saaty (2008) Int. J. Services Sciences 1(1):83-98: relative consumption of drinks in the United States.
DRINKS = np.array(
    [
        [1, 9, 5, 2, 1, 1, 1 / 2],
        [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
        [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
        [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
        [1, 9, 4, 2, 1, 2, 1 / 2],
        [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
        [2, 9, 9, 3, 2, 3, 1],
    ]
)
DRINK_WEIGHTS = [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]


@st.composite
def pairwise(draw, least=2, most=7):
    size = draw(st.integers(least, most))
    matrix = np.ones((size, size))
    for i in range(size):
        for j in range(i + 1, size):
            value = draw(st.integers(1, 9))
            matrix[i, j] = value if draw(st.booleans()) else 1 / value
            matrix[j, i] = 1 / matrix[i, j]
    return matrix


def ratios(weights):
    return np.asarray(weights)[:, None] / np.asarray(weights)[None, :]


# --------------------------------------------------------------------------------------------------------- AHP


def test_ahp_saaty_2008_drinks():
    weights, consistency_ratio = ahp(DRINKS)
    np.testing.assert_allclose(weights, DRINK_WEIGHTS, atol=6e-4)
    assert consistency_ratio == pytest.approx(0.022, abs=6e-4)


@given(arrays(np.float64, st.integers(1, 15), elements=st.floats(1, 9)))
def test_ahp_recovers_the_weights_of_consistent_judgements(wanted):
    weights, consistency_ratio = ahp(ratios(wanted))
    np.testing.assert_allclose(weights, wanted / wanted.sum(), rtol=1e-9)
    assert 0 <= consistency_ratio <= 1e-9


@given(pairwise(), st.randoms(use_true_random=False))
def test_ahp_does_not_depend_on_the_order_of_criteria(matrix, random):
    order = list(range(len(matrix)))
    random.shuffle(order)
    np.testing.assert_allclose(ahp(matrix[np.ix_(order, order)]).weights, ahp(matrix).weights[order], atol=1e-9)


@given(pairwise())
def test_ahp_weights_are_the_eigenvector(matrix):
    weights, consistency_ratio = ahp(matrix)
    size = len(matrix)
    largest = size + consistency_ratio * RANDOM_INDEX[size - 1] * (size - 1)
    np.testing.assert_allclose(matrix @ weights, largest * weights, atol=1e-9)
    assert weights.sum() == pytest.approx(1)
    assert (weights > 0).all()


# Saaty (1980) The Analytic Hierarchy Process, McGraw-Hill.
@pytest.mark.parametrize(
    ("size", "random_index"),
    list(enumerate([0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59], start=3)),
)
def test_consistency_is_relative_to_the_random_index_of_the_size(size, random_index):
    matrix = np.ones((size, size))
    matrix[0, 1], matrix[1, 0] = 9, 1 / 9
    largest = np.abs(np.linalg.eigvals(matrix)).max()
    assert ahp(matrix).consistency_ratio == pytest.approx((largest - size) / (size - 1) / random_index, rel=1e-9)


def test_two_criteria_are_always_consistent():
    weights, consistency_ratio = ahp([[1, 4], [0.25, 1]])
    np.testing.assert_allclose(weights, [0.8, 0.2])
    assert consistency_ratio == 0


def test_the_random_index_covers_what_ahp_accepts():
    assert ahp(np.ones((15, 15))).weights == pytest.approx(1 / 15)
    with pytest.raises(ScenarioError, match="1 to 15; found 16 rows"):
        ahp(np.ones((16, 16)))


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[1, 2], [2, 1]], r"pairwise: found 2.0 in row 0, column 1; a judgement times its opposite"),
        ([[2, 1], [1, 1]], r"pairwise: found 2.0 in row 0, column 0"),
        ([[1, -2], [-0.5, 1]], r"found -2.0 in row 0, column 1; a judgement must be greater than 0"),
        ([[1, np.nan], [1, 1]], r"found nan in row 0, column 1"),
        ([[1, 2]], r"found 1 rows and 2 columns"),
        (np.empty((0, 0)), r"found 0 rows and 0 columns"),
        ([1, 2], r"expected 2 dimensions"),
    ],
)
def test_judgements_that_make_no_sense_are_refused(matrix, message):
    for function in (ahp, most_inconsistent):
        with pytest.raises(ScenarioError, match=message):
            function(matrix)


# ------------------------------------------------------------------------------------------- the worst judgement


@pytest.mark.parametrize("slip", [(0, 2), (1, 3), (2, 3)])
def test_a_slip_in_consistent_judgements_is_found_and_mended(slip):
    right = ratios([6, 3, 2, 1])
    matrix = right.copy()
    matrix[slip] = 1 / right[slip]
    matrix[slip[::-1]] = right[slip]
    i, j, value = most_inconsistent(matrix)
    assert (i, j) == slip
    assert value == pytest.approx(right[slip], rel=1e-4)


@settings(max_examples=40, deadline=None)
@given(pairwise(least=3))
def test_following_the_suggestion_never_makes_it_worse(matrix):
    i, j, value = most_inconsistent(matrix)
    assert 1 / 9 - 1e-9 <= value <= 9 + 1e-9
    mended = matrix.copy()
    mended[i, j], mended[j, i] = value, 1 / value
    assert ahp(mended).consistency_ratio <= ahp(matrix).consistency_ratio + 1e-9


@settings(max_examples=20, deadline=None)
@given(pairwise(least=3, most=5))
def test_no_other_value_is_more_consistent(matrix):
    i, j, value = most_inconsistent(matrix)

    def ratio(v):
        trial = matrix.copy()
        trial[i, j], trial[j, i] = v, 1 / v
        return ahp(trial).consistency_ratio

    assert ratio(value) <= min(ratio(v) for v in np.geomspace(1 / 9, 9, 37)) + 1e-6


def test_consistent_judgements_keep_their_values():
    i, j, value = most_inconsistent(ratios([4, 2, 1]))
    assert value == pytest.approx(ratios([4, 2, 1])[i, j], rel=1e-4)
    assert most_inconsistent([[1, 7], [1 / 7, 1]]) == (0, 1, 7)


def test_one_criterion_has_no_judgement():
    with pytest.raises(ScenarioError, match="one criterion alone"):
        most_inconsistent([[1]])


# ------------------------------------------------------------------------------------------------------- swings


def test_swing_points_become_weights():
    assert swing([100, 60, 40, 0]).tolist() == [0.5, 0.3, 0.2, 0]


@given(arrays(np.float64, st.integers(1, 8), elements=st.integers(0, 100)).filter(np.any), st.floats(0.01, 100))
def test_swing_weights_are_in_proportion_to_the_points(swings, factor):
    weights = swing(swings)
    assert weights.sum() == pytest.approx(1)
    np.testing.assert_allclose(weights * swings.sum(), swings, atol=1e-9)
    np.testing.assert_allclose(swing(factor * swings), weights, atol=1e-12)


@pytest.mark.parametrize("swings", [[100, -1], [0, 0], [], [np.nan]])
def test_bad_swings_are_refused(swings):
    with pytest.raises(ScenarioError, match="swings: "):
        swing(swings)


# ------------------------------------------------------------------------------------------------------ sliders


@st.composite
def moves(draw):
    weights = draw(arrays(np.float64, st.integers(1, 8), elements=st.floats(0, 1)).filter(np.any))
    places = st.integers(0, len(weights) - 1)
    return weights, draw(places), draw(st.floats(-0.5, 1.5)), draw(st.sets(places))


@given(moves())
def test_rebalancing_keeps_the_sum_and_the_sign(move):
    after = rebalance(*move)
    assert after.sum() == pytest.approx(1, abs=1e-12)
    assert (after >= 0).all()


@given(moves())
def test_rebalancing_keeps_locked_weights(move):
    weights, moved, _, locked = move
    assume(moved not in locked)
    held = sorted(locked)
    np.testing.assert_array_equal(rebalance(*move)[held], (rebalance(weights, 0, 1, {0}))[held])


@given(moves())
def test_the_moved_weight_goes_as_far_as_the_locked_ones_allow(move):
    weights, moved, new_value, locked = move
    assume(moved not in locked)
    assume(len(locked) < len(weights) - 1)
    room = 1 - (weights / weights.sum())[sorted(locked)].sum()
    assert rebalance(*move)[moved] == pytest.approx(np.clip(new_value, 0, room), abs=1e-12)


@given(moves())
def test_the_free_weights_keep_their_proportions(move):
    weights, moved, _, locked = move
    free = [k for k in range(len(weights)) if k != moved and k not in locked]
    assume(moved not in locked and weights[free].sum() > 1e-3)
    after = rebalance(*move)
    share = weights[free] / weights[free].sum()
    np.testing.assert_allclose(after[free], share * after[free].sum(), atol=1e-12)


def test_weights_that_were_all_zero_share_equally():
    np.testing.assert_allclose(rebalance([1, 0, 0], 0, 0.4), [0.4, 0.3, 0.3])


def test_a_locked_weight_does_not_move():
    assert rebalance([0.5, 0.3, 0.2], 0, 0.9, {0}).tolist() == [0.5, 0.3, 0.2]


def test_the_last_free_weight_stays_with_what_is_left():
    np.testing.assert_allclose(rebalance([0.5, 0.3, 0.2], 0, 0.9, {1, 2}), [0.5, 0.3, 0.2])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1, 1], 2, 0.5), "moved: expected a whole number from 0 to 1, found 2"),
        (([1, 1], 0, 0.5, {-1}), "locked: expected a whole number from 0 to 1, found -1"),
        (([1, 1], 0, np.nan), "new_value: expected a number"),
        (([0, 0], 0, 0.5), "weights: at least one"),
    ],
)
def test_bad_moves_are_refused(arguments, message):
    with pytest.raises(ScenarioError, match=message):
        rebalance(*arguments)


# ------------------------------------------------------------------------------------------------ shares by name


def test_a_share_is_just_that_and_the_others_keep_their_proportions():
    found = set_shares({"rail": 0.2, "road": 0.3, "people": 0.5}, {"rail": 40})
    assert found == pytest.approx({"rail": 0.4, "road": 0.225, "people": 0.375})
    assert found["rail"] == 0.4


def test_a_criterion_without_weight_can_get_a_share_and_one_can_get_all():
    assert set_shares({"rail": 1.0}, {"wage": 30}) == pytest.approx({"rail": 0.7, "wage": 0.3})
    assert set_shares({"rail": 1.0, "road": 2.0}, {"rail": 100}) == {"road": 0, "rail": 1}
    assert set_shares({"rail": 1.0, "road": 2.0}, {"rail": 0}) == {"road": 1, "rail": 0}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"rail": 60, "road": 41}, "add up to 101 %"),
        ({"rail": 60, "road": 30}, "add up to 90 %, and no other"),
        ({"rail": -1}, "expected a number of 0 or more"),
        ({"rail": math.nan}, "expected a number of 0 or more"),
    ],
)
def test_shares_that_cannot_be_are_refused(changes, found):
    with pytest.raises(ScenarioError, match=found):
        set_shares({"rail": 1.0, "road": 1.0}, changes)
