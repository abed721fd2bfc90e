from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo_app.core.errors import ScenarioError
from geo_app.ranking.aggregation import owa, ranks, topsis, weighted_sum

grid = st.integers(0, 64).map(lambda k: k / 64)


@st.composite
def tables(draw, min_sites=1, max_sites=6):
    """Values on a coarse grid, so that ties are common, and weights with zeros among them."""
    # More than 8 criteria: from there on numpy adds up in another order than one by one.
    n, m = draw(st.integers(min_sites, max_sites)), draw(st.integers(1, 12))
    values = draw(arrays(np.float64, (n, m), elements=grid))
    weights = draw(arrays(np.float64, m, elements=st.integers(0, 5)).filter(np.any))
    return values, weights


# ------------------------------------------------------------------------------------------- published cases


def test_weighted_sum_triantaphyllou_mann_1989():
    # Triantaphyllou & Mann (1989) Decision Support Systems 5(3):303-312, example 1: A1 wins on commensurate units …
    matrix = np.array([[1, 9, 9], [5, 2, 2], [1, 5, 9]])
    weights = np.array([8, 2, 3]) / 13
    scores = weighted_sum(matrix, weights)
    np.testing.assert_allclose(scores, [53 / 13, 50 / 13, 45 / 13], rtol=1e-12)
    assert ranks(scores).tolist() == [1, 2, 3]
    # … and A2 once the columns are divided by their sums, which is why no value here looks at the list.
    relative = weighted_sum(matrix / matrix.sum(axis=0), weights)
    assert relative.max() == pytest.approx(0.48, abs=0.005)
    assert ranks(relative)[1] == 1


# Dezert, Tchamova, Han & Tacnet (2020) The SPOTIS rank reversal free method, IEEE FUSION 2020: with fixed bounds
# its score is 1 - weighted sum of linear values.
SPOTIS = [
    (
        [[10.5, -3.1, 1.7], [-4.7, 0, 3.4], [8.1, 0.3, 1.3], [3.2, 7.3, -5.3]],
        [1, -1, 1],
        [0.2, 0.3, 0.5],
        [[-5, 12], [-6, 10], [-8, 5]],
        [0.1989, 0.3707, 0.3063, 0.7491],
    ),
    (
        [
            [15000, 4.3, 99, 42, 737],
            [15290, 5.0, 116, 42, 892],
            [15350, 5.0, 114, 45, 952],
            [15490, 5.3, 123, 45, 1120],
        ],
        [-1, -1, -1, 1, 1],
        [0.2941, 0.2353, 0.2353, 0.0588, 0.1765],
        [[14000, 16000], [3, 8], [80, 140], [35, 60], [650, 1300]],
        [0.4779, 0.5781, 0.5558, 0.5801],
    ),
]


def linear_values(matrix, directions, bounds):
    low, high = np.array(bounds, dtype=float).T
    share = (np.array(matrix, dtype=float) - low) / (high - low)
    return np.where(np.array(directions) > 0, share, 1 - share)


@pytest.mark.parametrize(("matrix", "directions", "weights", "bounds", "expected"), SPOTIS)
def test_weighted_sum_is_spotis_with_fixed_bounds(matrix, directions, weights, bounds, expected):
    scores = weighted_sum(linear_values(matrix, directions, bounds), weights)
    np.testing.assert_allclose(1 - scores, expected, atol=1e-3)
    assert ranks(scores).tolist() == [1, 3, 2, 4]


@pytest.mark.parametrize(("matrix", "directions", "weights", "bounds", "expected"), SPOTIS)
def test_spotis_scores_stay_when_a_site_leaves(matrix, directions, weights, bounds, expected):
    values = linear_values(matrix, directions, bounds)
    for gone in range(len(values)):
        rest = weighted_sum(np.delete(values, gone, axis=0), weights)
        np.testing.assert_array_equal(rest, np.delete(weighted_sum(values, weights), gone))


# Belton & Gear (1983) Omega 11(3):228-230, as tabulated by Wang & Elhag (2006) doi:10.1016/j.dss.2005.12.002;
# columns are criteria, D copies B.
BELTON_GEAR = np.array([[1, 9, 8], [9, 1, 9], [1, 1, 1], [9, 1, 9]], dtype=float)


def test_belton_gear_reverses_where_values_are_shares_of_the_list():
    three, four = (weighted_sum(t / t.sum(axis=0), [1, 1, 1]) for t in (BELTON_GEAR[:3], BELTON_GEAR))
    np.testing.assert_allclose(three, [0.4512, 0.4697, 0.0791], atol=6e-5)
    np.testing.assert_allclose(four, [0.3654, 0.2889, 0.0568, 0.2889], atol=6e-5)
    assert ranks(three).tolist() == [2, 1, 3]
    assert ranks(four).tolist() == [1, 2, 4, 2]


