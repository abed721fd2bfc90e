"""What the compiled search works on: sites in a tree, how to measure, where to write, and one thread's room."""

from __future__ import annotations

from typing import NamedTuple

from geo_app.core.arrays import Bools, Floats, Ints
from geo_app.measures.kernel.segments import Segments

FAN = 4
"""How many boxes of one level make one of the next."""

NOTHING = 1 << 62
"""The number of no feature: above all others, so that the least of several is the first feature."""

BOX_NUMBERS = 6
"""Whole numbers of a box on the stack."""

BLOCK = 256
"""Sites that are measured together: few enough for the processor's nearest cache."""

ROUNDING_M = 1e-6
"""Far above rounding, far below any distance that matters: what is nearly as near is kept."""


class Tree(NamedTuple):
    """Sites in boxes: level 0 are the leaves, each box of the next level takes `FAN` of them together.

    Attributes
    ----------
    u, v
        (n,) coordinates of the sites in the tree's order.
    place
        (3, n) where they are in space, metres.
    order
        (n,) position of each of them in the caller's list.
    boxes
        (nodes, 4) least u, least v, greatest u, greatest v, level after level.
    level_start
        (levels + 1,) where each level's boxes begin.
    leaf
        Sites to a leaf.
    """

    u: Floats
    v: Floats
    place: Floats
    order: Ints
    boxes: Floats
    level_start: Ints
    leaf: int


class Found(NamedTuple):
    """Where the search writes: n sites × layers, in the caller's order.

    Attributes
    ----------
    distance_m
        (n, layers); below 0 inside an area if the search is signed.
    feature
        (n, layers) positions in the layer, or no rows if nobody asked.
    foot
        (n, layers, 2) nearest points in the layer's coordinates, or no rows.
    """

    distance_m: Floats
    feature: Ints
    foot: Floats


class How(NamedTuple):
    """How to measure: `curved` on the ellipsoid instead of in the plane, `signed` to the boundary also from inside."""

    curved: bool
    signed: bool


class Work(NamedTuple):
    """One thread's room for a layer of at most k segments.

    `boxes` and `places` are a stack of boxes, numbers and reference places.
    `candidate` and `inside` are a stack: a segment, and whether the area that it bounds holds the box's reference
    place. `hull` is the box in space, its middle and its corners; `kept`, `parity`, `near` and `corner` are what is
    known of the candidates in question, `gap` how far one must be from each corner to lose to each probe; `best`,
    `which` and `share` are what is known of the sites.
    """

    boxes: Ints
    places: Floats
    candidate: Ints
    inside: Bools
    hull: Floats
    kept: Ints
    parity: Bools
    near: Floats
    corner: Floats
    gap: Floats
    best: Floats
    which: Ints
    share: Floats


class Task(NamedTuple):
    """All that is needed to search one layer."""

    tree: Tree
    segments: Segments
    layer: int
    areal: bool
    how: How
    work: Work
    found: Found


class Box(NamedTuple):
    """A box of the tree with its candidates.

    `start` and `stop` are the candidates on the stack. `cover` is the first feature that holds the whole box;
    `undecided` says that one before it may hold a part. (`u`, `v`) is the reference place.
    """

    level: int
    node: int
    start: int
    stop: int
    cover: int
    undecided: bool
    u: float
    v: float
