"""A ranking on a map: one Folium definition for the screen and for a file that opens by itself.

What a map is made of travels in two parts. The *pack document* holds everything that does not change while a person
works: geometry, words and styles, once for each data version and language, fetched by URL and kept by the browser.
The *payload* holds what a change of weights or selection changes, a few kilobytes. `geo_app/assets/geo_map.js` draws
both, and shows texts only as text: a name in a pack or an upload cannot become markup.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import math
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import folium
import numpy as np
import shapely
from branca.element import MacroElement
from folium.template import Template
from numpy.typing import NDArray

from geo_app.export.explanation import feature_facts
from geo_app.export.tables import accuracy_text, site_name, unit_text
from geo_app.i18n import LANGUAGES, N_, Translator
from geo_app.model import Catalog, Criterion, Layer, Measured, RankedSite, Ranking

Theme = Literal["light", "dark"]

ASSETS = Path(__file__).parent / "assets"
SCRIPTS = {"leaflet": "leaflet/leaflet.js", "geo_map": "geo_map.js"}
STYLES = {"leaflet_css": "leaflet/leaflet.css", "geo_map_css": "geo_map.css"}

MAX_SITES = 2_000
"""Most sites that a payload carries: the best, and the selected one."""

MAX_INLINE_TILE_BYTES = 1_500_000

_BADGE_PX = 27.0  # a badge and a gap
_DEGREE_DIGITS = 5  # about a metre
_SAME_POINT_DIGITS = 4

# Words of the map's own controls; the script names them by these keys.
_TEXTS: Mapping[str, str] = {
    "map": N_("Map of candidate sites"),
    "panel": N_("Layers and legend"),
    "zoom_in": N_("Zoom in"),
    "zoom_out": N_("Zoom out"),
    "home": N_("Whole region"),
    "fullscreen": N_("Full screen"),
    "close": N_("Close"),
    "data": N_("Data"),
    "sites": N_("Candidate sites"),
    "own_sites": N_("Your own sites"),
    "score": N_("Score"),
    "excluded": N_("Excluded"),
    "doubt": N_("True place lies somewhere in this circle"),
    "not_operating": N_("Hollow: planned, being built or closed"),
    "selected": N_("Selected site, with what it was measured to"),
    "km": N_("km"),
    "m": N_("m"),
    "accuracy": N_("Accuracy"),
}
_FAILED = N_("The layers could not be loaded. Check the connection to the server and reload the page.")


# ------------------------------------------------------------------------------------------- the Folium map


class GeoMap(folium.Map):  # type: ignore[misc]
    """A Folium map that loads the product's own assets, and nothing from elsewhere.

    Its script is the same at every run, so that streamlit-folium keeps the map in the page: the data come by URL.
    """

    _template = Template(
        """
        {% macro header(this, kwargs) %}
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <style>html, body { width: 100%; height: 100%; margin: 0; padding: 0; overflow: hidden; }
        body > span { display: none; }
        #{{ this.get_name() }} { position: relative; width: 100%; height: 100%; }</style>
        {% endmacro %}
        {% macro html(this, kwargs) %}
        <div class="folium-map" id="{{ this.get_name() }}" ></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map("{{ this.get_name() }}", geoApp.options);
        geoApp.start({{ this.get_name() }}, {{ this.start }});
        {% endmacro %}
        """
    )

    def __init__(self, scripts: Mapping[str, str], styles: Mapping[str, str], start: Mapping[str, Any]) -> None:
        super().__init__(location=(0.0, 0.0), tiles=None)
        # On the instance: folium's own lists are shared by every map of the process.
        self.default_js = list(scripts.items())
        self.default_css = list(styles.items())
        self.start = script_json(start)


def base_map(catalog: Catalog, t: Translator, *, asset_url: str | None, theme: Theme = "light") -> folium.Map:
    """Define the map of a pack, without a ranking.

    Parameters
    ----------
    catalog
        The region pack.
    t
        The language of names and controls.
    asset_url
        Where the folder that `publish` fills is served; None puts everything into the page itself.
    theme
        Colours of the page around the map.

    Returns
    -------
    A Folium map whose script is constant for a pack, language and theme.
    """
    look = {"lang": t.language, "theme": theme, "failed": t(_FAILED)}
    if asset_url is None:
        document = pack_document(catalog, t) | {"tiles": _inline_tiles(catalog)}
        return GeoMap(_data_uris(SCRIPTS, "text/javascript"), _data_uris(STYLES, "text/css"), look | {"pack": document})
    code, data = f"{asset_url}/{assets_version()}", f"{asset_url}/{pack_key(catalog)}"
    return GeoMap(
        {name: f"{code}/{path}" for name, path in SCRIPTS.items()},
        {name: f"{code}/{path}" for name, path in STYLES.items()},
        look | {"url": f"{data}/{t.language}.json", "backdrop": f"{data}/backdrop"},
    )


def update_element(content: Mapping[str, Any]) -> MacroElement:
    """Wrap a payload in an element whose script hands it to the map that is on the screen."""
    element = MacroElement()
    element.content = script_json(content)
    element._template = Template("{% macro script(this, kwargs) %}geoApp.update({{ this.content }});{% endmacro %}")
    return element


def standalone_html(catalog: Catalog, ranking: Ranking, t: Translator, *, theme: Theme = "light") -> str:
    """Write the map as one HTML file that opens without a network and without a server."""
    chart = base_map(catalog, t, asset_url=None, theme=theme)
    chart.add_child(update_element(payload(ranking, catalog, t, links_of_all=True)))
    page = str(chart.get_root().render())
    title = f"<title>{html.escape(t('Site selection: {region}', region=t.pick(catalog.titles)))}</title>"
    return page.replace("<html>", f'<html lang="{t.language}">', 1).replace("<head>", "<head>" + title, 1)


# ------------------------------------------------------------------------------------- what is served by URL


def publish(catalog: Catalog, t: Translator, folder: Path) -> None:
    """Write what `base_map` refers to into a folder: assets, the pack document of a language, the backdrop.

    What is there already is left alone: every name carries the version of its content.
    """
    code, data = folder / assets_version(), folder / pack_key(catalog)
    for path in [*SCRIPTS.values(), *STYLES.values()]:
        _write_once(code / path, lambda path=path: (ASSETS / path).read_bytes())  # type: ignore[misc]
    _write_once(data / f"{t.language}.json", lambda: _document_bytes(catalog, t))
    for z, x, y in _tiles(catalog):
        source = Path(catalog.folder) / "backdrop" / str(z) / str(x) / f"{y}.png"
        _write_once(data / "backdrop" / str(z) / str(x) / f"{y}.png", source.read_bytes)


@cache
def assets_version() -> str:
    """Name the assets by their content, so that no browser shows an old script after an update."""
    digest = hashlib.sha256()
    for path in [*SCRIPTS.values(), *STYLES.values()]:
        digest.update((ASSETS / path).read_bytes())
    return f"app-{digest.hexdigest()[:12]}"


def pack_key(catalog: Catalog) -> str:
    """Name a pack's published files: by data version and by the assets whose form of document they have."""
    return "pack-" + hashlib.sha256(f"{catalog.data_version} {assets_version()}".encode()).hexdigest()[:12]


