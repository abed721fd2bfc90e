"""A ranking on a map: one Folium definition for the screen and for a file that opens by itself.

What a map is made of travels in two parts. The *pack document* holds everything that does not change while a person
works: geometry, words and styles, once for each data version and language, fetched by URL and kept by the browser.
The *payload* holds what a change of weights or selection changes, a few kilobytes. The scripts in `geo_app/frontend/`
draw both, and show texts only as text: a name in a pack or an upload cannot become markup.
"""

from __future__ import annotations

from collections.abc import Mapping

import folium
from branca.element import MacroElement
from folium.template import Template

from geo_app.core.i18n import N_, Translator
from geo_app.core.settings import Tiles
from geo_app.map.contract import MapAssets, Payload, StartOptions, Theme
from geo_app.map.encoding import data_uri, script_json
from geo_app.map.pack_document import backdrop_tiles, pack_document
from geo_app.map.publish import FONTS, SCRIPTS, STYLES, asset, assets_version, pack_key
from geo_app.region.model import RegionPack
from geo_app.report.text import Wording

MAX_INLINE_TILE_BYTES = 1_500_000


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
        var box_of_{{ this.get_name() }} = document.getElementById("{{ this.get_name() }}");
        var running = geoApp.start(box_of_{{ this.get_name() }}, {{ this.start_json() }});
        var {{ this.get_name() }} = running.session.map;
        {% endmacro %}
        """
    )

    def __init__(self, scripts: Mapping[str, str], styles: Mapping[str, str], start: StartOptions) -> None:
        super().__init__(location=(0.0, 0.0), tiles=None)
        # On the instance: folium's own lists are shared by every map of the process.
        self.default_js = list(scripts.items())
        self.default_css = list(styles.items())
        self.start = start

    def start_json(self) -> str:
        """Write what the map starts with for its script."""
        return script_json(self.start)


class _Update(MacroElement):
    _template = Template("{% macro script(this, kwargs) %}geoApp.update({{ this.content }});{% endmacro %}")

    def __init__(self, content: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.content = content


def base_map(wording: Wording, *, asset_url: str | None, theme: Theme = "light", online: Tiles | None = None) -> GeoMap:
    """Define the map of a pack, without a ranking.

    Parameters
    ----------
    pack
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
    pack, t = wording
    look: StartOptions = {"lang": t.language, "theme": theme, "failed": t(_FAILED)}
    if online is not None:
        look["online"] = {"url": online.url, "attribution": online.attribution}
    if asset_url is None:
        document = pack_document(wording)
        document["tiles"], document["relief"] = _inline_tiles(pack)
        scripts = {name: data_uri("text/javascript", asset(file)) for name, file in SCRIPTS.items()}
        styles = {name: data_uri("text/css", _with_fonts(asset(file), t)) for name, file in STYLES.items()}
        return GeoMap(scripts, styles, {**look, "pack": document})
    code, data = f"{asset_url}/{assets_version()}", f"{asset_url}/{pack_key(pack)}"
    return GeoMap(
        {name: f"{code}/{name}" for name in SCRIPTS},
        {name: f"{code}/{name}" for name in STYLES},
        {**look, "url": f"{data}/{t.language}.json", "tiles": data},
    )


def live_definition(chart: GeoMap) -> MapAssets:
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


def update_element(content: Payload) -> MacroElement:
    """Wrap a payload in an element whose script hands it to the map that is on the screen."""
    return _Update(script_json(content))


# ------------------------------------------------------------------------------------- what is served by URL


def _with_fonts(style: bytes, t: Translator) -> bytes:
    """Put the fonts into a file's style, where its language needs them: nothing else is there to fetch them from."""
    if t.language != "zh":
        return style
    for font in FONTS:
        style = style.replace(f'url("{font}")'.encode(), f'url("{data_uri("font/woff2", asset(font))}")'.encode())
    return style


def _inline_tiles(pack: RegionPack) -> tuple[dict[str, str], dict[str, str]]:
    """Encode the tiles of backdrop and relief, the coarse ones first, as long as a file stays small with them."""
    tiles: dict[str, str] = {}
    relief: dict[str, str] = {}
    room = MAX_INLINE_TILE_BYTES
    for inlined, found in ((tiles, backdrop_tiles(pack)), (relief, backdrop_tiles(pack, "relief"))):
        for (z, x, y), tile in found.items():
            uri = data_uri("image/png", tile.read_bytes())
            room -= len(uri)
            if room < 0:
                return tiles, relief
            inlined[f"{z}/{x}/{y}"] = uri
    return tiles, relief
