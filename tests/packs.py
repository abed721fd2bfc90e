"""An invented region, written as a pack: proves that nothing in the product knows only one region."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

LANGUAGES = ("kk", "ru", "en", "zh")


def texts(english: str) -> dict[str, str]:
    return {language: english if language == "en" else f"{english} ({language})" for language in LANGUAGES}


def feature(identity: str, geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    base = {
        "id": identity,
        **{f"name_{language}": f"{identity} {language}" for language in LANGUAGES},
        "source": "invented for tests",
        "as_of": "2026-01-01",
        "accuracy_m": 0,
        "status": "operating",
    }
    return {"type": "Feature", "properties": base | properties, "geometry": geometry}


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def line(*coordinates: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [list(c) for c in coordinates]}


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def grid(west: float, south: float, step: float, columns: int, rows: int) -> list[dict[str, Any]]:
    return [
        feature(
            f"cell-{i}-{j}",
            box(west + i * step, south + j * step, west + (i + 1) * step, south + (j + 1) * step),
            population=10 * (i + 1) * (j + 1),
            density_per_km2=float(i + j),
        )
        for i in range(columns)
        for j in range(rows)
    ]


FEATURES: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "region": ("polygon", [feature("freeland", box(9.0, 50.0, 11.0, 51.0))]),
    "works": (
        "point",
        [
            feature("w1", point(9.2, 50.2), area_ha=40, accuracy_m=0),
            feature("w2", point(9.9, 50.5), area_ha=None, accuracy_m=15000, status="planned"),
            feature("w3", point(10.6, 50.7), area_ha=12),
            feature("w4", point(12.0, 50.5), area_ha=7),
        ],
    ),
    "rail": ("line", [feature("r1", line((9.0, 50.1), (10.0, 50.1))), feature("r2", line((10.0, 50.1), (10.9, 50.9)))]),
    "border": (
        "point",
        [
            feature("b1", point(9.0, 50.2), closed_from="2025-02-05", closed_to="2026-07-31"),
            feature("b2", point(11.0, 50.9), closed_from=None, closed_to=None),
            feature("b3", point(9.1, 50.0), status="construction", closed_from=None, closed_to=None),
        ],
    ),
    "people": ("polygon", grid(9.0, 50.0, 0.1, 20, 10)),
    "park": ("polygon", [feature("p1", box(10.5, 50.6, 10.7, 50.8))]),
    "moor": ("polygon", [feature("m1", box(9.3, 50.3, 9.4, 50.4), accuracy_m=20000)]),
}

CRITERIA: list[dict[str, Any]] = [
    {
        "id": "rail",
        "measure": "nearest",
        "layer": "rail",
        "titles": texts("Railway"),
        "unit": "km",
        "value_function": {"kind": "linear", "points": [[0, 1], [60, 0]]},
    },
    {
        "id": "border",
        "measure": "nearest",
        "layer": "border",
        "titles": texts("Border"),
        "unit": "km",
        "open_on_date": True,
        "value_function": {"kind": "linear", "points": [[0, 1], [100, 0]]},
    },
    {
        "id": "people",
        "measure": "catchment",
        "layer": "people",
        "titles": texts("People"),
        "unit": "people",
        "column": "population",
        "radius_m": 25000,
        "digits": 0,
        "value_function": {"kind": "linear", "points": [[0, 0], [20000, 1]]},
    },
]


def write_pack(folder: Path, **changes: Any) -> Path:
    """Write the invented pack; `changes` replace keys of catalog.json."""
    folder.mkdir(parents=True, exist_ok=True)
    layers = [_write_layer(folder, name, kind, features) for name, (kind, features) in FEATURES.items()]
    pack = {
        "schema": "geo-app/catalog/1",
        "id": "freeland",
        "titles": texts("Freeland"),
        "as_of": "2026-01-01",
        "metric_crs": "EPSG:32632",
        "bounds": [8.9, 49.9, 11.1, 51.1],
        "region_layer": "region",
        "candidate_layers": ["works"],
        "groups": {"base": texts("Base")},
        "layers": layers,
        "criteria": CRITERIA,
        "exclusions": [
            {"id": "park", "relation": "inside", "layer": "park", "titles": texts("inside the park")},
            {"id": "moor", "relation": "inside", "layer": "moor", "titles": texts("on the moor")},
            {"id": "abroad", "relation": "outside", "layer": "region", "titles": texts("outside Freeland")},
        ],
    } | changes
    _dump(folder / "catalog.json", pack)
    _dump(folder / "profiles.json", {"schema": "geo-app/profiles/1", "profiles": PROFILES})
    _dump(
        folder / "indicators.json",
        {
            "schema": "geo-app/indicators/1",
            "groups": {"economy": texts("Economy")},
            "indicators": [
                {
                    "id": "projects",
                    "group": "economy",
                    "titles": texts("Projects launched"),
                    "unit": texts("projects"),
                    "figures": [
                        {
                            "value": 34,
                            "as_of": "2025-01/2025-10",
                            "published": "2025-12-22",
                            "source": "a paper",
                            "confidence": "medium",
                        },
                        {
                            "value": 41,
                            "as_of": "2025-01/2025-10",
                            "published": "2025-12-09",
                            "source": "a briefing",
                            "confidence": "high",
                        },
                    ],
                }
            ],
        },
    )
    return folder


PROFILES: list[dict[str, Any]] = [
    {
        "id": "freight",
        "titles": texts("Freight"),
        "descriptions": texts("Moves goods"),
        "weights": [
            {"criterion": "rail", "weight": 50, "reasons": texts("Goods go by rail")},
            {"criterion": "border", "weight": 30, "reasons": texts("Goods cross the border")},
            {"criterion": "people", "weight": 20, "reasons": texts("Staff")},
        ],
    },
    {
        "id": "retail",
        "titles": texts("Retail"),
        "descriptions": texts("Sells goods"),
        "weights": [
            {
                "criterion": "people",
                "weight": 100,
                "reasons": texts("Customers"),
                "value_function": {"kind": "linear", "points": [[0, 0], [40000, 1]]},
            }
        ],
    },
]


def _write_layer(folder: Path, name: str, kind: str, features: list[dict[str, Any]]) -> dict[str, Any]:
    collection = {
        "type": "FeatureCollection",
        "name": name,
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        "features": features,
    }
    path = folder / f"{name}.geojson"
    _dump(path, collection)
    return {
        "id": name,
        "group": "base",
        "titles": texts(name.title()),
        "geometry": kind,
        "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "crs": "EPSG:4326",
        "sources": [{"name": "invented", "licence": "MIT", "attribution": "nobody"}],
        "as_of": "2026-01-01",
        "accuracy_m": 0,
        "style": {"color": "#336699"},
        "attributes": [{"id": "area_ha", "titles": texts("Area"), "unit": "ha"}] if name == "works" else [],
    }


def _dump(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
