"""Class breaks of a choropleth, found by mapclassify and rounded to what people read."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import ArrayLike

from geo_app.core.arrays import Floats
from geo_app.core.errors import GeoAppError
from geo_app.core.i18n import N_

SCHEMES = ("quantiles", "fisher_jenks", "fisher_jenks_log")

_SAMPLE = 400  # natural breaks cost the square of the values: this many of their quantiles stand for all


def class_breaks(values: ArrayLike, scheme: str, classes: int, *, digits: int = 2) -> list[float]:
    """Find where to cut numbers into classes.

    Parameters
    ----------
    values
        (n,) numbers; those that are not finite do not count.
    scheme
        "quantiles" (as many features in each class), "fisher_jenks" (least variance within classes) or
        "fisher_jenks_log" (the same of logarithms: for what is spread over orders of magnitude, such as density).
    classes
        Most classes.
    digits
        Significant digits that a break is rounded to.

    Returns
    -------
    At most ``classes - 1`` breaks, ascending, each above the least value and none above the greatest; a value equal to
    a break belongs to the class above it. Empty where all values are alike.

    Raises
    ------
    GeoAppError
        If the scheme is not known or there are fewer than two classes.
    """
    if scheme not in SCHEMES or classes < 2:
        raise GeoAppError(
            N_("{scheme!r} with {classes} classes: expected one of {known} and at least 2 classes."),
            scheme=scheme,
            classes=classes,
            known=", ".join(SCHEMES),
        )
    numbers = np.asarray(values, dtype=float)
    numbers = np.sort(numbers[np.isfinite(numbers)])
    if len(numbers) == 0 or numbers[0] == numbers[-1]:
        return []
    found = {_rounded(step, digits) for step in _steps(numbers, scheme, classes)}
    return sorted(step for step in found if numbers[0] < step <= numbers[-1])


def _steps(numbers: Floats, scheme: str, classes: int) -> list[float]:
    # It brings scikit-learn, which takes seconds to load: only who makes a layer waits for it.
    import mapclassify

    least = numbers[0]
    with warnings.catch_warnings():
        # Without numba it is slower, and says so each time; fewer classes than wished for are as good.
        warnings.simplefilter("ignore", UserWarning)
        if scheme == "quantiles":
            bins = mapclassify.Quantiles(numbers, k=classes).bins
        else:
            sample = np.quantile(numbers, np.linspace(0, 1, min(_SAMPLE, len(numbers))))
            scaled = np.log1p(sample - least) if scheme == "fisher_jenks_log" else sample
            bins = mapclassify.FisherJenks(scaled, k=min(classes, len(np.unique(scaled)))).bins
            bins = np.expm1(bins) + least if scheme == "fisher_jenks_log" else bins
    # Its classes end at a value that belongs to them; a break of ours begins the next class.
    after = numbers[np.minimum(np.searchsorted(numbers, bins[:-1], side="right"), len(numbers) - 1)]
    return [float(step) for step in (bins[:-1] + after) / 2]


def _rounded(number: float, digits: int) -> float:
    return float(f"{number:.{digits}g}")
