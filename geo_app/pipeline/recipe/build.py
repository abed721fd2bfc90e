"""Make a region pack: ``build(pack_dir, cache_dir)``.

Reads ``recipe.toml`` and ``figures/``; writes the layer files, the backdrop, ``indicators.json`` and
``catalog.json``. ``profiles.json`` is written by hand and left alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from geo_app.core.errors import BuildError
from geo_app.core.files import replace_files, sha256
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.pipeline.recipe.builders import BUILDERS
from geo_app.pipeline.recipe.context import BuildContext
from geo_app.pipeline.recipe.figures import Figures
from geo_app.pipeline.recipe.package_formats import Raster, mbtiles, npz
from geo_app.pipeline.recipe.relief import relief_tiles
from geo_app.region.class_breaks import class_breaks
from geo_app.region.layer_writer import LayerFeature, document, geojson
from geo_app.region.loader import CATALOG_SCHEMA, INDICATORS_SCHEMA

BACKDROP, RELIEF = "backdrop", "relief"


def build(pack_dir: Path, cache_dir: Path, *, progress: Callable[[str], None] | None = None) -> None:
    """Build the pack in place: the same recipe and figures give the same bytes.

    Parameters
    ----------
    pack_dir
        Folder with ``recipe.toml`` and ``figures/``.
    cache_dir
        Where package archives are looked for, and kept once downloaded.
    progress
        Told what is being done, a line at a time.

    Raises
    ------
    BuildError
        If a package or a figure cannot be used, or the folder cannot be written; the pack is as it was.
    """
    context = BuildContext(Figures(pack_dir), cache_dir, progress or (lambda _: None))
    files = _files(context)
    _require_texts(context)
    _replace(pack_dir, files)


def _files(context: BuildContext) -> dict[str, bytes]:
    """Make every file of the pack, by its path in the pack."""
    files: dict[str, bytes] = {}
    entries = context.figures.listing("layers.toml")["layers"]
    for entry in entries:
        context.progress(f"layer {entry['id']}")
        context.layers[entry["id"]] = BUILDERS[entry["builder"]](entry, context)
        files[f"{entry['id']}.geojson"] = geojson(context.layers[entry["id"]])
    for folder, tiles in ((BACKDROP, _backdrop(context)), (RELIEF, _relief(context))):
        files |= {f"{folder}/{z}/{x}/{y}.png": tile for (z, x, y), tile in tiles.items()}
    files["indicators.json"] = document(_indicators(context))
    files["catalog.json"] = document(_catalog(context, entries, files))
    return files


def _require_texts(context: BuildContext) -> None:
    missing = sorted(context.figures.texts.missing)
    if missing:
        raise BuildError(
            N_(
                "figures/texts.json has no translation into every language ({languages}) of {count} texts. "
                "Add them: {texts}"
            ),
            languages=", ".join(LANGUAGES),
            count=len(missing),
            texts="; ".join(repr(text) for text in missing[:10]),
        )


def _replace(pack_dir: Path, files: Mapping[str, bytes]) -> None:
    """Write the pack's files all at once, and take away layers and tiles that it no longer has."""
    tiles = [tile for folder in (BACKDROP, RELIEF) for tile in (pack_dir / folder).glob("*/*/*.png")]
    before = {path.relative_to(pack_dir).as_posix() for path in [*pack_dir.glob("*.geojson"), *tiles]}
    try:
        replace_files(pack_dir, files, before - set(files))
    except OSError as error:
        raise BuildError(
            N_("{folder} cannot be written: {reason}. Copy the pack to a folder of yours and name it by --layers."),
            folder=pack_dir,
            reason=error.strerror or str(error),
        ) from error


# --------------------------------------------------------------------------------------------------- catalogue


def _catalog(context: BuildContext, entries: list[Mapping[str, Any]], files: Mapping[str, bytes]) -> dict[str, Any]:
    pack = context.recipe["pack"]
    say = context.figures.texts.localize
    criteria = context.figures.listing("criteria.toml")
    return {
        "schema": CATALOG_SCHEMA,
        "id": pack["id"],
        "titles": say(pack["title"]),
        **{key: pack[key] for key in ("as_of", "metric_crs", "bounds", "region_layer", "candidate_layers")},
        "groups": {group: say(title) for group, title in context.figures.listing("layers.toml")["groups"].items()},
        "layers": [_layer(context, entry, files[f"{entry['id']}.geojson"]) for entry in entries],
        "criteria": [_criterion(context, entry) for entry in criteria["criteria"]],
        "exclusions": [
            {**{k: v for k, v in entry.items() if k != "title"}, "titles": say(entry["title"])}
            for entry in criteria["exclusions"]
        ],
    }