def test_belton_gear_holds_with_fixed_anchors():
    three, four = (weighted_sum(t / 9, [1, 1, 1]) for t in (BELTON_GEAR[:3], BELTON_GEAR))
    np.testing.assert_allclose(four, [0.6667, 0.7037, 0.1111, 0.7037], atol=6e-5)
    np.testing.assert_array_equal(three, four[:3])
    assert ranks(four).tolist() == [3, 1, 4, 1]


# Saaty & Vargas (1984), tabulated in the same paper: dividing by the best of the list reverses as well.
SAATY_VARGAS = np.array([[1, 7, 3], [2, 6, 1], [2, 7, 6]], dtype=float)


def test_saaty_vargas_reverses_where_values_are_relative_to_the_best():
    two, three = (weighted_sum(t / t.max(axis=0), [1, 1, 1]) for t in (SAATY_VARGAS[:2], SAATY_VARGAS))
    np.testing.assert_allclose(two, [0.8333, 0.7302], atol=6e-5)
    np.testing.assert_allclose(three, [0.6667, 0.6746, 1.0], atol=6e-5)
    assert two[0] > two[1]
    assert three[0] < three[1]


def test_saaty_vargas_shares_of_the_list():
    two, three = (weighted_sum(t / t.sum(axis=0), [1, 1, 1]) for t in (SAATY_VARGAS[:2], SAATY_VARGAS))
    np.testing.assert_allclose(two, [0.5406, 0.4594], atol=6e-5)
    np.testing.assert_allclose(three, [0.2833, 0.2667, 0.4500], atol=6e-5)


def test_topsis_tzeng_huang_2011():
    # Tzeng & Huang (2011) Multiple Attribute Decision Making, CRC Press; restated in scikit-criteria's tests.
    closeness = topsis([[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]], [0.3, 0.4, 0.3], [1, 1, 1])
    np.testing.assert_allclose(closeness, [0.5037, 0.6581, 0.7482, 0.3340], atol=1e-4)
    assert ranks(closeness).tolist() == [3, 2, 1, 4]


def test_topsis_agrees_with_pymcdm():
    from pymcdm import methods, normalizations

    rng = np.random.default_rng(3)
    for _ in range(20):
        matrix, weights = rng.uniform(1, 100, (7, 4)), rng.dirichlet(np.ones(4))
        directions = rng.choice([-1, 1], 4)
        peer = methods.TOPSIS(lambda x, cost: normalizations.vector_normalization(x))
        # pymcdm turns costs round while it normalises; given the sign beforehand there is nothing left to turn.
        expected = peer(matrix * directions, weights, np.ones(4))
        np.testing.assert_allclose(topsis(matrix, weights, directions), expected, atol=1e-12)


def test_weighted_sum_agrees_with_scikit_criteria():
    import skcriteria
    from skcriteria.agg import simple

    rng = np.random.default_rng(4)
    values, weights = rng.uniform(0, 1, (9, 4)), rng.dirichlet(np.ones(4))
    peer = simple.WeightedSumModel().evaluate(skcriteria.mkdm(values, [1] * 4, weights=weights))
    np.testing.assert_allclose(weighted_sum(values, weights), peer.e_.score, atol=1e-12)
    np.testing.assert_array_equal(ranks(weighted_sum(values, weights)), peer.rank_)


# ------------------------------------------------------------------------------ no site looks at another site


@given(tables(min_sites=2), st.data())
def test_leaving_sites_never_moves_a_score(table, data):
    values, weights = table
    kept = sorted(data.draw(st.sets(st.sampled_from(range(len(values))), min_size=1)))
    np.testing.assert_array_equal(weighted_sum(values[kept], weights), weighted_sum(values, weights)[kept])


@pytest.mark.parametrize("method", [weighted_sum, lambda v, w: owa(v, w, 0), lambda v, w: owa(v, w, 0.3)])
@pytest.mark.parametrize("layout", [np.ascontiguousarray, np.asfortranarray])
def test_a_score_is_the_same_to_the_last_bit_alone_or_in_a_list(method, layout):
    rng = np.random.default_rng(11)
    for _ in range(20):
        values, weights = rng.random((6, 12)), rng.random(12)
        scores = method(layout(values), weights)
        assert scores.tolist() == [float(method(row[None], weights)[0]) for row in values]


