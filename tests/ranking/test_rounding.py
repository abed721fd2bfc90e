"""What is shown adds up to the sum that is shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo_app.ranking.rounding import largest_remainder, shown_parts, shown_shares


@given(st.lists(st.floats(0, 100), min_size=1, max_size=15), st.integers(0, 3))
def test_parts_add_up_and_none_is_off_by_a_step(numbers, digits):
    total, step = sum(numbers), 10.0**-digits
    parts = shown_parts(numbers, total, digits)
    assert sum(parts) == pytest.approx(round(total / step) * step, abs=1e-6)
    assert all(abs(part - number) <= step * (1 + 1e-6) for part, number in zip(parts, numbers, strict=True))


def test_the_largest_remainders_get_what_is_left():
    assert shown_parts([33.37, 33.37, 33.26], 100, 0) == [34, 33, 33]
    assert shown_parts([0.26, -0.14], 0.1, 1) == [0.3, -0.2]
    assert shown_parts([], 0, 1) == []
    assert largest_remainder([[1.2, 2.9]], [3]).tolist() == [[1, 2]]


@given(arrays(np.float64, st.tuples(st.integers(1, 7), st.just(1)), elements=st.floats(0.01, 1)), st.randoms())
def test_shares_add_up_over_sites_and_over_ranks(seeds, random):
    n = len(seeds)
    # A mean of permutations is doubly stochastic, as rank acceptabilities are.
    shares = np.mean([np.eye(n)[random.sample(range(n), n)] for _ in range(20)], axis=0)
    shown = shown_shares(shares)
    assert shown[:, 0].sum() == 100
    assert (shown.sum(axis=1) == 100).all()
    assert np.abs(shown - 100 * shares).max() <= 2
