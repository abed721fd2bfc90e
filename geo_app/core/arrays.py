"""Names of array types, and checks of the number tables of the decision mathematics: (sites × criteria), weights."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Shapes = NDArray[np.object_]

_AT = {
    1: N_("{argument}: found {found} at place {column}; {rule}."),
    2: N_("{argument}: found {found} in row {row}, column {column}; {rule}."),
    3: N_("{argument}: found {found} at position {position}, row {row}, column {column}; {rule}."),
}


def finite(numbers: ArrayLike, argument: str, ndim: int) -> Floats:
    """Return an array of finite floats of the stated number of dimensions.

    Raises
    ------
    ScenarioError
        If it is not numbers, has other dimensions, or holds NaN or infinity; names the argument and the first
        bad row and column (counted from 0).
    """
    try:
        # One memory order, so that sums along a row never depend on how the caller stored the table.
        array = np.array(numbers, dtype=np.float64, order="C")
    except (TypeError, ValueError):
        raise ScenarioError(
            N_("{argument}: expected rows of numbers of one length, found something else."), argument=argument
        ) from None
    if array.ndim != ndim:
        raise ScenarioError(
            N_("{argument}: expected {expected} dimensions, found an array of shape {shape}."),
            argument=argument,
            expected=ndim,
            shape=array.shape,
        )
    refuse(array, ~np.isfinite(array), argument, N_("every number must be finite"))
    return array


def refuse(array: Floats, bad: NDArray[np.bool_], argument: str, rule: str) -> None:
    """Raise `ScenarioError` for the first element marked `bad`, if any, by argument and place (counted from 0)."""
    if not bad.any():
        return
    place = tuple(int(k) for k in np.argwhere(bad)[0])
    raise ScenarioError(
        _AT[len(place)],
        argument=argument,
        found=float(array[place]),
        rule=Message(rule),
        **dict(zip(("column", "row", "position"), reversed(place), strict=False)),
    )


def unit_table(values: ArrayLike, argument: str = "values", ndim: int = 2) -> Floats:
    """Return finite (…, sites, criteria) values that lie between 0 and 1.

    Raises
    ------
    ScenarioError
        As `finite`, or for a number outside 0..1.
    """
    table = finite(values, argument, ndim)
    refuse(table, (table < 0) | (table > 1), argument, N_("values must lie between 0 and 1"))
    return table


def normalised(weights: ArrayLike, count: int | None = None, argument: str = "weights") -> Floats:
    """Return (criteria,) weights of sum 1.

    Raises
    ------
    ScenarioError
        If they are not `count` finite numbers >= 0 with a positive sum.
    """
    vector = finite(weights, argument, 1)
    if count is not None and len(vector) != count:
        raise ScenarioError(
            N_("{argument}: expected {expected} numbers, one for each criterion, found {found}."),
            argument=argument,
            expected=count,
            found=len(vector),
        )
    refuse(vector, vector < 0, argument, N_("a weight must not be negative"))
    if not vector.any():
        raise ScenarioError(N_("{argument}: at least one weight must be greater than 0."), argument=argument)
    # First by the largest, so that neither huge nor tiny weights leave the range of floats.
    vector = vector / vector.max()
    return np.asarray(vector / vector.sum(), dtype=np.float64)


def index(number: float, count: int, argument: str) -> int:
    """Return a place 0..count-1 in a list.

    Raises
    ------
    ScenarioError
        If it lies outside, or between two places.
    """
    if not (0 <= number < count and number == int(number)):
        raise ScenarioError(
            N_("{argument}: expected a whole number from 0 to {last}, found {found}."),
            argument=argument,
            last=count - 1,
            found=number,
        )
    return int(number)


def whole(number: float, argument: str, least: int) -> int:
    """Return a whole number that is not below `least`.

    Raises
    ------
    ScenarioError
        If it is less, a fraction, infinite or NaN.
    """
    if not (least <= number < math.inf and number == int(number)):
        raise ScenarioError(
            N_("{argument}: expected a whole number of {least} or more, found {found}."),
            argument=argument,
            least=least,
            found=number,
        )
    return int(number)