def _write_once(path: Path, content: bytes | Callable[[], bytes]) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Another session may be writing the same file: each writes its own, and the last whole one stays.
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content() if callable(content) else content)
    Path(file.name).replace(path)


def _tiles(catalog: Catalog) -> list[tuple[int, int, int]]:
    """List the backdrop's tiles as (zoom, x, y)."""
    found = (Path(catalog.folder) / "backdrop").glob("*/*/*.png") if catalog.folder else ()
    return sorted((int(p.parts[-3]), int(p.parts[-2]), int(p.stem)) for p in found)


def _inline_tiles(catalog: Catalog) -> dict[str, str]:
    """Encode the backdrop's tiles, the coarse ones first, as long as a file stays small with them."""
    tiles: dict[str, str] = {}
    room = MAX_INLINE_TILE_BYTES
    for z, x, y in _tiles(catalog):
        uri = _data_uri("image/png", (Path(catalog.folder) / "backdrop" / f"{z}/{x}/{y}.png").read_bytes())
        room -= len(uri)
        if room < 0:
            break
        tiles[f"{z}/{x}/{y}"] = uri
    return tiles


# ---------------------------------------------------------------------------------------- the pack document


def pack_document(catalog: Catalog, t: Translator) -> dict[str, Any]:
    """Collect what the map shows of a pack in one language, as plain values for JSON.

    Geometry is GeoJSON in EPSG:4326 rounded to a metre. A feature's facts are pairs of indexes into its layer's
    ``words``, as thousands of hexagons share most of theirs.
    """
    west, south, east, north = catalog.bounds
    return {
        "id": catalog.id,
        "bounds": [[south, west], [north, east]],
        "texts": {name: t(text) for name, text in _TEXTS.items()},
        "tiles": {f"{z}/{x}/{y}": "" for z, x, y in _tiles(catalog)},
        "region": catalog.region_layer,
        "groups": [{"id": name, "title": t.pick(titles)} for name, titles in catalog.groups.items()],
        "layers": [_layer(layer, catalog, t) for layer in catalog.layers.values()],
        "attributions": _attributions(catalog),
    }


