"""From a measured value to what it is worth, 0..1, by fixed anchors.

The anchors come from the scenario, never from the sites being ranked: a value function that looks at the list
reorders sites when one is added (Belton & Gear 1983), and a rank must not depend on who else applied.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import numpy as np
from numpy.typing import ArrayLike

from geo_app.core.arrays import Floats
from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message
from geo_app.region.model import ValueFunction, ValueKind

_POINT_COUNT = {"linear": 2, "ideal": 4, "threshold": 2, "exponential": 2, "gaussian": 2}


def evaluate(function: ValueFunction, raw: ArrayLike) -> Floats:
    """Value raw measurements.

    Parameters
    ----------
    function
        A function that `check` accepts.
    raw
        Any shape, in the criterion's unit; NaN stays NaN.

    Returns
    -------
    Array of the same shape, 0..1.
    """
    x = np.asarray(raw, dtype=np.float64)
    (x0, v0), (x1, v1) = function.points[0], function.points[-1]
    match function.kind:
        case "threshold":
            return np.where(np.isnan(x), np.nan, np.where(x <= x0, v0, v1))
        case "exponential":
            return np.power(0.5, np.maximum((x - x0) / (x1 - x0), 0.0))
        case "gaussian":
            return np.power(0.5, np.square(np.maximum((x - x0) / (x1 - x0), 0.0)))
        case _:
            anchors = np.asarray(function.points, dtype=np.float64)
            # np.interp holds the end values beyond the ends and passes NaN through.
            return np.asarray(np.interp(x, anchors[:, 0], anchors[:, 1]))


def stretched(function: ValueFunction, raw: ArrayLike, factor: float | Floats) -> Floats:
    """Value measurements as if the anchors lay farther apart, or nearer together.

    The anchor nearest to 0 stays where it is, and the others lie `factor` times as far from it. A threshold has one
    anchor, which is multiplied.

    Parameters
    ----------
    function
        A function that `check` accepts.
    raw, factor
        Shapes that broadcast; factors above 0.

    Returns
    -------
    Values 0..1 of the shape that they broadcast to; NaN where `raw` is.
    """
    anchors = [x for x, _ in function.points]
    fixed = 0.0 if function.kind == "threshold" else min(anchors, key=abs)
    return evaluate(function, fixed + (np.asarray(raw, dtype=np.float64) - fixed) / factor)


def value_range(function: ValueFunction, low: ArrayLike, high: ArrayLike) -> tuple[Floats, Floats]:
    """Find the least and the greatest value between two measurements.

    Parameters
    ----------
    function
        A function that `check` accepts.
    low, high
        (n,) in the criterion's unit; NaN where a bound is not known.

    Returns
    -------
    (n,) least and (n,) greatest values; 0 and 1 where a bound is NaN.
    """
    start, end = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    ends = evaluate(function, start), evaluate(function, end)
    least, greatest = np.minimum(*ends), np.maximum(*ends)
    if function.kind in ("piecewise", "ideal"):
        # Between two anchors it rises or falls all the way, so only an anchor can be higher or lower than both ends.
        for x, value in function.points:
            within = (start < x) & (x < end)
            least, greatest = (
                np.where(within, np.minimum(least, value), least),
                np.where(within, np.maximum(greatest, value), greatest),
            )
    unknown = np.isnan(start) | np.isnan(end)
    return np.where(unknown, 0.0, least), np.where(unknown, 1.0, greatest)


def domain(function: ValueFunction, raw: ArrayLike = ()) -> tuple[float, float]:
    """Choose what a drawing of a function shows: all its anchors, some of its decay, and all measurements.

    Parameters
    ----------
    function
        A function that `check` accepts.
    raw
        Measurements of any shape, in the criterion's unit; NaN is left out.

    Returns
    -------
    Lowest and highest x, the one below the other; nothing below 0 unless something lies there.
    """
    measured = np.asarray(raw, dtype=np.float64).ravel()
    ends = [x for x, _ in function.points]
    if function.kind in ("exponential", "gaussian"):
        ends.append(ends[0] + 3 * (ends[1] - ends[0]))
    found = np.array([*ends, *measured[np.isfinite(measured)]])
    low, high = float(found.min()), float(found.max())
    margin = 0.05 * (high - low) or max(0.5 * abs(high), 1.0)
    return (0.0 if 0 <= low <= margin else low - margin), high + margin


def drawn(function: ValueFunction, low: float, high: float, steps: int = 60) -> Floats:
    """Sample a function for a drawing.

    Returns
    -------
    (k, 2) x and value from `low` to `high`, with the anchors between them, so that no corner is cut.
    """
    corners = [x for x, _ in function.points if low < x < high]
    x = np.sort(np.concatenate([np.linspace(low, high, steps + 1), corners]))
    if function.kind == "threshold":
        # What lies just beyond the step has the other value.
        x = np.sort(np.append(x, np.nextafter(function.points[0][0], np.inf)))
    return np.column_stack([x, evaluate(function, x)])


def reshaped(function: ValueFunction, kind: ValueKind) -> ValueFunction:
    """Make a function of another kind that is worth most, and least, about where this one is."""
    best, worst = best_and_worst(function)
    middle = (best + worst) / 2
    low, high = min(best, worst), max(best, worst)
    third = (high - low) / 3
    values = {best: 1.0, worst: 0.0}
    match kind:
        case "linear":
            points = [(low, values[low]), (high, values[high])]
        case "piecewise":
            points = [(low, values[low]), (middle, 0.5), (high, values[high])]
        case "ideal":
            points = [(low, 0.0), (low + third, 1.0), (high - third, 1.0), (high, 0.0)]
        case "threshold":
            points = [(middle, values[low]), (middle, values[high])]
        case _:
            points = [(best, 1.0), (middle, 0.5)]
    return ValueFunction(kind, tuple(points))


def best_and_worst(function: ValueFunction) -> tuple[float, float]:
    """Find an x where a function is worth most, and another where it is worth least."""
    (x0, v0), (x1, v1) = function.points[0], function.points[-1]
    if function.kind in ("exponential", "gaussian"):
        return x0, x0 + 2 * (x1 - x0)
    if function.kind == "threshold":
        reach = max(abs(x0) / 2, 0.5)
        return (x0 - reach, x0 + reach) if v0 >= v1 else (x0 + reach, x0 - reach)
    best = max(function.points, key=lambda point: point[1])[0]
    worst = min(reversed(function.points), key=lambda point: point[1])[0]
    return (best, worst) if best != worst else (x0, x1)


def check(function: ValueFunction, criterion: str) -> ValueFunction:
    """Return the function if its anchors make sense.

    Raises
    ------
    ScenarioError
        If the kind is unknown, points are too few, not finite, out of order, or values leave 0..1.
    """
    points = np.asarray(function.points, dtype=np.float64)
    found: object = function.points
    if function.kind not in get_args(ValueKind):
        problem, found = N_("unknown kind"), function.kind
    elif points.ndim != 2 or points.shape[1] != 2 or len(points) < 2:
        problem, found = N_("needs at least two [x, value] points"), found
    elif len(points) != _POINT_COUNT.get(function.kind, len(points)):
        problem, found = N_("wrong number of points for its kind"), f"{function.kind}: {len(points)}"
    elif not np.isfinite(points).all():
        problem, found = N_("points must be finite numbers"), found
    elif ((points[:, 1] < 0) | (points[:, 1] > 1)).any():
        problem, found = N_("values must lie between 0 and 1"), points[:, 1].tolist()
    else:
        return _check_order(function, points, criterion)
    raise _error(criterion, problem, found)


def _check_order(function: ValueFunction, points: Floats, criterion: str) -> ValueFunction:
    steps = np.diff(points[:, 0])
    if function.kind == "threshold":
        if steps[0] != 0:
            raise _error(criterion, N_("both points of a threshold share one x"), points[:, 0].tolist())
    elif function.kind in ("exponential", "gaussian"):
        if steps[0] == 0 or points[:, 1].tolist() != [1.0, 0.5]:
            raise _error(criterion, N_("points must be [x, 1] and [other x, 0.5]"), function.points)
    elif (steps <= 0).any():
        raise _error(criterion, N_("x must increase from point to point"), points[:, 0].tolist())
    return function


def _error(criterion: str, problem: str, found: object) -> ScenarioError:
    return ScenarioError(
        N_("Value function of criterion {criterion!r}: {problem}. Found {found}."),
        criterion=criterion,
        problem=Message(problem),
        found=found,
    )


def from_dict(spec: Any, criterion: str) -> ValueFunction:
    """Read ``{"kind", "points"}``.

    Raises
    ------
    ScenarioError
        If the shape is wrong or `check` refuses it.
    """
    if not isinstance(spec, Mapping) or not isinstance(spec.get("points"), list):
        raise _error(criterion, N_('expected {"kind": …, "points": [[x, value], …]}'), spec)
    try:
        points = tuple((float(x), float(v)) for x, v in spec["points"])
    except (TypeError, ValueError):
        raise _error(criterion, N_("points must be pairs of numbers"), spec["points"]) from None
    return check(ValueFunction(spec.get("kind", "linear"), points), criterion)


def to_dict(function: ValueFunction) -> dict[str, Any]:
    """Write what `from_dict` reads."""
    return {"kind": function.kind, "points": [list(point) for point in function.points]}
