from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo_app.core.errors import ScenarioError
from geo_app.ranking import smaa as smaa_module
from geo_app.ranking.aggregation import ranks, weighted_sum
from geo_app.ranking.smaa import MAX_SITES, alike, judge, outranking, smaa, top_shares

grid = st.integers(0, 8).map(lambda k: k / 8)
tables = st.tuples(st.integers(1, 6), st.integers(1, 4)).flatmap(lambda s: arrays(np.float64, s, elements=grid))

# Three sites, two criteria, w ~ U(0, 1): A is first for w > 0.6, C between, B for w < 0.4; B and A are last for
# w > 0.5 and w < 0.5. Exact, by hand.
ABC = np.array([[1, 0], [0, 1], [0.6, 0.6]])
DRAWS = 200_000


def any_weights(draws, m, seed):
    """The pieces of a stick of 2**26 steps cut at m - 1 random places, number by number."""
    bits = np.random.PCG64(seed)
    for _ in range(draws):
        cuts = [0, *sorted(bits.random_raw() >> 38 for _ in range(m - 1)), 2**26]
        yield np.diff(cuts) / 2**26


def naive(values, draws, seed):
    """Rank draw by draw, in words that follow the definition."""
    n = len(values)
    held, beats = np.zeros((n, n)), np.full((n, n), 0.0)
    for w in any_weights(draws, values.shape[1], seed):
        scores = np.round(values @ w, 9)
        for i, score in enumerate(scores):
            better, equal = (scores > score).sum(), (scores == score).sum()
            held[i, better : better + equal] += 1 / equal
            beats[i] += (score > scores) + 0.5 * (score == scores)
    return held / draws, beats / draws


# -------------------------------------------------------------------------------------------- the analytic case


def test_acceptabilities_of_the_analytic_case():
    expected = np.array([[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0.0]])
    found = smaa(ABC, DRAWS, seed=1).acceptability
    assert (np.abs(found - expected) <= 3 * np.sqrt(expected * (1 - expected) / DRAWS)).all()


def test_central_weights_of_the_analytic_case():
    found = smaa(ABC, DRAWS, seed=1)
    np.testing.assert_allclose(found.central_weights, [[0.8, 0.2], [0.2, 0.8], [0.5, 0.5]], atol=0.002)
    assert found.confidence.tolist() == [1, 1, 1]


def test_outranking_of_the_analytic_case():
    # A beats B for w > 0.5, C for w > 0.6.
    expected = [[0.5, 0.5, 0.4], [0.5, 0.5, 0.4], [0.6, 0.6, 0.5]]
    np.testing.assert_allclose(outranking(ABC, DRAWS, seed=1), expected, atol=0.004)


# -------------------------------------------------------------------------------------------------- definitions


@settings(max_examples=25, deadline=None)
@given(tables, st.integers(0, 99))
def test_counts_equal_those_of_ranking_draw_by_draw(values, seed):
    held, beats = naive(values, 60, seed)
    np.testing.assert_allclose(smaa(values, 60, seed).acceptability, held, atol=1e-12)
    np.testing.assert_allclose(outranking(values, 60, seed), beats, atol=1e-12)


@settings(max_examples=25, deadline=None)
@given(tables, st.data())
def test_acceptabilities_sum_to_one_by_site_and_by_rank(values, data):
    weights = data.draw(arrays(np.float64, values.shape[1], elements=st.integers(0, 3)).filter(np.any))
    for found in (smaa(values, 70, 5), smaa(values, 70, 5, weights, 0.5)):
        np.testing.assert_allclose(found.acceptability.sum(axis=0), 1, atol=1e-9)
        np.testing.assert_allclose(found.acceptability.sum(axis=1), 1, atol=1e-9)
        assert ((found.acceptability >= 0) & (found.acceptability <= 1)).all()


@settings(max_examples=25, deadline=None)
@given(tables, st.data())
def test_without_spread_every_draw_is_the_ranking(values, data):
    weights = data.draw(arrays(np.float64, values.shape[1], elements=st.sampled_from([0, 1, 2, 4])).filter(np.any))
    place = ranks(weighted_sum(values, weights))
    found = smaa(values, 3, 0, weights, 0.0).acceptability
    for site, rank in enumerate(place):
        equal = int((place == rank).sum())
        np.testing.assert_allclose(found[site, rank - 1 : rank - 1 + equal], 1 / equal, atol=1e-12)


