"""The payload: what a change of weights or selection changes on the map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geo_app.map.contract import Focus, Payload, SiteOutline, SurfaceCells
from geo_app.map.markers import fan_out, links_from, place_mark, site_mark
from geo_app.ranking.model import RankedSite, Ranking
from geo_app.report.text import Wording

MAX_SITES = 1_000
"""Most sites that a payload carries: the best, and the selected one."""


def payload(
    ranking: Ranking,
    wording: Wording,
    *,
    selected: str = "",
    compare: Sequence[str] = (),
    visible: Iterable[str] | None = None,
    cells: SurfaceCells | None = None,
    own: Sequence[SiteOutline] = (),
    mode: str = "",
    focus: Focus | None = None,
    place: RankedSite | None = None,
    links_of_all: bool = False,
) -> Payload:
    """Collect what a change of weights or selection changes on the map.

    Parameters
    ----------
    ranking, wording
        What to show, and in which language.
    selected
        Id of the selected site: it gets thin lines to what each criterion measured.
    compare
        Ids of sites to ring beside the selected one, each in its own colour, with lines to what was measured.
    visible
        Ids of the layers to show; None leaves the choice to the map's own panel.
    cells
        How suitable every place is, from `geo_app.map.surface_document.surface_payload`.
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
    t = wording.t
    shown = _shown(ranking, {selected, *compare})
    offsets = fan_out([(item.site.lon, item.site.lat) for item in shown])
    total = sum(item.rank is not None for item in ranking.sites)
    content: Payload = {
        "selected": selected,
        "compare": list(compare),
        "sites": [site_mark(item, total, xy, wording) for item, xy in zip(shown, offsets, strict=True)],
        "links": {
            i.site.id: links_from(i, wording) for i in shown if links_of_all or i.site.id in {selected, *compare}
        },
        "own": list(own),
        "mode": mode,
    }
    if len(shown) < len(ranking.sites):
        content["more"] = t("The map shows the best {n} of {total} sites.", n=len(shown), total=len(ranking.sites))
    if visible is not None:
        content["visible"] = list(visible)
    if cells is not None:
        content["cells"] = cells
    if focus is not None:
        content["focus"] = focus
    if place is not None:
        content["place"] = place_mark(place, total + 1, wording)
    return content


def _shown(ranking: Ranking, wanted: set[str]) -> list[RankedSite]:
    """Choose the sites that the map shows: the best, and whatever the user singled out."""
    best, rest = ranking.sites[:MAX_SITES], ranking.sites[MAX_SITES:]
    return [*best, *(item for item in rest if item.site.id in wanted)]
