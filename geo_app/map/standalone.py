"""The map as one HTML file that opens without a network."""

from __future__ import annotations

import html

from geo_app.map.contract import StageDocument, SurfaceCells, Theme
from geo_app.map.folium_map import base_map, update_element
from geo_app.map.live_contract import LiveDocument
from geo_app.map.payload import payload
from geo_app.ranking.model import Ranking
from geo_app.report.text import Wording


def standalone_html(
    ranking: Ranking,
    wording: Wording,
    *,
    theme: Theme = "light",
    cells: SurfaceCells | None = None,
    live: LiveDocument | None = None,
    story: StageDocument | None = None,
) -> str:
    """Write the map as one HTML file that opens without a network and without a server.

    `cells` are as in `payload`; `live` is from `geo_app.map.live.file_document`, for weights to be moved; `story` is
    from `geo_app.map.stage.stage_payload`, for the file to be presented.
    """
    pack, t = wording
    chart = base_map(wording, asset_url=None, theme=theme)
    content = payload(ranking, wording, cells=cells, links_of_all=True)
    if live is not None:
        content["live"] = live
    if story is not None:
        content["story"] = story
    chart.add_child(update_element(content))
    page = str(chart.get_root().render())
    title = f"<title>{html.escape(t('Site selection: {region}', region=t.pick(pack.titles)))}</title>"
    return page.replace("<html>", f'<html lang="{t.language}">', 1).replace("<head>", "<head>" + title, 1)