@settings(max_examples=25, deadline=None)
@given(tables)
def test_outranking_shares_of_a_pair_sum_to_one(values):
    shares = outranking(values, 50, 3)
    np.testing.assert_allclose(shares + shares.T, 1, atol=1e-12)


@settings(max_examples=25, deadline=None)
@given(tables)
def test_central_weights_are_weights_where_a_site_is_ever_first(values):
    found = smaa(values, 80, 2)
    ever = found.acceptability[:, 0] > 0
    np.testing.assert_allclose(found.central_weights[ever].sum(axis=1), 1, atol=1e-12)
    assert np.isnan(found.central_weights[~ever]).all()
    assert np.isnan(found.confidence[~ever]).all()
    assert (found.confidence[ever] == 1).all()


def test_a_dominated_site_is_never_first():
    found = smaa([[0.9, 0.8], [0.8, 0.7]], 100, 0)
    assert found.acceptability.tolist() == [[1, 0], [0, 1]]
    assert np.isnan(found.central_weights[1]).all()
    assert np.isnan(found.confidence[1])


def test_copies_share_their_ranks_evenly():
    found = smaa([[0.2, 0.9], [0.2, 0.9], [0.2, 0.9], [0.1, 0.1]], 999, 4)
    third = 1 / 3
    expected = [[third, third, third, 0]] * 3 + [[0, 0, 0, 1]]
    np.testing.assert_allclose(found.acceptability, expected, atol=1e-12)
    assert (found.acceptability[3, :3] == 0).all()


def test_copies_are_alike_to_the_last_bit():
    values = np.round(np.random.default_rng(3).random((40, 3)), 1)
    values[[10, 20]] = values[3] = [0.9, 0.8, 0.9]
    found = smaa(values, 5000, 1)
    # Worth asking only where other sites join their ties now and then.
    assert len(np.unique(values, axis=0)) < 40
    for copy in (10, 20):
        np.testing.assert_array_equal(found.acceptability[copy], found.acceptability[3])
        np.testing.assert_array_equal(found.central_weights[copy], found.central_weights[3])


@pytest.mark.parametrize("seed", range(5))
def test_what_fractions_leave_in_the_last_bits_is_no_share(seed):
    positions = np.round(np.random.default_rng(seed).random((9, 25, 2)), 1)
    found = smaa(positions[0], 300, seed, positions=positions).acceptability
    assert (found >= 0).all()
    # The least share there can be: one draw, shared by all sites.
    assert found[found > 0].min() >= 1 / (300 * 25)


def test_scores_in_one_step_share_their_ranks_and_their_confidence():
    found = smaa([[0.5], [0.5 + 2**-24]], 10, 0)
    assert found.acceptability.tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert found.confidence.tolist() == [1, 1]
    assert smaa([[0.5], [0.5 + 2**-22]], 10, 0).acceptability.tolist() == [[0, 1], [1, 0]]


def test_joint_firsts_share_the_weights_of_their_draws():
    # In every other draw both sites are first, in the others the one at the top alone.
    positions = [[[0.5, 0.5], [0.5, 0.5]], [[1, 1], [0, 0]]]
    weights = np.array(list(any_weights(100, 2, 7)))
    joint, alone = weights[0::2].sum(axis=0), weights[1::2].sum(axis=0)
    found = smaa(positions[0], 100, 7, positions=positions).central_weights
    np.testing.assert_allclose(found, [(joint / 2 + alone) / 75, joint / 50], atol=1e-12)


def test_scores_are_exact():
    values = np.random.default_rng(5).random((30, 6))
    study = smaa_module._study(values, 200, 3, None, None, None)
    scores = smaa_module._scores(study, np.arange(200))
    whole_values = [[round(v * 2**24) for v in row] for row in values]
    for k, w in enumerate(any_weights(200, 6, 3)):
        whole_weights = [int(x * 2**26) for x in w]
        exact = [sum(a * b for a, b in zip(row, whole_weights, strict=True)) for row in whole_values]
        assert scores[k].tolist() == [score >> (50 - study.score_bits) for score in exact]