def _attributions(catalog: Catalog) -> list[tuple[str, str]]:
    """List whom to thank, with an address: first those who have one, and on whom most layers rest."""
    counts = Counter((s.attribution, s.url) for layer in catalog.layers.values() for s in layer.sources)
    return sorted(counts, key=lambda source: (not source[1], -counts[source], source))


def _document_bytes(catalog: Catalog, t: Translator) -> bytes:
    return json.dumps(pack_document(catalog, t), ensure_ascii=False, separators=(",", ":")).encode()


def _layer(layer: Layer, catalog: Catalog, t: Translator) -> dict[str, Any]:
    words: dict[str, int] = {}
    features = [
        _feature(str(identity), row, layer, t, words)
        for identity, row in zip(layer.frame.index, layer.frame.to_dict("records"), strict=True)
    ]
    return {
        "id": layer.id,
        "group": layer.group,
        "title": t.pick(layer.titles),
        "kind": layer.geometry,
        "visible": layer.visible,
        "candidates": layer.id in catalog.candidate_layers,
        "facts": bool(layer.attributes),
        "style": dict(layer.style),
        "labels": _label_ranks(layer, catalog),
        "classes": _classes(layer, t),
        "features": features,
        "words": list(words),
    }


def _feature(
    identity: str, row: Mapping[str, Any], layer: Layer, t: Translator, words: dict[str, int]
) -> dict[str, Any]:
    facts = [*feature_facts(row, layer, t), (t("Accuracy"), accuracy_text(float(row["accuracy_m"]), t))]
    names = {name: row.get(f"name_{name}") for name in LANGUAGES}
    feature = {
        "id": identity,
        "name": t.pick({language: name for language, name in names.items() if isinstance(name, str)}),
        "shape": _rounded(json.loads(shapely.to_geojson(row["geometry"]))),
        "accuracy_m": float(row["accuracy_m"]),
        "hollow": row["status"] in ("construction", "planned", "closed"),
        "facts": [words.setdefault(word, len(words)) for fact in facts for word in fact],
    }
    classes = layer.style.get("classes")
    if classes:
        feature["class"] = int(np.searchsorted(classes["breaks"], float(row[classes["column"]]), side="right"))
    return feature


def _rounded(geometry: Any) -> Any:
    if isinstance(geometry, float):
        return round(geometry, _DEGREE_DIGITS)
    if isinstance(geometry, list):
        return [_rounded(part) for part in geometry]
    if isinstance(geometry, dict):
        return {key: _rounded(part) for key, part in geometry.items()}
    return geometry


def _label_ranks(layer: Layer, catalog: Catalog) -> list[int] | None:
    """Order features by who gets a name on the map first where there is no room for all; None: no names.

    The style's ``label`` names the column to go by, or is true. Without it, points that carry what catchments
    count (people, say) are labelled by that. Places in the region come before those around it.
    """
    counted = [c.column for c in catalog.criteria.values() if c.measure == "catchment" and layer.geometry == "point"]
    label = layer.style.get("label", next((c for c in counted if c in layer.frame.columns), None))
    if not label:
        return None
    size = layer.frame[label].fillna(0).to_numpy() if label in layer.frame.columns else np.zeros(len(layer.frame))
    outlines = shapely.get_parts(catalog.layers[catalog.region_layer].frame.geometry.to_numpy())
    # A city of its own within the region is a hole in it, and belongs to the picture all the same.
    whole = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(outlines)))
    outside = ~shapely.intersects(whole, layer.frame.geometry.to_numpy())
    order = np.lexsort((-size, outside))
    return [int(rank) for rank in np.argsort(order)]


