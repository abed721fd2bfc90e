"""A ranking as text table, CSV, JSON, GeoJSON and GeoPackage.

Names come from users, so cells that a spreadsheet would run as a formula are quoted, and control characters never
reach a terminal.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

import geopandas as gpd
import pyogrio

from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import N_, Translator
from geo_app.core.sites import Site
from geo_app.decision import Robustness
from geo_app.region.model import Catalog, Layer, Measured, RankedSite, Ranking, Requirement
from geo_app.requirements import parse_requirement
from geo_app.scenario import scenario_to_dict

RANKING_SCHEMA = "geo-app/ranking/1"

# Far finer than any accuracy here, and short enough to read.
_DIGITS = 6

# A spreadsheet takes a cell that starts so for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

# GeoPackage stores when it was written; a fixed date keeps the same ranking the same bytes.
_GPKG_DATE = "2020-01-01T00:00:00.000Z"

STATUS_NAMES: Mapping[str, str] = {
    "operating": N_("operating"),
    "construction": N_("under construction"),
    "planned": N_("planned"),
    "closed": N_("closed"),
    "unknown": N_("unknown"),
}

Sure = Mapping[str, Robustness]
"""How sure each rank is, by site id; empty where nobody asked."""


class Writer(Protocol):
    """Writes a ranking, and how sure it is, as a file's bytes."""

    def __call__(self, ranking: Ranking, catalog: Catalog, t: Translator, sure: Sure = ...) -> bytes:  # noqa: D102
        ...


_NOBODY_ASKED: Sure = {}


def ranking_to_dict(ranking: Ranking, catalog: Catalog, sure: Sure = _NOBODY_ASKED) -> dict[str, Any]:
    """Build the JSON form, ``geo-app/ranking/1``; sites have ``robustness`` where it was asked for."""
    return {
        "schema": RANKING_SCHEMA,
        "data_version": ranking.data_version,
        "scenario": scenario_to_dict(ranking.scenario),
        "sites": [_site(item, catalog) | _sure(item, sure) for item in ranking.sites],
        "rejected": [{"row": item.row, "reason": str(item)} for item in ranking.rejected],
        "warnings": [{"row": item.row, "reason": str(item)} for item in ranking.warnings],
        "layers": [_provenance(layer) for layer in used_layers(ranking, catalog)],
    }


def used_layers(ranking: Ranking, catalog: Catalog) -> list[Layer]:
    """List the layers that a ranking rests on: those of its sites, criteria, requirements and exclusions."""
    scenario = ranking.scenario
    criteria = [
        *scenario.weights,
        *(item.subject for item in scenario.requirements if item.subject in catalog.criteria),
    ]
    names = [item.site.layer for item in ranking.sites if item.site.layer in catalog.layers]
    names += [catalog.criteria[name].layer for name in criteria]
    names += [catalog.exclusions[name].layer for name in scenario.exclusions]
    return [catalog.layers[name] for name in dict.fromkeys(names)]


def attributions(ranking: Ranking, catalog: Catalog) -> str:
    """Name in one line whose data a ranking rests on, with each licence."""
    sources = [source for layer in used_layers(ranking, catalog) for source in layer.sources]
    return "; ".join(dict.fromkeys(f"{source.attribution} ({source.licence})" for source in sources))


def _provenance(layer: Layer) -> dict[str, Any]:
    return {
        "id": layer.id,
        "features": len(layer.frame),
        "as_of": layer.as_of,
        "accuracy_m": _round(layer.accuracy_m),
        "sources": [asdict(source) for source in layer.sources],
        "missing": [dict(texts) for texts in layer.missing],
    }


def _site(item: RankedSite, catalog: Catalog) -> dict[str, Any]:
    return {
        "id": item.site.id,
        "name": item.site.name,
        "lon": _round(item.site.lon),
        "lat": _round(item.site.lat),
        "rank": item.rank,
        "score": _round(item.score),
        "excluded_by": list(item.excluded_by),
        "doubts": list(item.doubts),
        "accuracy_m": _round(item.site.accuracy_m),
        "criteria": {name: _criterion(found, catalog.criteria[name].unit) for name, found in item.criteria.items()},
    }


def _sure(item: RankedSite, sure: Sure) -> dict[str, Any]:
    found = sure.get(item.site.id)
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
        }
    }


def _criterion(found: Measured, unit: str) -> dict[str, Any]:
    return {
        "raw": _round(found.raw),
        "low": _round(found.low),
        "high": _round(found.high),
        "unit": unit,
        "value": _round(found.value),
        "weight": _round(found.weight),
        "contribution": _round(found.contribution),
        "feature": found.feature or None,
    }