@pytest.mark.parametrize("n", [256, 257, 600])
def test_many_sites_are_ranked_as_few_are(n):
    values = np.random.default_rng(7).random((n, 3))
    off = np.abs(smaa(values, 40, 11).acceptability - naive(values, 40, 11)[0])
    # Among so many scores a few pairs are nearer than a step: they share two ranks here and not there.
    assert off.max() <= 0.5 / 40 + 1e-12
    assert (off > 1e-12).sum() <= n // 10


@pytest.mark.parametrize("scores", [1, 500])
def test_blocks_join_without_a_seam(monkeypatch, scores):
    values = np.random.default_rng(8).random((12, 3))
    positions = np.random.default_rng(9).random((7, 12, 3))
    whole = smaa(values, 500, 2, positions=positions), outranking(values, 500, 2, positions=positions)
    monkeypatch.setattr(smaa_module, "_BLOCK", scores)
    monkeypatch.setattr(smaa_module, "_PAIR_BLOCK", scores)
    monkeypatch.setattr(smaa_module, "_SERIAL_PRODUCT", scores)
    parts = smaa(values, 500, 2, positions=positions), outranking(values, 500, 2, positions=positions)
    np.testing.assert_array_equal(parts[0].acceptability, whole[0].acceptability)
    np.testing.assert_allclose(parts[0].central_weights, whole[0].central_weights, rtol=1e-12)
    np.testing.assert_array_equal(parts[1], whole[1])


# ------------------------------------------------------------------------------------------- what is drawn, how


def test_the_seed_decides():
    values = np.random.default_rng(1).random((5, 3))
    one, same, other = (smaa(values, 200, seed) for seed in (1, 1, 2))
    for a, b in zip(one, same, strict=True):
        np.testing.assert_array_equal(a, b)
    assert (one.acceptability != other.acceptability).any()


def test_the_seed_gives_the_same_counts_on_any_machine():
    # Counted once; other numbers mean that seeds of published rankings no longer give what was published.
    values = [[0.9, 0.1, 0.4], [0.2, 0.8, 0.5], [0.5, 0.5, 0.5], [0.6, 0.3, 0.6]]
    assert (smaa(values, 1000, 2026).acceptability * 1000).round(6).tolist() == [
        [336, 78, 35, 551],
        [467, 41, 65, 427],
        [6, 529, 465, 0],
        [191, 352, 435, 22],
    ]
    assert (smaa(values, 1000, 2026, [3, 2, 1], 0.5).acceptability * 1000).round(6).tolist() == [
        [722, 24, 73, 181],
        [207, 39, 50, 704],
        [63, 448, 489, 0],
        [8, 489, 388, 115],
    ]


@pytest.mark.parametrize("m", [1, 2, 3, 5])
def test_any_weights_are_uniform_on_the_simplex(m):
    # There a weight exceeds t with probability (1 - t) ** (m - 1): exact.
    for criterion in range(m):
        for t in (0.1, 0.4):
            expected = (1 - t) ** (m - 1)
            found = smaa([np.eye(m)[criterion], [t] * m], DRAWS, 4).acceptability[0, 0]
            assert found == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / DRAWS) + 1e-12)


def test_weights_vary_within_their_spread():
    # Site 0 is first while w0 > 0.5 * (w0 + w1): never, with w0 in 0.2 ± 50 % and w1 in 0.8 ± 50 %.
    values = np.eye(2)
    assert smaa(values, 500, 0, [0.2, 0.8], 0.5).acceptability[0, 0] == 0
    # With ± 100 % it is: w0 = 0.2 (1 + u) > w1 = 0.8 (1 + v) for u, v ~ U(-1, 1) has probability 1/8.
    found = smaa(values, DRAWS, 0, [0.2, 0.8], 1.0)
    assert found.acceptability[0, 0] == pytest.approx(1 / 8, abs=3 * np.sqrt(7 / 64 / DRAWS))


def test_a_weight_of_zero_stays_zero():
    found = smaa([[0.5, 1], [0.6, 0]], 50, 0, [1, 0], 1.0)
    assert found.acceptability.tolist() == [[0, 1], [1, 0]]
    assert found.central_weights[1].tolist() == [1, 0]


def test_only_the_proportions_of_weights_count():
    values = np.random.default_rng(2).random((6, 3))
    one, scaled = smaa(values, 300, 3, [1, 2, 5], 0.3), smaa(values, 300, 3, [8, 16, 40], 0.3)
    np.testing.assert_array_equal(one.acceptability, scaled.acceptability)