@given(tables(min_sites=2), st.data())
def test_adding_or_copying_sites_never_reorders_the_others(table, data):
    values, weights = table
    n = len(values)
    more = data.draw(arrays(np.float64, (3, values.shape[1]), elements=grid))
    copies = values[data.draw(st.lists(st.integers(0, n - 1), max_size=3))]
    before = ranks(weighted_sum(values, weights))
    after = ranks(weighted_sum(np.vstack([values, more, copies]), weights))[:n]
    np.testing.assert_array_equal(np.sign(before[:, None] - before[None, :]), np.sign(after[:, None] - after[None, :]))


@given(tables(), st.data())
def test_reordering_sites_reorders_their_ranks_alike(table, data):
    values, weights = table
    order = data.draw(st.permutations(range(len(values))))
    np.testing.assert_array_equal(
        ranks(weighted_sum(values[order], weights)), ranks(weighted_sum(values, weights))[order]
    )


@given(tables(), st.floats(1e-3, 1e3))
def test_scaling_all_weights_changes_nothing(table, factor):
    values, weights = table
    np.testing.assert_allclose(weighted_sum(values, factor * weights), weighted_sum(values, weights), atol=1e-14)


@pytest.mark.parametrize("factor", [1e-308, 5e307])
def test_extreme_weights_keep_their_proportions(factor):
    np.testing.assert_allclose(weighted_sum([[1, 0], [0, 1]], [factor, 3 * factor]), [0.25, 0.75])


@given(tables(), st.data())
def test_improving_a_criterion_never_lowers_a_rank(table, data):
    values, weights = table
    site, criterion = (data.draw(st.integers(0, size - 1)) for size in values.shape)
    better = values.copy()
    better[site, criterion] = min(1.0, better[site, criterion] + data.draw(grid))
    assert ranks(weighted_sum(better, weights))[site] <= ranks(weighted_sum(values, weights))[site]


# ---------------------------------------------------------------------------------------------------- caution


@given(tables())
def test_without_caution_owa_is_the_weighted_sum(table):
    np.testing.assert_array_equal(owa(*table, 0), weighted_sum(*table))


@given(tables())
def test_full_caution_is_the_weakest_weighted_link(table):
    values, weights = table
    np.testing.assert_array_equal(owa(values, weights, 1), values[:, weights > 0].min(axis=1))


@given(tables(), st.floats(0, 1), st.floats(0, 1))
def test_a_score_never_rises_with_caution(table, a, b):
    assert (owa(*table, min(a, b)) >= owa(*table, max(a, b)) - 1e-12).all()


@given(tables(), st.floats(0, 1), st.data())
def test_owa_never_falls_when_a_value_rises(table, caution, data):
    values, weights = table
    better = np.maximum(values, data.draw(arrays(np.float64, values.shape, elements=grid)))
    assert (owa(better, weights, caution) >= owa(values, weights, caution) - 1e-12).all()


@given(tables(), st.floats(0, 1))
def test_owa_stays_between_worst_and_best_and_ignores_unweighted_criteria(table, caution):
    values, weights = table
    scores, counted = owa(values, weights, caution), values[:, weights > 0]
    assert (scores >= counted.min(axis=1) - 1e-12).all()
    assert (scores <= counted.max(axis=1) + 1e-12).all()
    np.testing.assert_allclose(scores, owa(counted, weights[weights > 0], caution), atol=1e-14)


def test_owa_by_hand():
    # Half caution: Q(r) = r^2; values 0.9 (weight 0.25), 0.5 (0.75): 0.9 * 0.0625 + 0.5 * 0.9375.
    assert owa([[0.5, 0.9]], [0.75, 0.25], 0.5)[0] == pytest.approx(0.9 * 0.0625 + 0.5 * 0.9375, abs=1e-15)


@pytest.mark.parametrize("caution", [1 - 1e-3, 1 - 1e-9, 1 - 2**-53])
def test_owa_has_no_jump_before_full_caution(caution):
    values, weights = [[0.9, 0.8, 0.1]], [0.1, 0.2, 0.7]
    assert owa(values, weights, caution)[0] == pytest.approx(0.1, abs=1e-9)


def test_the_weakest_link_counts_though_the_weights_add_up_to_less_than_one():
    assert np.cumsum(np.full(10, 0.1))[-1] < 1
    assert owa([[0.9] * 9 + [0.1]], [0.1] * 10, 1 - 2**-53)[0] == pytest.approx(0.1, abs=1e-9)


@pytest.mark.parametrize("caution", [-0.1, 1.1, float("nan")])
def test_caution_outside_its_range_is_refused(caution):
    with pytest.raises(ScenarioError, match="caution: expected a number from 0 to 1"):
        owa([[1.0]], [1], caution)