def _round(number: float | None) -> float | None:
    return None if number is None else round(number, _DIGITS)


def to_json(ranking: Ranking, catalog: Catalog, t: Translator, sure: Sure = _NOBODY_ASKED) -> bytes:
    """Write the JSON form; the language does not matter."""
    return _dump(ranking_to_dict(ranking, catalog, sure))


def _dump(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def flat_rows(ranking: Ranking, catalog: Catalog, t: Translator, sure: Sure = _NOBODY_ASKED) -> list[dict[str, Any]]:
    """Flatten a ranking to one row a site: rank, score, place, then three columns a criterion."""
    rows = []
    sources = attributions(ranking, catalog)
    for item in ranking.sites:
        row: dict[str, Any] = {
            "rank": item.rank,
            "score": _round(item.score),
            "id": item.site.id,
            "name": site_name(item.site, t),
            "lon": _round(item.site.lon),
            "lat": _round(item.site.lat),
            "accuracy_m": _round(item.site.accuracy_m),
            "excluded_by": " ".join(item.excluded_by),
            "doubts": " ".join(item.doubts),
        }
        for name, found in item.criteria.items():
            row[f"{name}_{catalog.criteria[name].unit}"] = _round(found.raw)
            row[f"{name}_value"] = _round(found.value)
            row[f"{name}_contribution"] = _round(found.contribution)
        if sure:
            rank_is = sure.get(item.site.id)
            row["first_share"] = _round(rank_is.acceptability[0]) if rank_is else None
            row["top_three_share"] = _round(rank_is.top_three) if rank_is else None
            row["alike"] = " ".join(rank_is.alike) if rank_is else None
        rows.append(row | {"data_version": ranking.data_version, "sources": sources})
    return rows


def site_name(site: Site, t: Translator) -> str:
    """Name a site in the reader's language."""
    return t.pick(site.names) or site.name


def guard_formula(value: Any) -> Any:
    """Quote a text that a spreadsheet would run as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def to_csv(ranking: Ranking, catalog: Catalog, t: Translator, sure: Sure = _NOBODY_ASKED) -> bytes:
    """Write CSV in UTF-8 with a byte order mark, as Excel wants it."""
    rows = flat_rows(ranking, catalog, t, sure)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else ["rank", "score", "id", "name"])
    writer.writeheader()
    writer.writerows({key: guard_formula(value) for key, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


def to_geojson(ranking: Ranking, catalog: Catalog, t: Translator, sure: Sure = _NOBODY_ASKED) -> bytes:
    """Write one point a site; scenario and data version are members of the collection."""
    features = []
    for row in flat_rows(ranking, catalog, t, sure):
        place = {"type": "Point", "coordinates": [row.pop("lon"), row.pop("lat")]}
        features.append({"type": "Feature", "id": row["id"], "properties": row, "geometry": place})
    return _dump(
        {
            "type": "FeatureCollection",
            "schema": RANKING_SCHEMA,
            "data_version": ranking.data_version,
            "scenario": scenario_to_dict(ranking.scenario),
            "layers": [_provenance(layer) for layer in used_layers(ranking, catalog)],
            "features": features,
        }
    )


def to_gpkg(ranking: Ranking, catalog: Catalog, t: Translator, sure: Sure = _NOBODY_ASKED) -> bytes:
    """Write a GeoPackage with one layer, ``ranking``."""
    rows = flat_rows(ranking, catalog, t, sure)
    places = gpd.points_from_xy([row.pop("lon") for row in rows], [row.pop("lat") for row in rows])
    frame = gpd.GeoDataFrame(rows, geometry=places, crs=GEOGRAPHIC_CRS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ranking.gpkg"
        before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _GPKG_DATE})
        try:
            frame.to_file(path, layer="ranking", driver="GPKG", engine="pyogrio")
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
        return path.read_bytes()


def to_text(ranking: Ranking, catalog: Catalog, t: Translator, sure: Sure = _NOBODY_ASKED) -> bytes:
    """Write a table for a terminal, with excluded sites, doubts and rejected rows below."""
    ranked = [item for item in ranking.sites if item.rank is not None]
    names = list(ranking.scenario.weights)
    head = [t("Rank"), t("Score"), t("Site"), t("Accuracy"), *(t.pick(catalog.criteria[n].titles) for n in names)]
    if sure:
        head[2:2] = [t("First in"), t("Top three in")]
    body = []
    for item in ranked:
        row = [str(item.rank), t.number(item.score or 0.0, 1)]
        if sure:
            row += [t.percent(sure[item.site.id].acceptability[0]), t.percent(sure[item.site.id].top_three)]
        row += [_clean(site_name(item.site, t)), accuracy_text(item.site.accuracy_m, t)]
        body.append(row + [raw_text(item.criteria[name], catalog, name, t) for name in names])
    lines = _columns([head, *body])
    for item in ranking.sites:
        if item.excluded_by:
            reasons = ", ".join(reason_text(name, catalog, t) for name in item.excluded_by)
            lines.append(t("Not ranked: {site}: {reasons}", site=_clean(site_name(item.site, t)), reasons=reasons))
    lines += [
        t("Row {row} rejected: {reason}", row=r.row, reason=_clean(t.fill(r.reason, r.values)))
        for r in ranking.rejected
    ]
    lines += [t("Row {row}: {reason}", row=r.row, reason=_clean(t.fill(r.reason, r.values))) for r in ranking.warnings]
    lines.append(
        t(
            "Profile {profile}, data {version}, judged on {date}",
            profile=ranking.scenario.profile,
            version=ranking.data_version,
            date=ranking.scenario.on.isoformat(),
        )
    )
    lines.append(t("Sources: {sources}", sources=attributions(ranking, catalog)))
    return ("\n".join(lines) + "\n").encode()


def reason_text(name: str, catalog: Catalog, t: Translator) -> str:
    """Name an exclusion by its title, a requirement in words."""
    if name in catalog.exclusions:
        return t.pick(catalog.exclusions[name].titles)
    return t("required: {requirement}", requirement=requirement_text(parse_requirement(name), catalog, t))


def requirement_text(requirement: Requirement, catalog: Catalog, t: Translator) -> str:
    """Write a requirement in words: ``Distance to a railway: at most 20 km``."""
    title, unit, codes = _subject(requirement.subject, catalog, t)
    if requirement.relation == "=":
        return t("{subject}: only {value}", subject=title, value=codes.get(str(requirement.bound), requirement.bound))
    bound = float(requirement.bound)
    amount = f"{t.number(bound, 0 if bound.is_integer() else 2)} {unit_text(unit, t)}".strip()
    if requirement.relation == "<=":
        return t("{subject}: at most {amount}", subject=title, amount=amount)
    return t("{subject}: at least {amount}", subject=title, amount=amount)


def _subject(name: str, catalog: Catalog, t: Translator) -> tuple[str, str, dict[str, str]]:
    """Look up title, unit and the words of the codes of what a requirement is about."""
    if name in catalog.criteria:
        return t.pick(catalog.criteria[name].titles), catalog.criteria[name].unit, {}
    if name == "status":
        return t("Status"), "", {code: t(words) for code, words in STATUS_NAMES.items()}
    for layer in catalog.candidate_layers:
        for attribute in catalog.layers[layer].attributes:
            if attribute.id == name:
                codes = {code: t.pick(words) for code, words in attribute.codes.items()}
                return t.pick(attribute.titles), attribute.unit, codes
    return name, "", {}


def accuracy_text(accuracy_m: float, t: Translator) -> str:
    """Tell how far a point can be off: ``±15 km``, ``±30 m``, or that it is exact."""
    if accuracy_m >= 1000:
        return t("±{km} km", km=t.number(accuracy_m / 1000, 0 if accuracy_m % 1000 == 0 else 1))
    return t("±{m} m", m=t.number(accuracy_m)) if accuracy_m > 0 else t("exact point")


_UNITS: Mapping[str, str] = {
    "km": N_("km"),
    "m": N_("m"),
    "mm": N_("mm"),
    "ha": N_("ha"),
    "km²": N_("km²"),
    "people": N_("people"),
    "MW": N_("MW"),
    "kWh/m²": N_("kWh/m²"),
    "m³/d": N_("m³/d"),
    "m³/h": N_("m³/h"),
    "bn ₸": N_("bn ₸"),
}


def unit_text(unit: str, t: Translator) -> str:
    """Translate a unit of a criterion or an attribute; one that is not known stays as it is (%, °C, ₸)."""
    return t(_UNITS[unit]) if unit in _UNITS else unit


def raw_text(found: Measured, catalog: Catalog, name: str, t: Translator) -> str:
    """Write a measured value with its unit, or that it is unknown."""
    if found.raw is None:
        return t("none")
    criterion = catalog.criteria[name]
    return f"{t.number(found.raw, criterion.digits)} {unit_text(criterion.unit, t)}"


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