def test_every_position_counts_alike():
    values = np.array([[0.5], [0.4]])
    positions = np.array([values, values, values, [[0.3], [0.4]]])
    found = smaa(values, 400, 0, positions=positions)
    assert found.acceptability.tolist() == [[0.75, 0.25], [0.25, 0.75]]
    assert found.confidence.tolist() == [0.75, 0.25]
    assert outranking(values, 400, 0, positions=positions)[0, 1] == 0.75


def test_one_position_is_as_good_as_the_values():
    values = np.random.default_rng(2).random((6, 3))
    for a, b in zip(smaa(values, 100, 3), smaa(0 * values, 100, 3, positions=values[None]), strict=True):
        np.testing.assert_array_equal(a, b)


def test_more_positions_than_draws_use_the_first_ones():
    positions = np.array([[[1.0], [0.0]]] * 3 + [[[0.0], [1.0]]] * 5)
    assert smaa(positions[0], 3, 0, positions=positions).acceptability[0, 0] == 1


def test_positions_meet_the_weights_of_their_own_draws():
    rng = np.random.default_rng(6)
    positions = rng.random((7, 5, 3))
    held = np.zeros((5, 5))
    for k, w in enumerate(any_weights(50, 3, 9)):
        held[np.arange(5), ranks(weighted_sum(positions[k % 7], w)) - 1] += 1 / 50
    np.testing.assert_allclose(smaa(positions[0], 50, 9, positions=positions).acceptability, held, atol=1e-12)


def test_no_sites_and_one_site():
    assert smaa(np.empty((0, 2)), 10, 0).acceptability.shape == (0, 0)
    assert outranking(np.empty((0, 2)), 10, 0).shape == (0, 0)
    assert smaa([[0.3, 0.4]], 10, 0).acceptability.tolist() == [[1]]
    assert outranking([[0.3, 0.4]], 10, 0).tolist() == [[0.5]]


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_values_at_the_ends_of_their_range(value):
    assert smaa([[value] * 3, [0.5] * 3], 20, 0).acceptability[0].tolist() == [value, 1 - value]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"values": [[0.5, np.nan]]}, r"values: found nan in row 0, column 1"),
        ({"values": [[0.5, 1.5]]}, r"values: found 1\.5 in row 0, column 1; values must lie between 0 and 1"),
        ({"values": np.empty((3, 0))}, "values: expected at least one criterion"),
        ({"values": np.zeros((MAX_SITES + 1, 1))}, f"at most {MAX_SITES} sites, found {MAX_SITES + 1}"),
        ({"draws": 0}, "draws: expected a whole number of 1 or more, found 0"),
        ({"draws": float("nan")}, "draws: expected a whole number of 1 or more, found nan"),
        ({"draws": float("inf")}, "draws: expected a whole number of 1 or more, found inf"),
        ({"seed": -1}, "seed: expected a whole number of 0 or more, found -1"),
        ({"seed": 1.5}, r"seed: expected a whole number of 0 or more, found 1\.5"),
        ({"weights": [1, 1]}, "weights and spread: give both"),
        ({"spread": 0.5}, "weights and spread: give both"),
        ({"weights": [1, 1], "spread": 1.5}, r"spread: expected a number from 0 to 1, found 1\.5"),
        ({"weights": [1, -1], "spread": 0.5}, r"weights: found -1\.0 at place 1"),
        ({"weights": [1], "spread": 0.5}, "weights: expected 2 numbers"),
        ({"positions": [[[0.5, 0.5]]]}, r"positions: expected shape \('p', 2, 2\).*found \(1, 1, 2\)"),
        ({"positions": np.empty((0, 2, 2))}, "positions: expected shape"),
        ({"positions": [[[0, 0], [0, 2]]]}, r"positions: found 2\.0 at position 0, row 1, column 1"),
    ],
)
@pytest.mark.parametrize("function", [smaa, outranking, judge])
def test_bad_studies_are_refused(function, arguments, message):
    with pytest.raises(ScenarioError, match=message):
        function(**{"values": [[0, 1], [1, 0]], "draws": 10, "seed": 0} | arguments)


# ------------------------------------------------------------------------------------------- shares and who is alike


