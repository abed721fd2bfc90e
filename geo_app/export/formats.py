"""A ranking as text table, CSV, JSON, GeoJSON and GeoPackage.

Names come from users, so cells that a spreadsheet would run as a formula are quoted, and control characters never
reach a terminal.
"""

from __future__ import annotations

import csv
import io
import json
import math
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

import geopandas as gpd
import pyogrio

from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import SOURCE_LANGUAGE, translator
from geo_app.core.sites import own_attributes
from geo_app.ranking.model import Measured, RankedSite, Ranking
from geo_app.ranking.scenario import scenario_to_dict, write_toml
from geo_app.region.model import Layer, RegionPack
from geo_app.report.explanation import shown_points
from geo_app.report.sources import attributions, used_layers
from geo_app.report.text import (
    RobustnessBySite,
    Wording,
    accuracy_text,
    doubt_texts,
    own_value_text,
    raw_text,
    reason_text,
    site_name,
)

RANKING_SCHEMA = "geo-app/ranking/1"

# Far finer than any accuracy here, and short enough to read.
_DIGITS = 6

# A spreadsheet takes a cell that starts so for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

# Columns of a user's file that a terminal shows, and how much of a cell.
_MOST_COLUMNS, _CELL = 6, 24


class Writer(Protocol):
    """Writes a ranking, and how sure it is, as a file's bytes."""

    def __call__(self, ranking: Ranking, wording: Wording, robustness_by_site: RobustnessBySite = ...) -> bytes:  # noqa: D102
        ...


NOT_STUDIED: RobustnessBySite = {}
"""Where nobody asked how sure the ranks are."""


def ranking_to_dict(
    ranking: Ranking, pack: RegionPack, robustness_by_site: RobustnessBySite = NOT_STUDIED
) -> dict[str, Any]:
    """Build the JSON form, ``geo-app/ranking/1``; sites have ``robustness`` where it was asked for."""
    return {
        "schema": RANKING_SCHEMA,
        "data_version": ranking.data_version,
        "scenario": scenario_to_dict(ranking.scenario),
        "sites": [_site(item, pack) | _sure(item, robustness_by_site) for item in ranking.sites],
        "rejected": [{"row": item.row, "reason": str(item)} for item in ranking.rejected],
        "warnings": [{"row": item.row, "reason": str(item)} for item in ranking.warnings],
        "layers": [_provenance(layer) for layer in used_layers(ranking, pack)],
    }


def _provenance(layer: Layer) -> dict[str, Any]:
    return {
        "id": layer.id,
        "features": len(layer.frame),
        "as_of": layer.as_of,
        "accuracy_m": _round(layer.accuracy_m),
        "sources": [asdict(source) for source in layer.sources],
        "missing": [dict(texts) for texts in layer.missing],
    }


def _site(item: RankedSite, pack: RegionPack) -> dict[str, Any]:
    points = shown_points(item, _DIGITS)
    return {
        "id": item.site.id,
        "name": item.site.name,
        "lon": _round(item.site.lon),
        "lat": _round(item.site.lat),
        "rank": item.rank,
        "score": _round(item.score),
        "score_low": _round(item.score_low),
        "score_high": _round(item.score_high),
        "excluded_by": list(item.excluded_by),
        "doubts": list(item.doubts),
        "accuracy_m": _round(item.site.accuracy_m),
        "criteria": {
            name: _criterion(found, pack.criteria[name].unit, points.get(name)) for name, found in item.criteria.items()
        },
    } | _own(item)


def _own(item: RankedSite) -> dict[str, Any]:
    """Give what the user's file says of a site; what a pack says of its own is in its layers."""
    return {"attributes": dict(item.site.attributes)} if item.site.attributes and not item.site.layer else {}


def _sure(item: RankedSite, robustness_by_site: RobustnessBySite) -> dict[str, Any]:
    found = robustness_by_site.get(item.site.id)
    if found is None:
        return {}
    central = found.central_weights
    return {
        "robustness": {
            "acceptability": [_round(share) for share in found.acceptability],
            "top_three": _round(found.top_three),
            "central_weights": None if central is None else {name: _round(weight) for name, weight in central.items()},
            "confidence": _round(found.confidence),
            "alike": list(found.alike),
            "standard_error": _round(found.standard_error),
            "draws": found.draws,
        }
    }


def _criterion(found: Measured, unit: str, points: float | None) -> dict[str, Any]:
    return {
        "raw": _round(found.raw),
        "low": _round(found.low),
        "high": _round(found.high),
        "unit": unit,
        "value": _round(found.value),
        "value_low": _round(found.value_low),
        "value_high": _round(found.value_high),
        "weight": _round(found.weight),
        "contribution": points,
        "feature": found.feature or None,
    }


