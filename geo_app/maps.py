"""A ranking on a map: one Folium definition for the screen and for a file that opens by itself.

What a map is made of travels in two parts. The *pack document* holds everything that does not change while a person
works: geometry, words and styles, once for each data version and language, fetched by URL and kept by the browser.
The *payload* holds what a change of weights or selection changes, a few kilobytes. The scripts in `geo_app/assets/`
draw both, and show texts only as text: a name in a pack or an upload cannot become markup.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import shutil
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

import folium
from branca.element import MacroElement
from folium.template import Template

from geo_app.core.i18n import N_, Translator
from geo_app.core.settings import Tiles
from geo_app.fan_out import fan_out
from geo_app.map_pack import backdrop_tiles, pack_document
from geo_app.map_sites import links_from, place_mark, site_mark
from geo_app.ranking.model import RankedSite, Ranking
from geo_app.region.model import Catalog

Theme = Literal["light", "dark"]

ASSETS = Path(__file__).parent / "assets"
# Served name to the files that make it up, in this order.
SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "leaflet.js": ("leaflet/leaflet.js",),
    "geo_map.js": (
        "geo_draw.js",
        "geo_map.js",
        "geo_sites.js",
        "geo_route.js",
        "geo_labels.js",
        "geo_looks.js",
        "geo_online.js",
        "geo_panel.js",
        "geo_tools.js",
        "geo_own.js",
        "geo_surface.js",
        "geo_stage.js",
    ),
}
STYLES: Mapping[str, tuple[str, ...]] = {
    "leaflet.css": ("leaflet/leaflet.css",),
    "geo_map.css": ("geo_map.css", "geo_tools.css", "geo_surface.css", "geo_stage.css"),
}
FONTS = ("fonts/noto-sans-sc.woff2",)

MAX_SITES = 1_000
"""Most sites that a payload carries: the best, and the selected one."""

MAX_INLINE_TILE_BYTES = 1_500_000

MAX_PUBLISHED_PACKS = 32

_publishing = threading.Lock()


_FAILED = N_("The layers could not be loaded. Check the connection to the server and reload the page.")


# ------------------------------------------------------------------------------------------- the Folium map


class GeoMap(folium.Map):
    """A Folium map that loads the product's own assets, and nothing from elsewhere.

    Rendered, it is a page that draws itself; `live_definition` gives the same map to a page that is there already.
    """

    _template = Template(
        """
        {% macro header(this, kwargs) %}
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <style>html, body { width: 100%; height: 100%; margin: 0; padding: 0; overflow: hidden; }
        #{{ this.get_name() }} { position: relative; width: 100%; height: 100%; }</style>
        {% endmacro %}
        {% macro html(this, kwargs) %}
        <div class="folium-map" id="{{ this.get_name() }}" ></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map("{{ this.get_name() }}", geoApp.options);
        geoApp.start({{ this.get_name() }}, {{ this.start_json() }});
        {% endmacro %}
        """
    )

    def __init__(self, scripts: Mapping[str, str], styles: Mapping[str, str], start: Mapping[str, Any]) -> None:
        super().__init__(location=(0.0, 0.0), tiles=None)
        # On the instance: folium's own lists are shared by every map of the process.
        self.default_js = list(scripts.items())
        self.default_css = list(styles.items())
        self.start = dict(start)

    def start_json(self) -> str:
        """Write what the map starts with for its script."""
        return script_json(self.start)


class _Update(MacroElement):
    _template = Template("{% macro script(this, kwargs) %}geoApp.update({{ this.content }});{% endmacro %}")

    def __init__(self, content: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.content = content


def base_map(
    catalog: Catalog, t: Translator, *, asset_url: str | None, theme: Theme = "light", online: Tiles | None = None
) -> GeoMap:
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
    online
        Tiles that the map offers by a switch, which is off at first.

    Returns
    -------
    A Folium map that is the same for a pack, language and theme.
    """
    look: dict[str, Any] = {"lang": t.language, "theme": theme, "failed": t(_FAILED)}
    if online is not None:
        look["online"] = {"url": online.url, "attribution": online.attribution}
    if asset_url is None:
        document = pack_document(catalog, t) | _inline_tiles(catalog)
        scripts = {name: _data_uri("text/javascript", _asset(parts)) for name, parts in SCRIPTS.items()}
        styles = {name: _data_uri("text/css", _with_fonts(_asset(parts), t)) for name, parts in STYLES.items()}
        return GeoMap(scripts, styles, look | {"pack": document})
    code, data = f"{asset_url}/{assets_version()}", f"{asset_url}/{pack_key(catalog)}"
    return GeoMap(
        {name: f"{code}/{name}" for name in SCRIPTS},
        {name: f"{code}/{name}" for name in STYLES},
        look | {"url": f"{data}/{t.language}.json", "tiles": data},
    )


