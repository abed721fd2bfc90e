"""Recompute distances and catchments of the pack in PostGIS: ``python -m tests.postgis [POINTS]``.

A server of its own is made for the run, in a temporary folder: it listens on a socket in that folder and to no network.
PostGIS shares no code with the product but the C library of `shapely` (GEOS), which here only cuts circles.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geo_app.measures.measure import measure_places
from geo_app.region.feature_selection import counted
from geo_app.region.loader import load_pack
from geo_app.region.model import Criterion, RegionPack

ROOT = Path(__file__).parents[1]
ON = date(2026, 11, 28)
# Edges are straight in degrees here and geodesic there: in pieces so short they differ by a millimetre.
PIECE_DEG = 0.002
CIRCLE_CORNERS = 720
# So much wider, a polygon of so many corners has the area of its circle.
WIDER = float(2 * np.pi / CIRCLE_CORNERS / np.sin(2 * np.pi / CIRCLE_CORNERS)) ** 0.5

SETTINGS = ("listen_addresses=", "fsync=off", "full_page_writes=off", "max_parallel_workers_per_gather=0", "jit=off")


def programs() -> Path | None:
    """Find the folder of a PostgreSQL server that has PostGIS."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]), reverse=True)
    for folder in folders:
        control = Path("/usr/share/postgresql", folder.parts[-2], "extension", "postgis.control")
        if (folder / "initdb").is_file() and control.is_file():
            return folder
    return None


@dataclass(frozen=True)
class Server:
    """A running server: its programs, and the folder of its socket."""

    programs: Path
    folder: Path

    def run(self, sql: str) -> str:
        """Run a script; give what it prints, without headings."""
        command = [str(self.programs / "psql"), "-h", str(self.folder), "-U", "tester", "-d", "postgres"]
        command += ["-X", "-q", "-A", "-t", "-F", ",", "-v", "ON_ERROR_STOP=1", "-f", "-"]
        done = subprocess.run(command, input=sql, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"psql gave {done.returncode}: {done.stderr.strip()}")
        return done.stdout


