"""How the weight of an amount falls with distance: its derivatives, and its integrals over circles in closed form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import erf

from geo_app.core.arrays import Floats
from geo_app.region.model import Decay

# Below this share of the half-distance the closed forms lose their digits to cancellation, and a series has them.
_SERIES = 1e-3


@dataclass(frozen=True)
class Weight:
    """A weight that is 1 at distance 0: even, or halved at a distance.

    Attributes
    ----------
    kind
        ``even`` weighs all distances alike.
    half_m
        Metres at which it is one half.
    exponent
        Of a power.
    """

    kind: Literal["even", "exponential", "gaussian", "power"]
    half_m: float = 1.0
    exponent: float = 1.0

    @property
    def rate(self) -> float:
        """How fast it falls: λ in exp(-λ d), exp(-λ d²) or (1 + λ d)^-p."""
        if self.kind == "power":
            return float((2.0 ** (1.0 / self.exponent) - 1.0) / self.half_m)
        return float(np.log(2.0) / self.half_m ** (2 if self.kind == "gaussian" else 1))


def weight_of(decay: Decay | None) -> Weight:
    """Give a criterion's decay as a weight; None weighs all alike."""
    return Weight("even") if decay is None else Weight(decay.kind, float(decay.half_m), float(decay.exponent))


def derivatives(weight: Weight, apart_m: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Weigh distances >= 0, any shape: the weight and its first three derivatives."""
    rate = weight.rate
    match weight.kind:
        case "exponential":
            share = np.exp(-rate * apart_m)
            return share, -rate * share, rate**2 * share, -(rate**3) * share
        case "gaussian":
            share, slope = np.exp(-rate * apart_m * apart_m), -2.0 * rate * apart_m
            bend = slope * slope - 2.0 * rate
            return share, slope * share, bend * share, (slope * bend - 4.0 * rate * slope) * share
        case "power":
            p, inner = weight.exponent, 1.0 + rate * apart_m
            share, by = inner**-p, rate / inner
            slope, bend = -p * by * share, p * (p + 1.0) * by**2 * share
            return share, slope, bend, -(p + 2.0) * by * bend
        case "even":
            none = np.zeros_like(apart_m)
            return none + 1.0, none, none, none


def steepness(weight: Weight, nearest_m: Floats, farthest_m: Floats) -> Floats:
    """Bound how much the weight falls by metre between two distances, as a share of itself."""
    match weight.kind:
        case "exponential":
            return np.full_like(nearest_m, weight.rate)
        case "gaussian":
            return np.asarray(2.0 * weight.rate * farthest_m + np.sqrt(weight.rate))
        case "power":
            return (weight.exponent + 3.0) * weight.rate / (1.0 + weight.rate * nearest_m)
        case "even":
            return np.zeros_like(nearest_m)


def disc(weight: Weight, radius_m: Floats, nearer_m: float) -> Floats:
    """Integrate the weight over an angle of one radian of discs: ∫ w(max(r - nearer, 0)) r dr from 0 to the radius.

    Parameters
    ----------
    radius_m
        Any shape.
    nearer_m
        Metres by which every distance is taken shorter; below 0 longer.
    """
    if weight.kind == "even":
        return 0.5 * radius_m * radius_m
    within = np.minimum(radius_m, max(nearer_m, 0.0))
    start = max(-nearer_m, 0.0)
    stop = np.maximum(radius_m - nearer_m, start)
    total: Floats = 0.5 * within * within + _moment(weight, stop)
    if start > 0.0:
        total = total - _moment(weight, np.asarray(start))
    if nearer_m != 0.0:
        total = total + nearer_m * (_length(weight, stop) - _length(weight, np.asarray(start)))
    if start > 0.0:
        total = np.where(radius_m < _SERIES * weight.half_m, _small_disc(weight, radius_m, start), total)
    return total


def _small_disc(weight: Weight, radius_m: Floats, start_m: float) -> Floats:
    """Integrate w(start + r) r over a radius along which the weight hardly falls."""
    level, slope, bend, _ = derivatives(weight, np.asarray(start_m))
    return radius_m * radius_m * (0.5 * level + radius_m * (slope / 3.0 + radius_m * bend / 8.0))


def _length(weight: Weight, to_m: Floats) -> Floats:
    """Integrate the weight from 0."""
    rate = weight.rate
    match weight.kind:
        case "exponential":
            return -np.expm1(-rate * to_m) / rate
        case "gaussian":
            return np.asarray(np.sqrt(np.pi / rate) / 2.0 * erf(np.sqrt(rate) * to_m))
        case "power":
            return _power(rate, weight.exponent, to_m)
        case "even":
            return to_m


def _moment(weight: Weight, to_m: Floats) -> Floats:
    """Integrate the weight times the distance from 0."""
    rate = weight.rate
    match weight.kind:
        case "exponential":
            closed = (-np.expm1(-rate * to_m) - rate * to_m * np.exp(-rate * to_m)) / rate**2
        case "gaussian":
            return -np.expm1(-rate * to_m * to_m) / (2.0 * rate)
        case "power":
            closed = (_power(rate, weight.exponent - 1.0, to_m) - _power(rate, weight.exponent, to_m)) / rate
        case "even":
            return 0.5 * to_m * to_m
    _, slope, bend, _ = derivatives(weight, np.asarray(0.0))
    series = to_m * to_m * (0.5 + to_m * (slope / 3.0 + to_m * bend / 8.0))
    return np.where(to_m * max(rate, 1.0 / weight.half_m) < _SERIES, series, closed)


def _power(rate: float, exponent: float, to_m: Floats) -> Floats:
    """Integrate (1 + rate t)^-exponent from 0."""
    logarithm = np.log1p(rate * to_m)
    if exponent == 1.0:
        return logarithm / rate
    return np.expm1((1.0 - exponent) * logarithm) / (rate * (1.0 - exponent))