def live_definition(chart: GeoMap) -> dict[str, Any]:
    """Give what a page needs to draw a Folium map itself, without a frame around it.

    Returns
    -------
    Plain values for JSON: `scripts` and `styles` are addresses in the order in which they are needed, `start` is what
    `geoApp.start` gets.
    """
    return {
        "scripts": [url for _, url in chart.default_js],
        "styles": [url for _, url in chart.default_css],
        "start": chart.start,
    }


def update_element(content: Mapping[str, Any]) -> MacroElement:
    """Wrap a payload in an element whose script hands it to the map that is on the screen."""
    return _Update(script_json(content))


def standalone_html(
    catalog: Catalog,
    ranking: Ranking,
    t: Translator,
    *,
    theme: Theme = "light",
    cells: Mapping[str, Any] | None = None,
    story: Mapping[str, Any] | None = None,
) -> str:
    """Write the map as one HTML file that opens without a network and without a server.

    `cells` are as in `payload`; `story` is from `geo_app.stage.stage_payload`, for the file to be presented.
    """
    chart = base_map(catalog, t, asset_url=None, theme=theme)
    content = payload(ranking, catalog, t, cells=cells, links_of_all=True)
    chart.add_child(update_element(content if story is None else content | {"story": dict(story)}))
    page = str(chart.get_root().render())
    title = f"<title>{html.escape(t('Site selection: {region}', region=t.pick(catalog.titles)))}</title>"
    return page.replace("<html>", f'<html lang="{t.language}">', 1).replace("<head>", "<head>" + title, 1)


# ------------------------------------------------------------------------------------- what is served by URL


def publish(catalog: Catalog, t: Translator, folder: Path) -> None:
    """Write what `base_map` refers to into a folder: assets, the pack document of a language, the backdrop.

    What is there already is left alone: every name carries the version of its content. Of packs, those published
    last stay, as every layer that a user adds makes another one.
    """
    data = folder / pack_key(catalog)
    # The document is written last: where it is, the rest is.
    document = data / f"{t.language}.json"
    with _publishing:
        new = not document.exists()
        if new:
            _write_assets(folder / assets_version())
            kinds: tuple[Literal["backdrop", "relief"], ...] = ("backdrop", "relief")
            for kind in kinds:
                for (z, x, y), tile in backdrop_tiles(catalog, kind).items():
                    _write_once(data / f"{kind}/{z}/{x}/{y}.png", tile.read_bytes)
            _write_once(document, lambda: _compact_json(pack_document(catalog, t)).encode())
        now = time.time_ns()  # the file system's own clock ticks too slowly to tell two packs apart
        os.utime(data, ns=(now, now))
        if new:
            _drop_oldest(folder)


def _write_assets(folder: Path) -> None:
    for name, parts in {**SCRIPTS, **STYLES, **{font: (font,) for font in FONTS}}.items():
        _write_once(folder / name, partial(_asset, parts))


def _drop_oldest(folder: Path) -> None:
    packs = sorted(folder.glob("pack-*"), key=lambda path: path.stat().st_mtime_ns)
    for pack in packs[:-MAX_PUBLISHED_PACKS]:
        shutil.rmtree(pack)


def _with_fonts(style: bytes, t: Translator) -> bytes:
    """Put the fonts into a file's style, where its language needs them: nothing else is there to fetch them from."""
    if t.language != "zh":
        return style
    for font in FONTS:
        style = style.replace(f'url("{font}")'.encode(), f'url("{_data_uri("font/woff2", _asset((font,)))}")'.encode())
    return style