def _classes(layer: Layer, t: Translator) -> dict[str, Any] | None:
    """Describe a choropleth: what it shows, and each class in words with its colour."""
    classes = layer.style.get("classes")
    if not classes:
        return None
    breaks = [t.number(number, 0 if float(number).is_integer() else 1) for number in classes["breaks"]]
    inner = [f"{low}–{high}" for low, high in pairwise(breaks)]
    titles = [t.pick(a.titles) for a in layer.attributes if a.id == classes["column"]]
    return {
        "title": titles[0] if titles else "",
        "words": [f"< {breaks[0]}", *inner, f"≥ {breaks[-1]}"],
        "colors": list(classes["colors"]),
    }


# ------------------------------------------------------------------------------------------------ the payload


def payload(
    ranking: Ranking,
    catalog: Catalog,
    t: Translator,
    *,
    selected: str = "",
    compare: Sequence[str] = (),
    visible: Iterable[str] | None = None,
    cells: Mapping[str, Any] | None = None,
    picking: bool = False,
    links_of_all: bool = False,
) -> dict[str, Any]:
    """Collect what a change of weights or selection changes on the map.

    Parameters
    ----------
    ranking, catalog, t
        What to show, and in which language.
    selected
        Id of the selected site: it gets thin lines to what each criterion measured.
    compare
        Ids of sites to ring beside the selected one.
    visible
        Ids of the layers to show; None leaves the choice to the map's own panel.
    cells
        Recolours a polygon layer: see `cell_classes`.
    picking
        Whether the next click on the map asks for a place rather than for a thing.
    links_of_all
        Whether every site brings its lines along: for a file, where no server answers a click.

    Returns
    -------
    Plain values for JSON; scores to 1e-6, coordinates to 1e-6 degree.
    """
    shown = _shown(ranking, {selected, *compare})
    offsets = fan_out([(item.site.lon, item.site.lat) for item in shown])
    total = sum(item.rank is not None for item in ranking.sites)
    content: dict[str, Any] = {
        "selected": selected,
        "compare": list(compare),
        "sites": [_site(item, total, xy, catalog, t) for item, xy in zip(shown, offsets, strict=True)],
        "links": {i.site.id: _links(i, catalog, t) for i in shown if links_of_all or i.site.id == selected},
        "picking": picking,
    }
    if len(shown) < len(ranking.sites):
        content["more"] = t("The map shows the best {n} of {total} sites.", n=len(shown), total=len(ranking.sites))
    if visible is not None:
        content["visible"] = list(visible)
    if cells is not None:
        content["cells"] = dict(cells)
    return content


def cell_classes(
    layer: str,
    classes: Sequence[int] | NDArray[np.integer[Any]],
    colors: Sequence[str],
    words: Sequence[str],
    title: str,
) -> dict[str, Any]:
    """Pack a colour for each polygon of a layer, one byte each, to replace its own colours.

    Parameters
    ----------
    layer
        Id of the polygon layer.
    classes
        (n,) index into `colors` for each feature in the layer's order; 255 leaves a feature blank.
    colors, words
        The classes' colours and names, for the legend.
    title
        What the colours show.
    """
    data = np.asarray(classes, dtype=np.uint8).tobytes()
    encoded = base64.b64encode(data).decode("ascii")
    return {"layer": layer, "bytes": encoded, "colors": list(colors), "words": list(words), "title": title}


def _shown(ranking: Ranking, wanted: set[str]) -> list[RankedSite]:
    """Choose the sites that the map shows: the best, and whatever the user singled out."""
    best, rest = ranking.sites[:MAX_SITES], ranking.sites[MAX_SITES:]
    return [*best, *(item for item in rest if item.site.id in wanted)]