def _layer(context: BuildContext, entry: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    texts = context.figures.texts
    sentences = [texts.sentences(text) for text in entry.get("missing", ())]
    features = context.layers[entry["id"]]
    return {
        "id": entry["id"],
        "group": entry["group"],
        "titles": texts.localize(entry["title"]),
        "notes": texts.sentences(entry["notes"]),
        "missing": [*sentences, *context.missing.get(entry["id"], [])],
        "geometry": entry["geometry"],
        "file": f"{entry['id']}.geojson",
        "sha256": sha256(data),
        "crs": "EPSG:4326",
        "sources": [_source(context, name) for name in entry["sources"]],
        "as_of": max(feature.as_of for feature in features),
        "accuracy_m": max(feature.accuracy_m for feature in features),
        "visible": entry["visible"],
        "style": _style(entry["style"], features),
        "attributes": [_attribute(context, name) for name in entry.get("attributes", ())],
        **({"checked": entry["checked"]} if "checked" in entry else {}),
    }


def _style(style: Mapping[str, Any], features: Sequence[LayerFeature]) -> dict[str, Any]:
    """Find the breaks of classes for which the style names a scheme instead."""
    classes = style.get("classes")
    if not classes or "scheme" not in classes:
        return dict(style)
    column, colors = classes["column"], classes["colors"]
    values = [value for feature in features if isinstance(value := feature.attributes[column], int | float)]
    breaks = class_breaks(values, classes["scheme"], len(colors))
    return {**style, "classes": {"column": column, "breaks": breaks, "colors": colors[: len(breaks) + 1]}}


def _source(context: BuildContext, name: str) -> dict[str, Any]:
    """Describe a source: a package of the recipe, or one that figures were taken from.

    A licence's own name and the attribution that it asks for are the same in every language; ``terms`` and ``credit``
    stand in their place where they are words of ours.
    """
    recipe, say = context.recipe, context.figures.texts.localize
    entry = recipe["packages"].get(name) or recipe["sources"][name]
    version = f"{entry['registry']}: {entry['name']} {entry['version']}" if "registry" in entry else ""
    return {
        "name": entry["holds"],
        "licence": entry.get("licence") or entry["terms"],
        "attribution": entry.get("attribution") or entry["credit"],
        "url": entry["url"],
        "version": version,
        "names": say(entry["holds"]),
        **({"licences": say(entry["terms"])} if "terms" in entry else {}),
        **({"attributions": say(entry["credit"])} if "credit" in entry else {}),
    }


def _attribute(context: BuildContext, name: str) -> dict[str, Any]:
    kind = context.figures.listing("attributes.toml")[name]
    say = context.figures.texts.localize
    codes = {code: say(text) for code, text in kind.get("codes", {}).items()}
    if "codes_from" in kind:
        rows = context.figures.table(kind["codes_from"])
        codes = {row["id"]: {lang: row[f"name_{lang}"] for lang in LANGUAGES} for row in rows}
    return {"id": name, "titles": say(kind["title"]), "unit": kind.get("unit", ""), "codes": codes}


def _criterion(context: BuildContext, entry: Mapping[str, Any]) -> dict[str, Any]:
    say = context.figures.texts
    rest = {k: v for k, v in entry.items() if k not in ("id", "title", "description")}
    return {
        "id": entry["id"],
        "titles": say.localize(entry["title"]),
        "descriptions": say.sentences(entry["description"]),
        **rest,
    }


def _indicators(context: BuildContext) -> dict[str, Any]:
    listed = context.figures.json("indicators.json")
    texts = context.figures.texts
    return {
        "schema": INDICATORS_SCHEMA,
        "groups": {group: texts.localize(title) for group, title in listed["groups"].items()},
        "indicators": [
            {
                "id": entry["id"],
                "group": entry["group"],
                "titles": texts.localize(entry["title"]),
                "unit": texts.localize(entry["unit"]),
                "digits": entry["digits"],
                "use": entry.get("use", "figure"),
                "figures": [
                    {**figure, "notes": texts.sentences(figure.get("notes", ""))} for figure in entry["figures"]
                ],
            }
            for entry in listed["indicators"]
        ],
    }


# ---------------------------------------------------------------------------------------------------- backdrop


def _backdrop(context: BuildContext) -> Mapping[tuple[int, int, int], bytes]:
    settings = context.recipe["backdrop"]
    west, south, east, north = context.box(settings["box"])
    wanted = []
    for zoom in settings["zooms"]:
        (left, top), (right, bottom) = _tile(west, north, zoom), _tile(east, south, zoom)
        wanted += [(zoom, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
    return mbtiles(context.member(settings["member"]), wanted)


def _relief(context: BuildContext) -> Mapping[tuple[int, int, int], bytes]:
    settings = context.recipe["relief"]
    west, north, points = settings["grid"]
    elevation = Raster(npz(context.member(settings["member"])), west, north, 1 / points)
    return relief_tiles(elevation, context.box(settings["box"]), settings["zoom"])


def _tile(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """Find the Web Mercator tile (x, y from the north) of a point."""
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int((lon + 180) / 360 * 2**zoom), int(y * 2**zoom)