# ----------------------------------------------------------------------------------------------- topsis' edges


def test_topsis_counts_a_column_of_zeros_as_nothing():
    matrix = np.array([[1.0, 0], [2, 0], [3, 0]])
    np.testing.assert_allclose(topsis(matrix, [1, 5], [1, -1]), [0, 0.5, 1])


@pytest.mark.parametrize("matrix", [[[3, 4]], [[3, 4], [3, 4], [3, 4]], [[0, 0], [0, 0]]])
def test_topsis_of_sites_all_alike_is_one_half(matrix):
    assert topsis(matrix, [1, 1], [1, -1]).tolist() == [0.5] * len(matrix)


def test_topsis_turns_round_with_its_directions():
    matrix = [[5, 8], [7, 6], [8, 9]]
    up, down = topsis(matrix, [1, 2], [1, 1]), topsis(matrix, [1, 2], [-1, -1])
    np.testing.assert_allclose(up, 1 - down)


@given(tables(), st.integers(-600, 600))
def test_topsis_is_finite_and_does_not_depend_on_units(table, power):
    values, weights = table
    closeness = topsis(values, weights, np.ones(values.shape[1]))
    assert ((closeness >= 0) & (closeness <= 1)).all()
    np.testing.assert_allclose(topsis(values * 2.0**power, weights, np.ones(values.shape[1])), closeness, atol=1e-12)


def test_topsis_refuses_other_directions():
    with pytest.raises(ScenarioError, match=r"directions: found 0\.0 at place 1"):
        topsis([[1, 2]], [1, 1], [1, 0])
    with pytest.raises(ScenarioError, match="directions: expected 2 numbers"):
        topsis([[1, 2]], [1, 1], [1])


# ------------------------------------------------------------------------------------------------------- ranks


def test_ranks_skip_after_a_tie():
    assert ranks([0.5, 0.9, 0.5, 0.1]).tolist() == [2, 1, 2, 4]


def test_scores_equal_to_the_resolution_share_a_rank():
    assert ranks([0.5, 0.5 + 1e-9, 0.6]).tolist() == [2, 2, 1]
    assert ranks([0.51, 0.52, 0.6], resolution=0.1).tolist() == [2, 2, 1]


@pytest.mark.parametrize("resolution", [0, -1, float("nan"), float("inf")])
def test_a_resolution_that_separates_nothing_is_refused(resolution):
    with pytest.raises(ScenarioError, match="resolution: expected a number above 0"):
        ranks([1, 2], resolution=resolution)


def test_no_scores_have_no_ranks():
    assert ranks([]).tolist() == []
    assert weighted_sum(np.empty((0, 2)), [1, 1]).tolist() == []
    assert owa(np.empty((0, 2)), [1, 1], 0.3).tolist() == []
    assert topsis(np.empty((0, 2)), [1, 1], [1, 1]).tolist() == []


@settings(max_examples=50)
@given(arrays(np.float64, st.integers(1, 8), elements=grid))
def test_a_rank_is_one_more_than_the_number_of_better_scores(scores):
    assert ranks(scores).tolist() == [1 + int((scores > score).sum()) for score in scores]


# --------------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_bad_scores_and_values_are_named_by_place(bad):
    with pytest.raises(ScenarioError, match=rf"scores: found {bad} at place 1; every number must be finite"):
        ranks([1, bad])
    with pytest.raises(ScenarioError, match=rf"values: found {bad} in row 1, column 0"):
        weighted_sum([[1, 2], [bad, 3]], [1, 1])


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1, -1], "weights: found -1.0 at place 1; a weight must not be negative"),
        ([1, np.nan], "weights: found nan at place 1"),
        ([0, 0], "weights: at least one weight must be greater than 0"),
        ([1, 1, 1], "weights: expected 2 numbers, one for each criterion, found 3"),
        ([[1, 1]], r"weights: expected 1 dimensions, found an array of shape \(1, 2\)"),
        (["a", 1], "weights: expected rows of numbers of one length"),
    ],
)
@pytest.mark.parametrize("method", [weighted_sum, lambda v, w: owa(v, w, 0.5), lambda v, w: topsis(v, w, [1, 1])])
def test_bad_weights_are_refused(method, weights, message):
    with pytest.raises(ScenarioError, match=message):
        method([[1, 2], [3, 4]], weights)


def test_a_ragged_table_is_refused():
    with pytest.raises(ScenarioError, match="values: expected rows of numbers of one length"):
        weighted_sum([[1, 2], [3]], [1, 1])