def _site(item: RankedSite, total: int, offset: tuple[float, float], catalog: Catalog, t: Translator) -> dict[str, Any]:
    site = item.site
    place = t("Rank {rank} of {total}", rank=item.rank, total=total) if item.rank else t("Excluded")
    return {
        "id": site.id,
        "name": site_name(site, t),
        "layer": site.layer,
        "lon": round(site.lon, 6),
        "lat": round(site.lat, 6),
        "accuracy_m": site.accuracy_m,
        "accuracy": accuracy_text(site.accuracy_m, t),
        "rank": item.rank,
        "score": None if item.score is None else round(item.score, 6),
        "place": place,
        "score_text": "" if item.score is None else t.number(item.score, 1),
        "why": [t.pick(catalog.exclusions[name].titles) for name in item.excluded_by],
        "dx": offset[0],
        "dy": offset[1],
    }


def _links(item: RankedSite, catalog: Catalog, t: Translator) -> list[dict[str, Any]]:
    """Describe the lines from a site to the nearest point of what each criterion measured, one for each point."""
    links: dict[tuple[float, float], dict[str, Any]] = {}
    for name, found in item.criteria.items():
        if found.lon is None or found.lat is None or found.raw is None:
            continue
        criterion = catalog.criteria[name]
        feature = t.pick(found.feature_names) or t.pick(catalog.layers[criterion.layer].titles)
        color = str(catalog.layers[criterion.layer].style.get("color", ""))
        link = {"lon": found.lon, "lat": found.lat, "name": feature, "text": _distance(found, criterion, t)}
        links.setdefault((found.lon, found.lat), link | {"color": color})
    return list(links.values())


def _distance(found: Measured, criterion: Criterion, t: Translator) -> str:
    """Write a distance; in whole km, and with its bounds, where the places are known no better than that."""
    low, high = found.low or 0.0, found.high or 0.0
    vague = high - low >= 2
    text = f"{t.number(found.raw or 0.0, 0 if vague else criterion.digits)} {unit_text(criterion.unit, t)}"
    return f"{text} ({t.number(low)}–{t.number(high)})" if vague else text


def fan_out(points: Sequence[tuple[float, float]], gap_px: float = _BADGE_PX) -> list[tuple[float, float]]:
    """Spread markers that share a point over rings around it.

    Parameters
    ----------
    points
        (lon, lat) of each marker; points that agree to about ten metres are one place.
    gap_px
        Distance between two rings, and at least between two markers.

    Returns
    -------
    (right, down) in screen pixels for each marker, (0, 0) for one that is alone; the same for the same order.
    """
    groups: dict[tuple[float, float], list[int]] = {}
    for i, (lon, lat) in enumerate(points):
        groups.setdefault((round(lon, _SAME_POINT_DIGITS), round(lat, _SAME_POINT_DIGITS)), []).append(i)
    offsets = [(0.0, 0.0)] * len(points)
    for members in groups.values():
        if len(members) > 1:
            for i, offset in zip(members, _rings(len(members), gap_px), strict=True):
                offsets[i] = offset
    return offsets


def _rings(count: int, gap_px: float) -> list[tuple[float, float]]:
    places: list[tuple[float, float]] = []
    ring = 1
    while len(places) < count:
        on_ring = min(count - len(places), 6 * ring)
        for k in range(on_ring):
            angle = 2 * math.pi * k / on_ring - math.pi / 2
            places.append((round(ring * gap_px * math.cos(angle), 1), round(ring * gap_px * math.sin(angle), 1)))
        ring += 1
    return places


# --------------------------------------------------------------------------------------------- small pieces


def script_json(content: Any) -> str:
    """Write JSON that may stand inside a script element, an eval and a string that streamlit-folium rewrites."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    # All of these can only stand within strings, where an escape means the same character.
    for found, escaped in (("<", r"\u003c"), ("{{", r"{\u007b"), ("\u2028", r"\u2028"), ("\u2029", r"\u2029")):
        text = text.replace(found, escaped)
    return text


def _data_uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _data_uris(paths: Mapping[str, str], kind: str) -> dict[str, str]:
    return {name: _data_uri(kind, (ASSETS / path).read_bytes()) for name, path in paths.items()}
