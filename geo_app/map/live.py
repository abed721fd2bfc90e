"""What a browser needs to score sites and places by itself while a weight moves.

A score is a sum of expected values by weight, so that the values are all that a change of weights needs. They travel
once: what an address names never changes. Those of sites are 64-bit floats, as a rank must not hang on how they were
rounded; those of ten thousand places are 16-bit steps, from which Python makes the map's colours too
(`geo_app.ranking.suitability.Scored.shown`).
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

import numpy as np

from geo_app.core.i18n import N_
from geo_app.core.sites import Sites
from geo_app.map.contract import SurfaceCells
from geo_app.map.encoding import data_uri
from geo_app.map.live_contract import LiveDocument
from geo_app.map.payload import MAX_SITES
from geo_app.map.surface_document import TOPSIS_PLACES
from geo_app.measures.measurer import Measurer
from geo_app.ranking.model import Ranking, Scenario
from geo_app.ranking.suitability import excluded_cells
from geo_app.region.hexgrid import Grid
from geo_app.region.model import ValueFunction
from geo_app.report.text import Wording

Address = Callable[[bytes], str]
"""Says where a browser finds some bytes."""

_WORDS: Mapping[str, str] = {
    "weights": N_("Weights"),
    "weight": N_("Weight of {criterion}, percent"),
    "caution": N_("Caution"),
    "reset": N_("Back to the weights of this file"),
    "ranking": N_("New ranking: {sites}."),
}

_TOPSIS_WAITS = N_("TOPSIS compares the sites of a list: their order follows once the weights rest.")
_MANY_WAIT = N_("With more than {n} sites their order follows once the weights rest.")


def inline(content: bytes) -> str:
    """Put bytes into the address itself, for a file that nothing stands beside."""
    return data_uri("application/octet-stream", content)


def live_document(
    ranking: Ranking,
    sites: Sites,
    functions: Mapping[str, ValueFunction],
    wording: Wording,
    measurer: Measurer,
    address: Address,
) -> LiveDocument:
    """Describe what the order of the sites follows from.

    Parameters
    ----------
    ranking, sites
        The ranking, and the sites that were ranked.
    functions
        By criterion what its measurements are worth; also of criteria that weigh nothing yet.
    wording
        The region pack, and the language.
    measurer
        Remembers what was measured of the sites.
    address
        Called with the values: (criteria, sites) 64-bit floats, the lowest byte first.

    Returns
    -------
    `sites` are those that have a rank, in the order in which equal ones stand. Where a browser cannot rank, `values` is
    empty and `note` says why.
    """
    pack, t = wording
    scenario = ranking.scenario
    places = {site.id: k for k, site in enumerate(sites.sites)}
    ranked = sorted(item.site.id for item in ranking.sites if item.rank is not None)
    note, values = "", ""
    if scenario.method == "topsis":
        note = t(_TOPSIS_WAITS)
    elif len(ranking.sites) > MAX_SITES:
        note = t(_MANY_WAIT, n=t.number(MAX_SITES))
    elif ranked:
        chosen = [places[name] for name in ranked]
        columns = [
            measurer.value(sites, pack.criteria[name], function, pack, scenario.on).value[chosen]
            for name, function in functions.items()
        ]
        values = address(np.stack(columns).astype("<f8").tobytes())
    return {
        "criteria": list(functions),
        "weights": dict(scenario.weights),
        "method": scenario.method,
        "caution": scenario.caution,
        "sites": ranked,
        "values": values,
        "note": note,
    }


def file_document(ranking: Ranking, wording: Wording, measurer: Measurer) -> LiveDocument | None:
    """Describe what the order follows from, with sliders, for a file; None where its order needs a server."""
    pack, t = wording
    scenario = ranking.scenario
    sites = Sites(tuple(item.site for item in ranking.sites))
    document = live_document(ranking, sites, scenario.value_functions, wording, measurer, inline)
    if not document["values"]:
        return None
    titles = [t.pick(pack.criteria[name].titles) for name in document["criteria"]]
    document["panel"] = {"titles": titles, "words": {name: t(text) for name, text in _WORDS.items()}}
    return document


def live_cells(
    grid: Grid,
    scenario: Scenario,
    functions: Mapping[str, ValueFunction],
    wording: Wording,
    measurer: Measurer,
    address: Address,
) -> SurfaceCells:
    """Describe what the surface follows from; parameters as of `live_document`.

    Returns
    -------
    `values` are addresses of each criterion's steps, empty for a criterion that was not measured everywhere yet;
    `excluded` has a bit a cell in base64, the lowest first.
    """
    pack, t = wording
    values = []
    for name, function in functions.items():
        criterion = pack.criteria[name]
        known = name in scenario.weights or measurer.holds_cells(grid, criterion, pack, scenario.on)
        steps = measurer.cell_steps(grid, criterion, function, pack, scenario.on).tobytes() if known else b""
        values.append(address(steps) if known else "")
    excluded = excluded_cells(grid, scenario, pack, measurer=measurer)
    return {
        "grid": grid.key,
        "bytes": "",
        "values": values,
        "excluded": base64.b64encode(np.packbits(excluded, bitorder="little").tobytes()).decode("ascii"),
        "note": t(TOPSIS_PLACES) if scenario.method == "topsis" else "",
    }