def test_top_shares_add_up_the_first_ranks():
    table = [[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0.0]]
    np.testing.assert_allclose(top_shares(table, 1), [0.4, 0.4, 0.2])
    np.testing.assert_allclose(top_shares(table, 2), [0.5, 0.5, 1.0])
    assert top_shares(table, 9).tolist() == [1, 1, 1]
    with pytest.raises(ScenarioError, match="k: expected a whole number"):
        top_shares(table, 0)


SHARES = np.array([[0.5, 0.95, 0.99], [0.05, 0.5, 0.6], [0.01, 0.4, 0.5]])


def test_sites_that_beat_each_other_now_and_then_are_alike():
    assert alike(SHARES) == ((), (2,), (1,))
    assert alike(SHARES, threshold=0.96) == ((1,), (0, 2), (1,))
    assert alike(SHARES, threshold=0.6) == ((), (), ())
    assert alike(np.empty((0, 0))) == ()


def test_being_alike_is_not_handed_on():
    chain = np.array([[0.5, 0.7, 0.95], [0.3, 0.5, 0.7], [0.05, 0.3, 0.5]])
    assert alike(chain) == ((1,), (0, 2), (1,))


def test_a_threshold_is_a_share():
    with pytest.raises(ScenarioError, match="threshold: expected a number from 0 to 1"):
        alike(SHARES, threshold=90)


def test_shares_of_pairs_are_square():
    with pytest.raises(ScenarioError, match=r"as many rows as columns, found shape \(1, 3\)"):
        alike(SHARES[:1])


@settings(max_examples=25, deadline=None)
@given(tables, st.data())
def test_alike_is_mutual(values, data):
    found = alike(outranking(values, 50, data.draw(st.integers(0, 9))))
    assert all(site in found[other] for site, others in enumerate(found) for other in others)


# ------------------------------------------------------------------------------------------------- both at once


@settings(max_examples=25, deadline=None)
@given(tables, st.integers(0, 99))
def test_one_drawing_answers_both_questions(values, seed):
    found = judge(values, 60, seed)
    for one, other in zip(found[:3], smaa(values, 60, seed), strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(found.outranking, outranking(values, 60, seed))


def test_pairs_of_many_sites_are_compared_in_the_first_draws(monkeypatch):
    values = np.random.default_rng(4).random((6, 3))
    monkeypatch.setattr(smaa_module, "_COMPARISONS", 15 * 40)
    monkeypatch.setattr(smaa_module, "_LEAST_PAIR_DRAWS", 10)
    found = judge(values, 500, 1, [1, 2, 3], 0.5)
    np.testing.assert_array_equal(found.outranking, outranking(values, 40, 1, [1, 2, 3], 0.5))
    np.testing.assert_array_equal(found.acceptability, smaa(values, 500, 1, [1, 2, 3], 0.5).acceptability)


@pytest.mark.parametrize("draws", [1, 7, 8, 63, 64, 65, 129])
def test_pairs_are_counted_to_the_last_draw(draws):
    assert outranking([[0.9], [0.1], [0.9]], draws, 0).tolist() == [[0.5, 1, 0.5], [0, 0.5, 0], [0.5, 1, 0.5]]


def test_numbers_that_are_kept_are_not_those_of_another_study():
    values = np.random.default_rng(5).random((4, 3))
    before = smaa(values, 300, 6, [1, 1, 1], 0.5)
    smaa(values, 300, 7, [1, 1, 1], 0.5), smaa(values, 301, 6, [1, 1, 1], 0.9), smaa(values, 300, 6)
    again = smaa(values, 300, 6, [1, 1, 1], 0.5)
    for one, other in zip(before, again, strict=True):
        np.testing.assert_array_equal(one, other)


def test_many_random_numbers_are_not_kept(monkeypatch):
    values = np.random.default_rng(5).random((4, 3))
    kept = [smaa(values, 200, 8, [1, 1, 1], 0.5), smaa(values, 200, 8)]
    monkeypatch.setattr(smaa_module, "_KEPT", 0)
    anew = [smaa(values, 200, 8, [1, 1, 1], 0.5), smaa(values, 200, 8)]
    for one, other in zip(kept, anew, strict=True):
        np.testing.assert_array_equal(one.acceptability, other.acceptability)
