"""A site or a place on the map, in words: its standing, and the lines to what each criterion measured."""

from __future__ import annotations

import math
from collections.abc import Sequence

from geo_app.core.i18n import Translator
from geo_app.intake.user_sites import OwnSites
from geo_app.map.contract import Link, PlaceMark, SiteMark, SiteOutline
from geo_app.ranking.model import Measured, RankedSite
from geo_app.region.model import Criterion
from geo_app.report.explanation import extremes
from geo_app.report.text import Wording, accuracy_text, doubt_texts, reason_text, site_name, unit_text


def site_mark(item: RankedSite, total: int, offset: tuple[float, float], wording: Wording) -> SiteMark:
    """Describe a site's marker: what is written on it, and said of it.

    Parameters
    ----------
    item, wording
        What to describe, and in which language.
    total
        How many sites are ranked.
    offset
        Pixels by which the marker stands beside its place, right and down, as others are at the same place.
    """
    t = wording.t
    site = item.site
    place = t("Rank {rank} of {total}", rank=item.rank, total=total) if item.rank else t("Excluded")
    best, worst = extremes(item, wording) if item.rank else ("", "")
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
        "best": best,
        "worst": worst,
        "why": [
            *(reason_text(name, wording) for name in item.excluded_by),
            *(t("In doubt: {reason}", reason=doubt) for doubt in doubt_texts(item, wording)),
        ],
        "dx": offset[0],
        "dy": offset[1],
    }


def place_mark(item: RankedSite, total: int, wording: Wording) -> PlaceMark:
    """Describe a place that is no site: where it would stand among the sites and itself."""
    t = wording.t
    place = t("Would be rank {rank} of {total}", rank=item.rank, total=total) if item.rank else t("Excluded")
    return {**site_mark(item, total, (0.0, 0.0), wording), "place": place, "links": links_from(item, wording)}


def outlines(own: OwnSites) -> list[SiteOutline]:
    """Describe one's own sites for the map."""
    return [{"id": site.id, "name": site.name, "ring": list(site.ring)} for site in own]


def links_from(item: RankedSite, wording: Wording) -> list[Link]:
    """Describe the lines from a site to the nearest point of what each criterion measured, one for each point."""
    pack, t = wording
    links: dict[tuple[float, float], Link] = {}
    for name, found in item.criteria.items():
        if found.lon is None or found.lat is None or found.raw is None:
            continue
        criterion = pack.criteria[name]
        feature = t.pick(found.feature_names) or t.pick(pack.layers[criterion.layer].titles)
        color = str(pack.layers[criterion.layer].style.get("color", ""))
        text = _distance(found, criterion, t)
        link: Link = {"lon": found.lon, "lat": found.lat, "name": feature, "text": text, "color": color}
        links.setdefault((found.lon, found.lat), link)
    return list(links.values())


def _distance(found: Measured, criterion: Criterion, t: Translator) -> str:
    """Write a distance; in whole km, and with its bounds, where the places are known no better than that."""
    low, high = found.low or 0.0, found.high or 0.0
    vague = high - low >= 2
    text = f"{t.number(found.raw or 0.0, 0 if vague else criterion.digits)} {unit_text(criterion.unit, t)}"
    return f"{text} ({t.number(low)}–{t.number(high)})" if vague else text


BADGE_GAP_PX = 27.0
"""A badge and a gap, in screen pixels."""


_SAME_POINT_DIGITS = 4


def fan_out(points: Sequence[tuple[float, float]], gap_px: float = BADGE_GAP_PX) -> list[tuple[float, float]]:
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
