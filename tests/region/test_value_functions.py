from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.core.errors import ScenarioError
from geo_app.region.model import ValueFunction, ValueKind
from geo_app.region.value_functions import check, domain, drawn, evaluate, from_dict, reshaped, stretched, to_dict

# Partial value functions of the R package smaa 0.3-2 (tests/pvf.R and its man page), clipped outside the cutoffs.
CUTOFFS = ((50.0, 1.0), (75.0, 0.8), (90.0, 0.5), (100.0, 0.0))


@pytest.mark.parametrize(
    ("points", "x", "expected"),
    [
        (CUTOFFS, [50, 60, 75, 90, 100], [1, 0.92, 0.8, 0.5, 0]),
        (CUTOFFS, [10, 40, 101, 120], [1, 1, 0, 0]),
        (((-0.15, 0), (0, 0.1), (0.25, 0.9), (0.35, 1)), [0.35, -0.15, 0, 0.25, 0.1], [1, 0, 0.1, 0.9, 0.42]),
    ],
)
def test_piecewise_published_case(points, x, expected):
    np.testing.assert_allclose(evaluate(ValueFunction("piecewise", points), x), expected, atol=1e-12)


def test_threshold_holds_up_to_and_at_its_x():
    function = ValueFunction("threshold", ((10, 1), (10, 0.2)))
    np.testing.assert_array_equal(evaluate(function, [9, 10, 10.1]), [1, 1, 0.2])


@pytest.mark.parametrize("kind", ["exponential", "gaussian"])
def test_decay_is_full_then_halves_at_its_anchors(kind):
    function = ValueFunction(kind, ((5, 1), (25, 0.5)))
    np.testing.assert_allclose(evaluate(function, [0, 5, 25]), [1, 1, 0.5])


@pytest.mark.parametrize(("kind", "at_twice"), [("exponential", 0.25), ("gaussian", 0.5**4)])
def test_decay_shapes_differ_beyond_the_half(kind, at_twice):
    assert evaluate(ValueFunction(kind, ((0, 1), (10, 0.5))), 20) == pytest.approx(at_twice)


def test_decay_can_fall_towards_smaller_values():
    function = ValueFunction("exponential", ((100, 1), (50, 0.5)))
    np.testing.assert_allclose(evaluate(function, [150, 100, 50, 0]), [1, 1, 0.5, 0.25])


def test_ideal_range():
    function = ValueFunction("ideal", ((0, 0), (10, 1), (20, 1), (30, 0)))
    np.testing.assert_allclose(evaluate(function, [-5, 5, 15, 25, 40]), [0, 0.5, 1, 0.5, 0])


@pytest.mark.parametrize("kind", ["linear", "threshold", "exponential", "gaussian"])
def test_nan_stays_nan(kind):
    points = ((10, 1), (10, 0)) if kind == "threshold" else ((0, 1), (10, 0.5))
    assert np.isnan(evaluate(ValueFunction(kind, points), [np.nan])).all()


@pytest.mark.parametrize(
    ("kind", "points", "problem"),
    [
        ("cubic", ((0, 0), (1, 1)), "unknown kind"),
        ("linear", ((0, 0),), "at least two"),
        ("linear", ((0, 0), (1, 1), (2, 0)), "wrong number"),
        ("linear", ((0, 0), (0, 1)), "must increase"),
        ("linear", ((0, 0), (1, 1.5)), "between 0 and 1"),
        ("linear", ((0, 0), (float("inf"), 1)), "finite"),
        ("threshold", ((0, 1), (1, 0)), "share one x"),
        ("gaussian", ((0, 1), (10, 0.3)), "0.5"),
    ],
)
def test_bad_anchors_say_what_is_wrong(kind, points, problem):
    with pytest.raises(ScenarioError, match=problem) as caught:
        check(ValueFunction(kind, points), "rail")
    assert "rail" in str(caught.value)


@pytest.mark.parametrize("spec", [None, [], {}, {"points": "x"}, {"points": [["a", 1], [2, 0]]}, {"points": [1, 2]}])
def test_unreadable_form_is_refused(spec):
    with pytest.raises(ScenarioError, match="rail"):
        from_dict(spec, "rail")


def test_written_form_reads_back():
    function = ValueFunction("piecewise", CUTOFFS)
    assert from_dict(to_dict(function), "rail") == function


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=6, unique=True), st.floats(allow_nan=False))
def test_values_stay_between_the_anchors(xs, x):
    points = tuple((a, i / len(xs)) for i, a in enumerate(sorted(xs)))
    value = float(evaluate(ValueFunction("piecewise", points), x))
    assert points[0][1] <= value <= points[-1][1]