@cache
def assets_version() -> str:
    """Name the assets by their content, so that no browser shows an old script after an update."""
    digest = hashlib.sha256()
    for parts in [*SCRIPTS.values(), *STYLES.values()]:
        digest.update(_asset(parts))
    return f"app-{digest.hexdigest()[:12]}"


def _asset(parts: tuple[str, ...]) -> bytes:
    return b"\n".join((ASSETS / part).read_bytes() for part in parts)


def pack_key(catalog: Catalog) -> str:
    """Name a pack's published files: by data version and by the assets whose form of document they have."""
    return "pack-" + hashlib.sha256(f"{catalog.data_version} {assets_version()}".encode()).hexdigest()[:12]


def _write_once(path: Path, content: Callable[[], bytes]) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # A browser may ask for the file at any moment: it is there whole, or not at all.
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content())
    Path(file.name).replace(path)


def _inline_tiles(catalog: Catalog) -> dict[str, dict[str, str]]:
    """Encode the tiles of backdrop and relief, the coarse ones first, as long as a file stays small with them."""
    inlined: dict[str, dict[str, str]] = {"tiles": {}, "relief": {}}
    room = MAX_INLINE_TILE_BYTES
    for key, tiles in (("tiles", backdrop_tiles(catalog)), ("relief", backdrop_tiles(catalog, "relief"))):
        for (z, x, y), tile in tiles.items():
            uri = _data_uri("image/png", tile.read_bytes())
            room -= len(uri)
            if room < 0:
                return inlined
            inlined[key][f"{z}/{x}/{y}"] = uri
    return inlined


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
    own: Sequence[Mapping[str, Any]] = (),
    mode: str = "",
    focus: Mapping[str, Any] | None = None,
    place: RankedSite | None = None,
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
        Ids of sites to ring beside the selected one, each in its own colour, with lines to what was measured.
    visible
        Ids of the layers to show; None leaves the choice to the map's own panel.
    cells
        How suitable every place is, from `geo_app.map_grid.surface_payload`.
    own
        Outlines of the user's own sites: id, name and ring of (lon, lat) each.
    mode
        The tool that waits for clicks on the map: "point", "polygon", "measure"; empty where a click chooses.
    focus
        A place to look at: lon, lat, name and perhaps zoom.
    place
        The place whose explanation is open, ranked as a site. It gets a pin, and the lines in place of the selected
        site.
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
        "sites": [site_mark(item, total, xy, catalog, t) for item, xy in zip(shown, offsets, strict=True)],
        "links": {
            i.site.id: links_from(i, catalog, t) for i in shown if links_of_all or i.site.id in {selected, *compare}
        },
        "own": [dict(outline) for outline in own],
        "mode": mode,
    }
    if len(shown) < len(ranking.sites):
        content["more"] = t("The map shows the best {n} of {total} sites.", n=len(shown), total=len(ranking.sites))
    if visible is not None:
        content["visible"] = list(visible)
    if cells is not None:
        content["cells"] = dict(cells)
    if focus is not None:
        content["focus"] = dict(focus)
    if place is not None:
        content["place"] = place_mark(place, total + 1, catalog, t)
    return content


def _shown(ranking: Ranking, wanted: set[str]) -> list[RankedSite]:
    """Choose the sites that the map shows: the best, and whatever the user singled out."""
    best, rest = ranking.sites[:MAX_SITES], ranking.sites[MAX_SITES:]
    return [*best, *(item for item in rest if item.site.id in wanted)]


# --------------------------------------------------------------------------------------------- small pieces


def script_json(content: Any) -> str:
    """Write JSON that may stand inside a script element of a page that Folium renders."""
    # Folium takes what its elements rendered for a template once more. What is found here can only stand within
    # strings, where an escape means the same character.
    return re.sub(r"[<\u2028\u2029]|\{(?=[{%#])", lambda found: f"\\u{ord(found[0]):04x}", _compact_json(content))


def packed(content: Any) -> bytes:
    """Write JSON, deflated: a change goes over a forum's shared network in a fraction of its size."""
    # Level 1 takes a millisecond where the default takes four, for a tenth more bytes.
    return zlib.compress(_compact_json(content).encode(), level=1)


def _compact_json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _data_uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
