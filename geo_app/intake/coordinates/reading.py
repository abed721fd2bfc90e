"""Which reading of a line is meant: the one that lies in the region, if it is the only one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo_app.core.i18n import N_
from geo_app.core.messages import RowError
from geo_app.core.types import Bounds
from geo_app.intake.coordinates.degrees import Angle, angles
from geo_app.intake.coordinates.hemispheres import Axis
from geo_app.intake.coordinates.leftovers import may_begin
from geo_app.intake.coordinates.pairs import MOST_NUMBERS, Pair, agree, lone_angle, second_angles
from geo_app.intake.coordinates.position import lies_in
from geo_app.intake.coordinates.tokens import Token, normalised, tokens

_SAME_DEGREES = 1e-5  # a metre


@dataclass(frozen=True)
class Reading:
    """The pair that a line means, with what it means.

    Attributes
    ----------
    order
        The order of a pair that names no hemisphere, as the region's bounds decide it; else None.
    """

    pair: Pair
    lon: float
    lat: float
    order: tuple[Axis, Axis] | None


_DOUBTFUL = N_(
    "{found!r} can be read as {one} and as {other}. Write degrees with a decimal point, or with the signs ° ' \"."
)


def choose(line: str, found: Sequence[Pair], bounds: Bounds) -> Reading | None:
    """Choose the reading that lies in the region; else the best one that does not, for a message; None of none.

    Raises
    ------
    RowError
        If two readings in the region lie in different places, or the only reading is wrong in itself.
    """
    # Where hemispheres are written at both, no reading without them counts.
    full = [pair for pair in found if pair.named == 2]
    readings = [reading for pair in full or found if not pair.problem for reading in _readings(pair, bounds)]
    inside = [reading for reading in readings if lies_in(reading.lon, reading.lat, bounds)]
    surely = [reading for reading in inside if reading.pair.sure]
    if surely:
        # The one that explains most of the line as coordinates; of "40 45.0 N, 67 0.5 E" the 40 is no row's number.
        best = max(surely, key=lambda reading: reading.pair.end - reading.pair.start)
        for other in inside:
            within = best.pair.start <= other.pair.start and other.pair.end <= best.pair.end
            smaller = within and other.pair.end - other.pair.start < best.pair.end - best.pair.start
            if not smaller and max(abs(other.lat - best.lat), abs(other.lon - best.lon)) > _SAME_DEGREES:
                raise RowError(_DOUBTFUL, found=line[:60], one=_written(best), other=_written(other))
        return best
    outside = [reading for reading in readings if reading.pair.sure]
    if outside:
        return max(outside, key=lambda reading: (reading.pair.named, reading.pair.end - reading.pair.start))
    wrong = next((pair for pair in full or found if pair.problem), None)
    if wrong:
        raise RowError(wrong.problem, found=wrong.found)
    return None


def _readings(pair: Pair, bounds: Bounds) -> Iterator[Reading]:
    """Read a pair as its words say; without them in the order that lies in the region, latitude first if both do."""
    orders: Sequence[tuple[Axis, Axis]] = (pair.axes,) if pair.axes else (("lat", "lon"), ("lon", "lat"))
    placed = []
    for order in orders:
        first, second = pair.first.degrees, pair.second.degrees
        lat, lon = (first, second) if order[0] == "lat" else (second, first)
        placed.append(Reading(pair, lon, lat, None if pair.axes else order))
    yield next((reading for reading in placed if lies_in(reading.lon, reading.lat, bounds)), placed[0])


def _written(reading: Reading) -> str:
    return f"{reading.lat:.4f}, {reading.lon:.4f}"


def holds_two_places(tokens: Sequence[Token], bounds: Bounds) -> bool:
    """Tell a line with two pairs that lie in the region, for a message."""
    if sum(token.kind == "number" for token in tokens) > MOST_NUMBERS:
        return False
    ends = []
    for start in range(len(tokens)):
        for first in angles(tokens, start) if may_begin(tokens, start) else ():
            for second, gap in second_angles(tokens, first):
                if agree(first, second, gap + " ")[0] and (first.style.decimal or first.is_explicit):
                    pair = Pair(start, second.end, first, second)
                    ends += [(start, second.end) for r in _readings(pair, bounds) if lies_in(r.lon, r.lat, bounds)]
    return any(start >= end for start, _ in ends for _, end in ends)


def is_ambiguous(angle: Angle) -> bool:
    """Tell degrees and minutes that are written like degrees with decimals, as 43.18."""
    return angle.style.parts == 2 and angle.style.joint in (",", ".") and not angle.style.decimal


def is_sure_alone(angle: Angle) -> bool:
    """Tell an angle that is plainly one, also where no other stands beside it."""
    return not is_ambiguous(angle) and (angle.is_explicit or angle.style.decimal != "" or angle.style.parts > 1)


_NO_ANGLE = N_("{field} is {found!r}; expected degrees such as {example}.")
_EXAMPLES = {"lat": "43.3017, 43°18'06\"", "lon": "68.2517, 68°15'06\""}


def read_angle(text: str, field: str, axis: Axis) -> Angle:
    """Read a cell that holds one coordinate: degrees with decimals, or with minutes and seconds.

    Parameters
    ----------
    field
        The column's name, for a message.
    axis
        Which coordinate the column holds.

    Raises
    ------
    RowError
        If it is none, the other one, or can be read in two ways.
    """
    line = normalised(text)
    readings = [angle for angle in lone_angle(tokens(line)) if angle.side is None or angle.side.axis == axis]
    good = [angle for angle in readings if not angle.problem and not is_ambiguous(angle)]
    values = {"field": field[:80], "found": text[:80]}
    if not text.strip():
        raise RowError(N_("{field} is empty; expected a number."), **values)
    if len({round(angle.degrees, 7) for angle in good}) == 1:
        return good[0]
    if not good and (wrong := next((angle for angle in readings if angle.problem), None)):
        raise RowError(wrong.problem, found=wrong.found)
    raise RowError(_NO_ANGLE, **values, example=_EXAMPLES[axis])
