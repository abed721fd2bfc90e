from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geo_app.measures.anchors import draw_factors


def test_factors_lie_within_the_most_and_their_logarithms_are_even(pack):
    factors = draw_factors(pack.criteria["rail"], 1.5, 4_000, 1)
    assert factors.shape == (4_000, 1)
    assert 1 / 1.5 <= factors.min() < 0.67 < 1.49 < factors.max() <= 1.5
    position = (np.log(factors[:, 0]) / np.log(1.5) + 1) / 2
    assert np.histogram(position, 4, (0, 1))[0] / 4_000 == pytest.approx(0.25, abs=0.03)


def test_factors_depend_on_the_criterion_and_the_seed_alone(pack):
    rail = draw_factors(pack.criteria["rail"], 1.5, 50, 1)
    assert np.array_equal(draw_factors(replace(pack.criteria["rail"], radius_m=5.0), 1.5, 50, 1), rail)
    assert not np.array_equal(draw_factors(pack.criteria["border"], 1.5, 50, 1), rail)
    assert not np.array_equal(draw_factors(pack.criteria["rail"], 1.5, 50, 2), rail)


def test_a_yes_or_no_has_no_anchors_to_doubt_and_certainty_varies_nothing(pack):
    for criterion in (
        replace(pack.criteria["rail"], measure="member"),
        replace(pack.criteria["rail"], measure="inside"),
    ):
        assert (draw_factors(criterion, 1.5, 20, 1) == 1).all()
    assert (draw_factors(pack.criteria["rail"], 1.0, 20, 1) == 1).all()
