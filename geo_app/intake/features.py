"""Features as every reader gives them, and the checks that all formats share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote


class Feature(NamedTuple):
    """One feature.

    Attributes
    ----------
    row
        Its number in the file from 1.
    shape
        In the file's CRS.
    unit
        What one unit of the last digit of its coordinates is, in degrees, where the file has them as text.
    """

    row: int
    values: Mapping[str, object]
    shape: BaseGeometry | None
    unit: float | None = None


@dataclass(frozen=True)
class Features:
    """What a file holds.

    Attributes
    ----------
    crs
        What the file states; None where it states none.
    default_crs
        What its format or the names of its columns say of coordinates that look like degrees, where nothing is stated.
    default_note
        What to say where `default_crs` is used.
    axes
        The columns of x and y, of a table.
    placed
        The columns of a table that became the places.
    count
        How many rows the file has, where not all were read; None where they were.
    """

    features: Sequence[Feature]
    crs: CRS | None
    rejected: tuple[RowNote, ...] = ()
    warnings: tuple[RowNote, ...] = ()
    default_crs: CRS | None = None
    default_note: Message | None = None
    axes: tuple[str, str] | None = None
    count: int | None = None
    placed: tuple[str, ...] = ()


BAD_GEOMETRY = N_("invalid geometry: {problem}. Correct it or replace it by a point.")


AUTHORITY_CODE = re.compile(r"(urn:ogc:def:crs:)?[A-Za-z]{2,9}:[\w.]*:?\w{1,12}")


def check_crs(crs: str, name: str) -> CRS:
    """Look up a CRS by its authority and code, such as EPSG:28412.

    Raises
    ------
    SitesError
        If PROJ does not know it.
    """
    code = f"EPSG:{crs.strip()}" if crs.strip().isdecimal() else crs.strip()
    try:
        # PROJ would also take a pipeline, which can name files.
        if AUTHORITY_CODE.fullmatch(code):
            return CRS.from_user_input(code)
    except CRSError:
        pass
    raise SitesError(
        N_("{file}: unknown coordinate reference system {crs!r}. Give an EPSG code such as EPSG:28412."),
        file=name,
        crs=crs[:80],
    )


def check_count(found: int, limit: int, name: str) -> None:
    """Refuse a file without rows or with too many.

    Raises
    ------
    SitesError
        With both numbers.
    """
    if found == 0:
        raise SitesError(N_("{file} has no rows: it holds no places."), file=name)
    if found > limit:
        raise SitesError(
            N_("{file}: {found} rows, at most {limit} are accepted. Split the file."),
            file=name,
            found=found,
            limit=limit,
        )


def features_of_frame(frame: gpd.GeoDataFrame) -> Features:
    """Number the rows of a frame as features of a file."""
    shapes = frame.geometry
    table = frame.iloc[:, [place for place, name in enumerate(frame.columns) if name != shapes.name]]
    records = table.set_axis(numbered(list(map(str, table.columns))), axis=1).to_dict("records")
    features = [Feature(row, *pair) for row, pair in enumerate(zip(records, shapes, strict=True), 1)]
    return Features(features, frame.crs)


def numbered(names: Sequence[str]) -> list[str]:
    """Make names of columns differ: one that comes again gets a number behind it, one that is empty its place."""
    made: list[str] = []
    for place, name in enumerate(names, start=1):
        wanted = name or f"column {place}"
        count = 1
        while (title := wanted if count == 1 else f"{wanted} {count}") in made:
            count += 1
        made.append(title)
    return made


def only(chosen: str, others: Sequence[str]) -> tuple[RowNote, ...]:
    """Say which of several layers or documents was read."""
    if not others:
        return ()
    text = N_("only {layer} is read; the file also has {others}.")
    return (
        RowNote(0, Message(text, {"layer": chosen[:80], "others": ", ".join(other[:80] for other in others[:10])})),
    )


def brief(error: object) -> str:
    """Shorten a library's message to one line."""
    return " ".join(str(error).split())[:200].rstrip(".")