def _round(number: float | None) -> float | None:
    return None if number is None else round(number, _DIGITS)


def to_json(ranking: Ranking, wording: Wording, robustness_by_site: RobustnessBySite = NOT_STUDIED) -> bytes:
    """Write the JSON form; the language does not matter."""
    pack = wording.pack
    return _dump(ranking_to_dict(ranking, pack, robustness_by_site))


def _dump(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def flat_rows(
    ranking: Ranking, wording: Wording, robustness_by_site: RobustnessBySite = NOT_STUDIED
) -> list[dict[str, Any]]:
    """Flatten a ranking to one row a site: rank, score, place, three columns a criterion, then the user's columns."""
    pack, t = wording
    rows = []
    own = own_attributes(item.site for item in ranking.sites)
    sources = attributions(ranking, Wording(pack, translator(SOURCE_LANGUAGE)))
    offered, settings = _offered(pack), _settings(ranking)
    for item in ranking.sites:
        row: dict[str, Any] = {
            "rank": item.rank,
            "score": _round(item.score),
            "score_low": _round(item.score_low),
            "score_high": _round(item.score_high),
            "id": item.site.id,
            "name": site_name(item.site, t),
            "lon": _round(item.site.lon),
            "lat": _round(item.site.lat),
            "accuracy_m": _round(item.site.accuracy_m),
            "excluded_by": " ".join(item.excluded_by),
            "doubts": " ".join(item.doubts),
            "kind": t.pick(pack.layers[item.site.layer].titles) if item.site.layer else None,
        }
        row |= {name: _plain(item.site.attributes.get(name)) if item.site.layer else None for name in offered}
        points = shown_points(item, _DIGITS)
        for name, found in item.criteria.items():
            row[f"{name}_{pack.criteria[name].unit}"] = _round(found.raw)
            row[f"{name}_value"] = _round(found.value)
            row[f"{name}_contribution"] = points.get(name)
        if robustness_by_site:
            rank_is = robustness_by_site.get(item.site.id)
            row["first_share"] = _round(rank_is.acceptability[0]) if rank_is else None
            row["top_three_share"] = _round(rank_is.top_three) if rank_is else None
            row["alike"] = " ".join(rank_is.alike) if rank_is else None
        row |= settings | {"sources": sources}
        for name in own:
            # A file may have a column of any name, also of one that stands here already.
            row[_free(name, row)] = None if item.site.layer else item.site.attributes.get(name)
        rows.append(row)
    return rows


def _offered(pack: RegionPack) -> list[str]:
    """Name what the candidate layers say of a site in numbers and in words of a list: area, power, status."""
    layers = [pack.layers[name] for name in pack.candidate_layers]
    columns = [item.id for layer in layers for item in layer.attributes if item.unit or item.codes]
    return list(dict.fromkeys(columns))


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value


def _settings(ranking: Ranking) -> dict[str, Any]:
    """Write by what was ranked, so that a file that is passed on still says it."""
    scenario = ranking.scenario
    return {
        "profile": scenario.profile,
        "weights": " ".join(f"{name}={100 * weight:.4g}" for name, weight in scenario.weights.items()),
        "method": scenario.method if scenario.method != "owa" else f"owa {scenario.caution:g}",
        "requirements": "; ".join(map(str, scenario.requirements)),
        "on": scenario.on.isoformat(),
        "data_version": ranking.data_version,
    }


def _free(name: str, row: Mapping[str, Any]) -> str:
    taken = {key.casefold() for key in row} | {"fid", "geom", "geometry"}
    while name.casefold() in taken:
        name = f"file_{name}"
    return name


def guard_formula(value: Any) -> Any:
    """Quote a text that a spreadsheet would run as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def to_csv(ranking: Ranking, wording: Wording, robustness_by_site: RobustnessBySite = NOT_STUDIED) -> bytes:
    """Write CSV in UTF-8 with a byte order mark, as Excel wants it."""
    rows = flat_rows(ranking, wording, robustness_by_site)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else ["rank", "score", "id", "name"])
    writer.writeheader()
    writer.writerows({key: guard_formula(value) for key, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


def to_geojson(ranking: Ranking, wording: Wording, robustness_by_site: RobustnessBySite = NOT_STUDIED) -> bytes:
    """Write one point a site; scenario and data version are members of the collection."""
    pack = wording.pack
    features = []
    for row in flat_rows(ranking, wording, robustness_by_site):
        place = {"type": "Point", "coordinates": [row.pop("lon"), row.pop("lat")]}
        features.append({"type": "Feature", "id": row["id"], "properties": row, "geometry": place})
    return _dump(
        {
            "type": "FeatureCollection",
            "schema": RANKING_SCHEMA,
            "data_version": ranking.data_version,
            "scenario": scenario_to_dict(ranking.scenario),
            "layers": [_provenance(layer) for layer in used_layers(ranking, pack)],
            "features": features,
        }
    )


def to_gpkg(ranking: Ranking, wording: Wording, robustness_by_site: RobustnessBySite = NOT_STUDIED) -> bytes:
    """Write a GeoPackage with one layer, ``ranking``."""
    rows = flat_rows(ranking, wording, robustness_by_site)
    places = gpd.points_from_xy([row.pop("lon") for row in rows], [row.pop("lat") for row in rows])
    frame = gpd.GeoDataFrame(rows, geometry=places, crs=GEOGRAPHIC_CRS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ranking.gpkg"
        before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
        # GeoPackage stores when it was written; the day that is judged keeps the same ranking the same bytes.
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{ranking.scenario.on.isoformat()}T00:00:00.000Z"})
        try:
            frame.to_file(path, layer="ranking", driver="GPKG", engine="pyogrio")
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
        return path.read_bytes()


def to_toml(ranking: Ranking, wording: Wording, robustness_by_site: RobustnessBySite = NOT_STUDIED) -> bytes:
    """Write the scenario alone, for a person to read and edit and for ``--scenario``."""
    return write_toml(ranking.scenario).encode()


def to_text(ranking: Ranking, wording: Wording, robustness_by_site: RobustnessBySite = NOT_STUDIED) -> bytes:
    """Write a table for a terminal, with excluded sites, doubts and rejected rows below."""
    pack, t = wording
    ranked = [item for item in ranking.sites if item.rank is not None]
    names = list(ranking.scenario.weights)
    own = own_attributes(item.site for item in ranking.sites)[:_MOST_COLUMNS]
    head = [t("Rank"), t("Score"), t("Site"), t("Accuracy"), *(_clean(name)[:_CELL] for name in own)]
    head += [t.pick(pack.criteria[n].titles) for n in names]
    if robustness_by_site:
        head[2:2] = [t("First in"), t("Top three in")]
    body = []
    for item in ranked:
        row = [str(item.rank), t.number(item.score or 0.0, 1)]
        if robustness_by_site:
            robust = robustness_by_site[item.site.id]
            row += [t.percent(robust.shown_first), t.percent(robust.shown_top_three)]
        row += [_clean(site_name(item.site, t)), accuracy_text(item.site.accuracy_m, t)]
        row += [_clean(own_value_text(item.site.attributes.get(name), t))[:_CELL] for name in own]
        body.append(row + [raw_text(item.criteria[name], pack.criteria[name], t) for name in names])
    lines = [*_columns([head, *body]), *_notes(ranking, wording)]
    lines.append(
        t(
            "Profile {profile}, data {version} of {as_of}, judged on {date}",
            profile=ranking.scenario.profile,
            version=ranking.data_version,
            as_of=pack.as_of.isoformat(),
            date=ranking.scenario.on.isoformat(),
        )
    )
    lines.append(t("Sources: {sources}", sources=attributions(ranking, wording)))
    return ("\n".join(lines) + "\n").encode()


def _notes(ranking: Ranking, wording: Wording) -> list[str]:
    """Name what is not ranked, what is in doubt, and what was odd about rows of the file."""
    t = wording.t
    lines = []
    for item in ranking.sites:
        if item.excluded_by:
            reasons = ", ".join(reason_text(name, wording) for name in item.excluded_by)
            lines.append(t("Not ranked: {site}: {reasons}", site=_clean(site_name(item.site, t)), reasons=reasons))
    lines += _doubt_lines(ranking, wording)
    lines += [t("Row {row} rejected: {reason}", row=r.row, reason=_clean(t.fill(r.message))) for r in ranking.rejected]
    for note in ranking.warnings:
        text = _clean(t.fill(note.message))
        lines.append(t("Row {row}: {reason}", row=note.row, reason=text) if note.row else text)
    return lines


def _doubt_lines(ranking: Ranking, wording: Wording) -> list[str]:
    """Name for each condition or unknown criterion the ranked sites that it leaves in doubt."""
    t = wording.t
    sites: dict[str, list[str]] = {}
    for item in ranking.sites:
        for doubt in doubt_texts(item, wording) if item.rank is not None else ():
            sites.setdefault(_clean(doubt), []).append(_clean(site_name(item.site, t)))
    return [t("In doubt, {reason}: {sites}", reason=doubt, sites=", ".join(names)) for doubt, names in sites.items()]


def _clean(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _columns(rows: list[list[str]]) -> list[str]:
    widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    # Chinese characters take two columns in a terminal.
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


FORMATS: Mapping[str, Writer] = {
    "table": to_text,
    "csv": to_csv,
    "json": to_json,
    "geojson": to_geojson,
    "gpkg": to_gpkg,
}
