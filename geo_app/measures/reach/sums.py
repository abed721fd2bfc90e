"""Sums of amounts in a plane, weighted by distance from sites and cut at a radius, without a lattice of points.

A polygon's share is exact along every ray: with F(R) the weight's integral over a disc's radian (`disc`), an
edge from a to b contributes ∫ F(min(R, radius)) dθ. Inside the circle dθ = a × b / R² dt along the edge, and F(R) / R²
is so smooth that a few Gauss points have it; outside it is F(radius) times the angle. Summed over the directed edges
of a ring this is the integral over what it bounds, wherever the site lies, inside too.

Sites stand in *groups*, small squares. What lies in reach of a whole group and far enough is a Taylor polynomial of the
third order about the group's middle, with each source's own spread (its second moments) in it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geo_app.core.arrays import Floats, Ints
from geo_app.measures.reach.decays import Weight, derivatives, disc, steepness

# What the polynomial may leave out of a source's weight, as a share of it.
_TOLERANCE = 1e-3
# Pairs of sites and edges that are weighed at once: few enough for the processor's cache.
_BLOCK = 1 << 15
# Pairs of sites and sources that are held at once.
_PAIRS = 1 << 18
_FEW_NODES, _MANY_NODES = (tuple((x + 1) / 2 for x in np.polynomial.legendre.leggauss(n)[0]) for n in (2, 6))
_FEW_FACTORS, _MANY_FACTORS = (tuple(np.polynomial.legendre.leggauss(n)[1] / 2) for n in (2, 6))


class Sources(NamedTuple):
    """Amounts in a plane, metres.

    Attributes
    ----------
    x, y, amount
        (k,) centres of mass, and what each holds.
    radius_m
        (k,) the farthest that anything of it lies from its centre; 0 for a point.
    east, both, north
        (k,) second moments about the centre by unit of area, m².
    area
        (k,) m²; 0 for a point.
    edges
        (e, 4) start and end of directed edges: outer rings turn left, holes right.
    first
        (k + 1,) the edges of source i are those from first[i] to first[i + 1].
    """

    x: Floats
    y: Floats
    amount: Floats
    radius_m: Floats
    east: Floats
    both: Floats
    north: Floats
    area: Floats
    edges: Floats
    first: Ints


class Groups(NamedTuple):
    """Sites of a plane in groups that share a reach.

    Attributes
    ----------
    x, y
        (n,) sites.
    first
        (g + 1,) the sites of group i are those from first[i] to first[i + 1].
    middle
        (g, 2) of each group's square.
    half_m
        (g,) the farthest that a place of the square lies from its middle.
    radius_m, nearer_m
        Distance beyond which nothing counts, after every distance is taken shorter by `nearer_m`.
    """

    x: Floats
    y: Floats
    first: Ints
    middle: Floats
    half_m: Floats
    radius_m: float
    nearer_m: float


def sum_groups(sources: Sources, weight: Weight, groups: Groups) -> Floats:
    """Sum what is in reach of each site, (n,)."""
    total = np.zeros(len(groups.x))
    waiting: list[tuple[Ints, Ints]] = []

    def weigh_pairs() -> None:
        site, source = (np.concatenate(column) for column in zip(*waiting, strict=True))
        held = sources.amount[source] * _shares(sources, weight, groups, site, source)
        total[:] += np.bincount(site, held, minlength=len(total))
        waiting.clear()

    for g, half_m in enumerate(groups.half_m):
        far, near = _sort_out(sources, weight, groups, groups.middle[g], float(half_m))
        terms = _polynomial(sources, weight, far, groups.middle[g], groups.nearer_m)
        most = max(_PAIRS // max(len(near), 1), 1)
        for start in range(groups.first[g], groups.first[g + 1], most):
            sites = np.arange(start, min(start + most, groups.first[g + 1]))
            total[sites] += _evaluated(
                terms, *(np.stack([groups.x[sites], groups.y[sites]]) - groups.middle[g, :, None])
            )
            waiting.append((np.repeat(sites, len(near)), np.tile(near, len(sites))))
            if sum(len(site) for site, _ in waiting) > _PAIRS:
                weigh_pairs()
    if waiting:
        weigh_pairs()
    return total


def _sort_out(sources: Sources, weight: Weight, groups: Groups, middle: Floats, half_m: float) -> tuple[Ints, Ints]:
    """Give the sources that are in the polynomial of a group, and those to weigh for each of its sites."""
    apart = _length(sources.x - middle[0], sources.y - middle[1])
    least, most = apart - half_m - sources.radius_m, apart + half_m + sources.radius_m
    within = groups.radius_m + groups.nearer_m
    far = most <= within
    if weight.kind != "even":
        least, most = least - groups.nearer_m, most - groups.nearer_m
        clear = np.maximum(least, 1.0)
        rate = steepness(weight, clear, np.maximum(most, 1.0))
        spread = sources.east + sources.north
        size = half_m**4 / 24.0 + half_m**2 * spread / 4.0 + spread * spread / 8.0
        # Points are few and often alone: theirs is the weight itself.
        far &= (least > 0.0) & (sources.radius_m > 0.0) & (size * rate * (rate + 2.0 / clear) ** 3 <= _TOLERANCE)
    near = ~far & (apart - half_m - sources.radius_m <= within)
    return np.flatnonzero(far), np.flatnonzero(near)


def _polynomial(sources: Sources, weight: Weight, far: Ints, middle: Floats, nearer_m: float) -> Floats:
    """Expand the far sources' weighted sum about a group's middle.

    Returns
    -------
    (10,) value, first derivatives x y, second xx xy yy, third xxx xxy xyy yyy.
    """
    amount = sources.amount[far]
    if weight.kind == "even":
        return np.concatenate([[amount.sum()], np.zeros(9)])
    # With x and y from the source to the middle, the derivatives are those by the site's own place.
    x, y = middle[0] - sources.x[far], middle[1] - sources.y[far]
    apart = _length(x, y)
    x, y = x / apart, y / apart
    share, one, two, three = derivatives(weight, apart - nearer_m)
    across = one / apart
    along = two - across
    mixed = along / apart
    cubic = three - 3.0 * mixed
    xx, xy, yy = across + along * x * x, along * x * y, across + along * y * y
    xxx, xxy = (3.0 * mixed + cubic * x * x) * x, (mixed + cubic * x * x) * y
    xyy, yyy = (mixed + cubic * y * y) * x, (3.0 * mixed + cubic * y * y) * y
    east, both, north = sources.east[far], sources.both[far], sources.north[far]
    terms = (
        share + 0.5 * (xx * east + 2.0 * xy * both + yy * north),
        one * x + 0.5 * (xxx * east + 2.0 * xxy * both + xyy * north),
        one * y + 0.5 * (xxy * east + 2.0 * xyy * both + yyy * north),
        *(xx, xy, yy, xxx, xxy, xyy, yyy),
    )
    return np.array([(amount * term).sum() for term in terms])


def _evaluated(terms: Floats, x: Floats, y: Floats) -> Floats:
    """Evaluate a polynomial of `_polynomial` at (n,) places about its middle."""
    value, by_x, by_y, xx, xy, yy, xxx, xxy, xyy, yyy = terms
    second = xx * x * x + 2.0 * xy * x * y + yy * y * y
    third = x * x * (xxx * x + 3.0 * xxy * y) + y * y * (3.0 * xyy * x + yyy * y)
    return np.asarray(value + by_x * x + by_y * y + second / 2.0 + third / 6.0)


def _shares(sources: Sources, weight: Weight, groups: Groups, site: Ints, source: Ints) -> Floats:
    """Weigh (p,) pairs of a site and a source, cut at the radius."""
    within = groups.radius_m + groups.nearer_m
    share = np.zeros(len(site))
    if within < 0.0 or groups.radius_m <= 0.0:
        return share
    apart = _length(sources.x[source] - groups.x[site], sources.y[source] - groups.y[site])
    size = sources.radius_m[source]
    point = (size == 0.0) & (apart <= within)
    share[point] = derivatives(weight, np.maximum(apart[point] - groups.nearer_m, 0.0))[0]
    areal = (size > 0.0) & (apart - size < within)
    if weight.kind == "even":
        inside = areal & (apart + size <= within)
        share[inside], areal = 1.0, areal & ~inside
    # Far from the site, and small beside what the weight needs to fall, two points of an edge tell the weight.
    plain = (apart > 4.0 * size) & (size < 0.5 * weight.half_m if weight.kind != "even" else True)
    for some, nodes, factors in (
        (areal & plain, _FEW_NODES, _FEW_FACTORS),
        (areal & ~plain, _MANY_NODES, _MANY_FACTORS),
    ):
        rows = np.flatnonzero(some)
        share[rows] = _areal_shares(sources, weight, groups, site[rows], source[rows], (nodes, factors))
    return share


Nodes = tuple[tuple[float, ...], tuple[float, ...]]
Pair = tuple[Floats, Floats]


def _areal_shares(sources: Sources, weight: Weight, groups: Groups, site: Ints, source: Ints, nodes: Nodes) -> Floats:
    """Weigh (p,) pairs of a site and an area, some at a time."""
    share = np.empty(len(site))
    count = sources.first[source + 1] - sources.first[source]
    ends = np.cumsum(count)
    start = 0
    while start < len(site):
        stop = max(int(np.searchsorted(ends, (ends[start - 1] if start else 0) + _BLOCK)), start + 1)
        here, k, edges = site[start:stop], source[start:stop], count[start:stop]
        pair = np.repeat(np.arange(len(here)), edges)
        edge = np.arange(len(pair)) + np.repeat(sources.first[k] - np.cumsum(edges) + edges, edges)
        x, y = groups.x[here][pair], groups.y[here][pair]
        ax, ay, bx, by = sources.edges[edge].T
        parts = _parts(weight, (ax - x, ay - y, bx - x, by - y), groups, nodes)
        share[start:stop] = np.bincount(pair, parts, minlength=len(here)) / sources.area[k]
        start = stop
    return np.clip(share, 0.0, 1.0)


def _parts(weight: Weight, edges: tuple[Floats, Floats, Floats, Floats], groups: Groups, nodes: Nodes) -> Floats:
    """Integrate the weight over the parts inside the circle of (e,) signed triangles from its centre to edges."""
    within = groups.radius_m + groups.nearer_m
    ax, ay, bx, by = edges
    along_x, along_y = bx - ax, by - ay
    square = np.maximum(along_x * along_x + along_y * along_y, np.finfo(float).tiny)
    middle = -(ax * along_x + ay * along_y) / square
    half = np.sqrt(np.maximum(middle * middle - (ax * ax + ay * ay - within * within) / square, 0.0))
    enter, leave = np.clip(middle - half, 0.0, 1.0), np.clip(middle + half, 0.0, 1.0)
    px, py, qx, qy = ax + enter * along_x, ay + enter * along_y, ax + leave * along_x, ay + leave * along_y
    turned = _turned(enter, leave, (ax, ay), (px, py), (qx, qy), (bx, by))
    total = disc(weight, np.asarray(within), groups.nearer_m) * turned
    cross = px * qy - py * qx
    if weight.kind == "even":
        return np.asarray(total + 0.5 * cross)
    mean = np.zeros_like(cross)
    for node, factor in zip(*nodes, strict=True):
        # At the site itself the quotient's limit is a half, and the triangle is empty.
        apart = np.maximum(_length(px + node * (qx - px), py + node * (qy - py)), 1e-3)
        mean += factor * disc(weight, apart, groups.nearer_m) / (apart * apart)
    return np.asarray(total + cross * mean)


def _turned(enter: Floats, leave: Floats, a: Pair, p: Pair, q: Pair, b: Pair) -> Floats:
    """Measure the angles under which the parts outside the circle are seen: arctangents only where there are some."""
    turned = np.zeros(len(enter))
    inside = enter < leave
    for rows, start, stop in (
        (np.flatnonzero(inside & (enter > 0.0)), a, p),
        (np.flatnonzero(inside & (leave < 1.0)), q, b),
        (np.flatnonzero(~inside), a, b),
    ):
        ax, ay, bx, by = start[0][rows], start[1][rows], stop[0][rows], stop[1][rows]
        turned[rows] += np.arctan2(ax * by - ay * bx, ax * bx + ay * by)
    return turned


def _length(x: Floats, y: Floats) -> Floats:
    # A third of the time of numpy's hypot, which minds numbers that no place on Earth has.
    return np.asarray(np.sqrt(x * x + y * y))