@contextmanager
def serving(found: Path) -> Iterator[Server]:
    """Serve from a temporary folder until the end; not as root, which PostgreSQL refuses to be."""
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="postgis-") as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        init = [str(found / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(init, user=user, cwd=folder, check=True, capture_output=True)
        command = [str(found / "postgres"), "-D", str(data), "-k", str(folder)]
        command += [word for setting in SETTINGS for word in ("-c", setting)]
        with subprocess.Popen(
            command, user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as run:
            try:
                server = Server(found, folder)
                _wait_for(server, run)
                yield server
            finally:
                run.terminate()


def _wait_for(server: Server, process: subprocess.Popen[bytes], patience_s: float = 60.0) -> None:
    until = time.monotonic() + patience_s
    while True:
        try:
            server.run("CREATE EXTENSION IF NOT EXISTS postgis;")
            return
        except RuntimeError:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.2)


# ------------------------------------------------------------------------------------------------- what is compared


def places(pack: RegionPack, count: int) -> np.ndarray:
    """Draw lon/lat over the pack's region and beyond its border, a fifth of them within 2 km of a line or a zone."""
    rng = np.random.default_rng(2026)
    west, south, east, north = pack.layers["population"].frame.total_bounds
    anywhere = rng.uniform((west - 0.5, south - 0.5), (east + 0.5, north + 0.5), (count, 2))
    lines = np.concatenate([pack.layers[name].frame.geometry.to_numpy() for name in ("corridor", "railways", "rivers")])
    on_lines = shapely.line_interpolate_point(shapely.line_merge(lines), rng.uniform(0, 1, len(lines)), normalized=True)
    near = shapely.get_coordinates(on_lines)[rng.integers(0, len(lines), count // 5)]
    anywhere[: len(near)] = near + rng.uniform(-0.02, 0.02, near.shape)
    return anywhere


def nearest_there(server: Server, features: gpd.GeoDataFrame) -> np.ndarray:
    """Measure the geodesic to the nearest feature of a layer, in kilometres."""
    server.run(
        f"""DROP TABLE IF EXISTS feature, piece;
        CREATE TABLE feature(geom geometry);
        {_copied("feature", ([shape.wkb_hex] for shape in features.geometry))}
        UPDATE feature SET geom = ST_SetSRID(geom, 4326);
        CREATE TABLE piece AS SELECT (ST_DumpSegments(ST_Segmentize(line, {PIECE_DEG}))).geom::geography AS geog FROM
          (SELECT CASE ST_Dimension(geom) WHEN 2 THEN ST_Boundary(geom) ELSE geom END AS line
           FROM feature WHERE ST_Dimension(geom) > 0) AS lines
        UNION ALL SELECT (ST_Dump(geom)).geom::geography FROM feature WHERE ST_Dimension(geom) = 0;
        CREATE INDEX ON piece USING gist(geog);
        ANALYZE piece;"""  # noqa: S608 (no word of it comes from outside)
    )
    # The order is that of a sphere, so all that may be nearer on the ellipsoid are measured.
    return _column(
        server.run(
            """SELECT CASE WHEN EXISTS
                (SELECT 1 FROM feature WHERE ST_Dimension(geom) = 2 AND ST_Intersects(geom, place.geog::geometry))
              THEN 0 ELSE
                (SELECT min(ST_Distance(p.geog, place.geog)) FROM piece AS p
                 WHERE ST_DWithin(p.geog, place.geog, first.m * 1.0001 + 1)) / 1000 END
            FROM place CROSS JOIN LATERAL
              (SELECT ST_Distance(p.geog, place.geog) AS m FROM piece AS p ORDER BY p.geog <-> place.geog LIMIT 1)
              AS first ORDER BY place.id;"""
        )
    )


def catchments_there(server: Server, features: gpd.GeoDataFrame, columns: list[str], radius_m: float) -> np.ndarray:
    """Sum columns within a radius, (n, columns): circles of geodesics cut with cells in an equal-area projection."""
    amounts = features[columns].fillna(0.0).to_numpy()
    rows = ([shape.wkb_hex, *map(repr, map(float, row))] for shape, row in zip(features.geometry, amounts, strict=True))
    held = [f"a{number}" for number in range(len(columns))]
    server.run(
        f"""DROP TABLE IF EXISTS raw_cell, cell;
        CREATE TABLE raw_cell(geom geometry, {", ".join(f"{name} float" for name in held)});
        {_copied("raw_cell", rows)}
        CREATE TABLE cell AS SELECT ST_Transform(ST_Segmentize(ST_SetSRID(geom, 4326), 0.01), 6933) AS geom,
          {", ".join(held)} FROM raw_cell;
        ALTER TABLE cell ADD area float;
        UPDATE cell SET area = ST_Area(geom);
        CREATE INDEX ON cell USING gist(geom);
        ANALYZE cell;"""  # noqa: S608
    )
    part = "ST_Area(ST_Intersection(circle.geom, cell.geom)) / area"
    share = f"CASE WHEN ST_Covers(circle.geom, cell.geom) THEN 1 ELSE {part} END"
    azimuth = f"radians((corner % {CIRCLE_CORNERS}) * 360.0 / {CIRCLE_CORNERS})"
    sums = ", ".join(f"coalesce(sum({name} * share), 0)" for name in held)
    printed = server.run(
        f"""SELECT {sums} FROM place CROSS JOIN LATERAL
          (SELECT ST_Transform(ST_MakePolygon(ST_MakeLine(
            ST_Project(place.geog, {radius_m * WIDER!r}, {azimuth})::geometry
            ORDER BY corner)), 6933) AS geom FROM generate_series(0, {CIRCLE_CORNERS}) AS corner) AS circle
        LEFT JOIN LATERAL (SELECT {", ".join(held)}, {share} AS share
          FROM cell WHERE ST_Intersects(circle.geom, cell.geom)) AS inside ON true
        GROUP BY place.id ORDER BY place.id;"""  # noqa: S608
    )
    return np.array([[float(word) for word in line.split(",")] for line in printed.splitlines()])


def load_places(server: Server, lonlat: np.ndarray) -> None:
    server.run(
        f"""DROP TABLE IF EXISTS place;
        CREATE TABLE place(id int, geog geography);
        {_copied("place", ([str(k), f"SRID=4326;POINT({x!r} {y!r})"] for k, (x, y) in enumerate(lonlat.tolist())))}"""
    )


def _copied(table: str, rows: Iterator[list[str]]) -> str:
    if not re.fullmatch(r"\w+", table):
        raise ValueError(table)
    return f"COPY {table} FROM STDIN;\n" + "".join("\t".join(row) + "\n" for row in rows) + "\\.\n"


def _column(printed: str) -> np.ndarray:
    return np.array([float(line) if line else np.nan for line in printed.splitlines()])


# ----------------------------------------------------------------------------------------------------- the comparison


@dataclass(frozen=True)
class Compared:
    """One criterion here and there."""

    criterion: Criterion
    here: np.ndarray
    there: np.ndarray

    def __str__(self) -> str:
        known = np.isfinite(self.here)
        here, there = self.here[known], self.there[known]
        apart, told = np.abs(here - there), there > 1.0
        unit, scale = ("m", 1000.0) if self.criterion.measure == "nearest" else ("", 1.0)
        most, many = (f"{scale * np.quantile(apart, q):.4f} {unit}" for q in (1.0, 0.99))
        share = 100 * (apart[told] / there[told]).max(initial=0)
        return (
            f"{self.criterion.id:<18}{self.criterion.measure:<10}{len(here):>7,} places  apart at most {most:>12}"
            f"  99 % {many:>12}  of a value above 1 at most {share:.5f} %"
        )


def compare(server: Server, pack: RegionPack, count: int) -> Iterator[Compared]:
    """Measure every ``nearest`` and ``catchment`` criterion of a pack at so many places, here and there."""
    lonlat = places(pack, count)
    load_places(server, lonlat)
    catchments: dict[tuple[str, float], list[Criterion]] = {}
    for criterion in pack.criteria.values():
        if criterion.measure == "nearest":
            features = counted(criterion, pack.layers[criterion.layer], ON)
            yield Compared(criterion, _here(lonlat, criterion, pack), nearest_there(server, features))
        elif criterion.measure == "catchment":
            catchments.setdefault((criterion.layer, criterion.radius_m), []).append(criterion)
    for (layer, radius_m), criteria in catchments.items():
        features = counted(criteria[0], pack.layers[layer], ON)
        found = catchments_there(server, features, [criterion.column for criterion in criteria], radius_m)
        for criterion, there in zip(criteria, found.T, strict=True):
            yield Compared(criterion, _here(lonlat, criterion, pack), there)


def _here(lonlat: np.ndarray, criterion: Criterion, pack: RegionPack) -> np.ndarray:
    return measure_places(lonlat, np.zeros(len(lonlat)), criterion, pack, ON).raw


def main() -> None:
    found = programs()
    if found is None:
        sys.exit("no PostgreSQL with PostGIS under /usr/lib/postgresql: apt-get install postgresql-15-postgis-3")
    with serving(found) as server:
        for compared in compare(server, load_pack(ROOT / "layers"), int(sys.argv[1]) if sys.argv[1:] else 10_000):
            print(compared, flush=True)


if __name__ == "__main__":
    main()