# ------------------------------------------------------------------------------------------- drawing and reshaping

KINDS = get_args(ValueKind)
ANY = [
    ValueFunction("linear", ((0, 1), (60, 0))),
    ValueFunction("linear", ((10, 0), (250, 1))),
    ValueFunction("piecewise", ((0, 1), (5, 0.9), (40, 0))),
    ValueFunction("ideal", ((10, 0), (20, 1), (30, 1), (60, 0))),
    ValueFunction("threshold", ((25, 1), (25, 0))),
    ValueFunction("exponential", ((0, 1), (15, 0.5))),
    ValueFunction("gaussian", ((100, 1), (50, 0.5))),
]


@pytest.mark.parametrize("function", ANY)
def test_a_drawing_shows_anchors_and_measurements(function):
    low, high = domain(function, [3.0, np.nan, 75.0])
    assert low <= min(3.0, *(x for x, _ in function.points)) and high >= max(75.0, *(x for x, _ in function.points))
    points = drawn(function, low, high)
    assert points[0, 0] == low and points[-1, 0] == high
    assert (np.diff(points[:, 0]) >= 0).all()
    assert np.array_equal(points[:, 1], evaluate(function, points[:, 0]))
    assert {x for x, _ in function.points} <= set(points[:, 0])


def test_a_drawing_begins_at_nought_where_nothing_lies_below():
    assert domain(ValueFunction("linear", ((0, 1), (60, 0))))[0] == 0
    assert domain(ValueFunction("linear", ((-20, 0), (20, 1))))[0] < -20


def test_a_drawn_threshold_is_a_step():
    points = drawn(ValueFunction("threshold", ((25, 1), (25, 0))), 0, 50)
    falling = np.flatnonzero(np.diff(points[:, 1]))
    assert len(falling) == 1
    assert points[falling[0] + 1, 0] - points[falling[0], 0] < 1e-9


@pytest.mark.parametrize("function", ANY)
@pytest.mark.parametrize("kind", KINDS)
def test_another_kind_is_valid_and_keeps_the_direction(function, kind):
    found = check(reshaped(function, kind), "c")
    assert found.kind == kind
    if kind != "ideal" and function.kind != "ideal":
        low, high = domain(function)
        rises = evaluate(function, high) > evaluate(function, low)
        assert (evaluate(found, high) > evaluate(found, low)) == rises


# ----------------------------------------------------------------------------------------------------- stretched


@pytest.mark.parametrize(
    ("kind", "points", "other"),
    [
        ("linear", ((10.0, 1.0), (180.0, 0.0)), ((10.0, 1.0), (265.0, 0.0))),
        ("linear", ((0.0, 0.0), (1000.0, 1.0)), ((0.0, 0.0), (1500.0, 1.0))),
        ("linear", ((-10.0, 0.0), (-2.0, 1.0)), ((-14.0, 0.0), (-2.0, 1.0))),
        ("piecewise", ((0.0, 1.0), (5.0, 0.4), (20.0, 0.0)), ((0.0, 1.0), (7.5, 0.4), (30.0, 0.0))),
        ("ideal", ((2.0, 0.0), (4.0, 1.0), (6.0, 1.0), (8.0, 0.0)), ((2.0, 0.0), (5.0, 1.0), (8.0, 1.0), (11.0, 0.0))),
        ("threshold", ((10.0, 1.0), (10.0, 0.0)), ((15.0, 1.0), (15.0, 0.0))),
        ("exponential", ((2.0, 1.0), (12.0, 0.5)), ((2.0, 1.0), (17.0, 0.5))),
        ("gaussian", ((2.0, 1.0), (12.0, 0.5)), ((2.0, 1.0), (17.0, 0.5))),
    ],
)
def test_stretched_anchors_are_anchors_farther_from_the_one_nearest_to_zero(kind, points, other):
    raw = np.array([-30.0, -8.0, 0.0, 3.3, 7.0, 14.0, 60.0, 222.0, 1200.0, np.nan])
    found = stretched(ValueFunction(kind, points), raw, 1.5)
    assert found == pytest.approx(evaluate(ValueFunction(kind, other), raw), abs=1e-12, nan_ok=True)
    assert np.array_equal(
        stretched(ValueFunction(kind, points), raw, 1.0), evaluate(ValueFunction(kind, points), raw), equal_nan=True
    )
