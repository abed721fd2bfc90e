"""Render places in every notation, separator and language: what the property test and its long run are made of.

Run by hand for many places: ``python -m tests.intake.coordinates.notations 20000``.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from dataclasses import dataclass

from pyproj import Geod, Transformer

from geo_app.intake.coordinates.parser import read_coordinates

BOUNDS = (66.0, 40.5, 71.0, 46.1)
GEOD = Geod(ellps="WGS84")
NEAR_M = 60.0

# Of latitude and longitude; before and after the number.
SUFFIXES = [
    ("N", "E"),
    (" N", " E"),
    (" с.ш.", " в.д."),
    (" с. ш.", " в. д."),
    (" сш", " вд"),
    ("С", "В"),
    ("C", "B"),
    (" C", " B"),
    (" с.е.", " ш.б."),
    (" солтүстік ендік", " шығыс бойлық"),
    (" северной широты", " восточной долготы"),
    (" sh.k.", " sh.u."),
    (" ш.к.", " ш.у."),
    (" shimoliy kenglik", " sharqiy uzunlik"),
    (" North", " East"),
    ("Ν", "Е"),
]
PREFIXES = [
    ("N", "E"),
    ("N ", "E "),
    ("с.ш. ", "в.д. "),
    ("С ", "В "),
    ("с.е. ", "ш.б. "),
    ("北纬", "东经"),
    ("北緯", "東經"),
    ("Lat: ", "Lon: "),
    ("latitude=", "longitude="),
    ("широта ", "долгота "),
    ("Широта: ", "Долгота: "),
    ("ендік ", "бойлық "),
    ("纬度：", "经度："),
    ("kenglik ", "uzunlik "),
    ("φ=", "λ="),
    ("B=", "L="),
]
MARKS = [
    ("°", "'", '"'),
    ("°", "′", "″"),
    ("° ", "′ ", "″"),
    ("º", "’", "”"),
    ("°", "'", "''"),
    ("°", "´", "´´"),
    ("度", "分", "秒"),
    (" град. ", " мин. ", " сек."),
    ("d", "m", "s"),
    (" deg ", " min ", " sec"),
    (" градус ", " минут ", " секунд"),
    ("˚", "`", "``"),
    ("°-", "'-", '"'),
    ("°", " ", '"'),
    ("°", "'", ""),
    (" ", "'", '"'),
    ("°", '"', "'"),
    ("°", "'", "'"),
]
JOINTS = [" ", "-", ".", ",", "/", ":", ";", "|", "\t", "  ", " - ", ", ", "_", "–", "\u00a0", "\u2009", "：", "，"]
BETWEEN = [
    " ",
    ", ",
    "; ",
    ";",
    "\t",
    " | ",
    " / ",
    "  ",
    " - ",
    ",",
    "\u00a0",
    "\u202f",
    "，",
    " и ",
    " және ",
    " and ",
]
NAMES = ["", "", "", "Участок 7 ", "Depot: ", "3\t", "12. ", "№ 4; ", "Қойма №2 — ", "A-1 ", "(5) ", "地块3 "]
INVISIBLE = ["\u200b", "\ufeff", "\u200e", "\u2060", "\u00ad"]


@dataclass(frozen=True)
class Case:
    text: str
    lat: float
    lon: float
    kind: str


def _fixed(value: float, digits: int, comma: bool) -> str:
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if comma else text


def _parts(value: float, count: int, digits: int) -> tuple[list[int], float]:
    """Split degrees so that the last part keeps below 60 when it is rounded."""
    unit = 60 ** (count - 1)
    last = round(value * unit, digits)
    whole = []
    for power in range(count - 1, 0, -1):
        whole.append(int(last // 60**power))
        last -= whole[-1] * 60**power
    return whole, max(round(last, digits), 0.0)


def _joined(value: float, count: int, digits: int, joint: str, comma: bool, pad: bool) -> str:
    whole, last = _parts(value, count, digits)
    width = 2 + (digits + 1 if digits else 0)
    pieces = [str(whole[0]), *(f"{part:02}" if pad else str(part) for part in whole[1:])]
    ending = _fixed(last, digits, comma)
    pieces.append(ending.zfill(width) if pad else ending)
    return joint.join(pieces)


def _marked(value: float, count: int, digits: int, marks: tuple[str, str, str], comma: bool) -> str:
    whole, last = _parts(value, count, digits)
    pieces = [*map(str, whole), _fixed(last, digits, comma)]
    return "".join(piece + mark for piece, mark in zip(pieces, marks, strict=False))


def render(rng: random.Random) -> Case:
    """Write one random place of the region in one random way."""
    lat, lon = rng.uniform(40.52, 46.08), rng.uniform(66.02, 70.98)
    kind = rng.choice(["decimal", "decimal", "joined", "joined", "joined", "marked", "marked", "packed", "grid", "iso"])
    if kind == "grid":
        return Case(_grid(rng, lat, lon), lat, lon, kind)
    if kind == "iso":
        return Case(f"+{lat:.5f}+{lon:09.5f}/", lat, lon, kind)
    if kind == "packed":
        return _packed(rng, lat, lon)
    comma = rng.random() < 0.4
    if kind == "decimal":
        digits = rng.choice([4, 5, 6, 7])
        degree = rng.choice(["", "", "°", "º"])
        first, second = (_fixed(value, digits, comma) + degree for value in (lat, lon))
    elif kind == "joined":
        count, joint = rng.choice([2, 3, 3]), rng.choice(JOINTS)
        digits = rng.choice([0, 1, 2]) if count == 3 else rng.choice([2, 3, 4])
        # 43.18.10 is seconds to everybody, not minutes with decimals: the decimal mark is another one.
        if count == 2 and joint.strip() in (".", ",", "，"):
            comma = joint.strip() == "."
        pad = rng.random() < 0.5
        first, second = (_joined(value, count, digits, joint, comma, pad) for value in (lat, lon))
        kind = f"joined {joint!r}"
    else:
        count, marks = rng.choice([2, 3, 3]), rng.choice(MARKS)
        digits = rng.choice([0, 1, 2]) if count == 3 else rng.choice([2, 3, 4])
        first, second = (_marked(value, count, digits, marks, comma) for value in (lat, lon))
        kind = f"marked {marks}"
        first, second = first.rstrip("-"), second.rstrip("-")
    return _dressed(rng, first, second, Case("", lat, lon, kind))


def _dressed(rng: random.Random, first: str, second: str, case: Case) -> Case:
    """Add hemispheres, a name, the separator, and what web pages leave in a text."""
    style = rng.choice(["bare", "suffix", "prefix"])
    if style == "suffix":
        north, east = rng.choice(SUFFIXES)
        first, second = first + north, second + east
    elif style == "prefix":
        north, east = rng.choice(PREFIXES)
        first, second = north + first, east + second
    if style != "bare" and rng.random() < 0.2:
        first, second = second, first
    name, between = rng.choice(NAMES), rng.choice(BETWEEN)
    text = name + first + ("\n" if not name and rng.random() < 0.1 else between) + second
    if rng.random() < 0.1:
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(INVISIBLE) + text[at:]
    if rng.random() < 0.05:
        text = text.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
    return Case(text, case.lat, case.lon, f"{case.kind} {style}")


def _packed(rng: random.Random, lat: float, lon: float) -> Case:
    digits = rng.choice([0, 1, 2])
    count = rng.choice([2, 3]) if digits else 3
    digits = digits + 2 if count == 2 else digits
    texts = []
    for value, width in ((lat, 2), (lon, 3)):
        whole, last = _parts(value, count, digits)
        ending = f"{last:0{2 + (digits + 1 if digits else 0)}.{digits}f}"
        texts.append("".join([f"{whole[0]:0{width}}", *(f"{part:02}" for part in whole[1:]), ending]))
    north, east = rng.choice([("N", "E"), ("С", "В"), ("C", "B"), (" N", " E"), (",N", ",E")])
    between = rng.choice(["", " ", ",", ", "]) if "," not in north else ","
    if rng.random() < 0.3 and not north.startswith((",", " ")):
        return Case(f"{north}{texts[0]}{between}{east}{texts[1]}", lat, lon, "packed before")
    return Case(f"{texts[0]}{north}{between}{texts[1]}{east}", lat, lon, "packed after")


def _grid(rng: random.Random, lat: float, lon: float) -> str:
    zone = int(lon // 6) + 31
    if rng.random() < 0.5:
        east, north = Transformer.from_crs(4326, 32600 + zone, always_xy=True).transform(lon, lat)
        return rng.choice(["{z}T {e:.2f} {n:.2f}", "{z}N {e:.0f} {n:.0f}", "{z}T {e:.0f}mE {n:.0f}mN"]).format(
            z=zone, e=east, n=north
        )
    east, north = Transformer.from_crs(4326, 28400 + zone - 30, always_xy=True).transform(lon, lat)
    return rng.choice(["X={n:.2f} Y={e:.2f}", "{n:.1f} {e:.1f}", "{e:.0f}, {n:.0f}", "x: {n:.0f} y: {e:.0f}"]).format(
        e=east, n=north
    )


def verdict(case: Case) -> tuple[str, float]:
    """Tell whether a place is read, refused or elsewhere, and how far off."""
    found = read_coordinates(case.text, BOUNDS)
    if not found.places:
        return "refused", 0.0
    _, _, off_m = GEOD.inv(case.lon, case.lat, found.places[0].lon, found.places[0].lat)
    near = off_m < NEAR_M and len(found.places) == 1
    return ("read" if near else "ELSEWHERE"), off_m


def main(count: int) -> int:
    rng = random.Random(7)
    seen: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for _ in range(count):
        case = render(rng)
        outcome, off_m = verdict(case)
        seen[outcome] += 1
        total[case.kind] += 1
        refused[case.kind] += outcome == "refused"
        if outcome == "refused" and refused[case.kind] <= 3:
            print(f"refused: {case.text!r}")
        if outcome == "ELSEWHERE":
            print(f"{off_m / 1000:.2f} km: {case.text!r} is {case.lat:.5f}, {case.lon:.5f}")
    print(dict(seen))
    for kind, number in refused.most_common(25):
        print(f"{number}/{total[kind]} refused: {kind}")
    return seen["ELSEWHERE"]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])) > 0)
