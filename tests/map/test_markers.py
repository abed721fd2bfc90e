"""What the map says of one site, or of a place that is none."""

from __future__ import annotations

import json
from datetime import date

import pytest

from geo_app.core.i18n import translator
from geo_app.core.sites import Site, Sites
from geo_app.intake import user_sites
from geo_app.intake.sites import default_sites
from geo_app.map.markers import fan_out, links_from, outlines, place_mark
from geo_app.map.payload import payload
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.report.text import Wording

SCENARIO = {"profile": "freight", "on": date(2026, 9, 1)}


@pytest.fixture
def t():
    return translator("en")


def place_at(pack, lon, lat):
    (item,) = rank(Sites((Site("p", "Here", lon, lat),)), make_scenario(pack, **SCENARIO), pack).sites
    return item


def test_a_place_says_where_it_would_stand(pack, t):
    mark = place_mark(place_at(pack, 9.6, 50.15), 5, Wording(pack, t))
    assert mark["place"] == "Would be rank 1 of 5"
    assert mark["name"] == "Here"
    assert mark["accuracy"] == "exact point"


def test_a_place_in_the_park_says_why_it_would_not(pack, t):
    mark = place_mark(place_at(pack, 10.6, 50.7), 5, Wording(pack, t))
    assert mark["place"] == "Excluded"
    assert mark["why"] == ["inside the park"]
    assert mark["score"] is None


def test_a_place_has_lines_as_a_site_has(pack, t):
    item = place_at(pack, 9.6, 50.15)
    mark = place_mark(item, 5, Wording(pack, t))
    assert mark["links"] == links_from(item, Wording(pack, t))
    assert {(link["lon"], link["lat"]) for link in mark["links"]} == {
        (found.lon, found.lat) for found in item.criteria.values() if found.lon is not None
    }


def test_a_place_travels_with_the_payload_and_counts_itself(pack, t):
    ranking = rank(default_sites(pack), make_scenario(pack, **SCENARIO), pack)
    ranked = sum(item.rank is not None for item in ranking.sites)
    mark = payload(ranking, Wording(pack, t), place=place_at(pack, 9.6, 50.15))["place"]
    assert mark["place"].endswith(f"of {ranked + 1}")
    assert (mark["lon"], mark["lat"]) == (9.6, 50.15)
    assert "place" not in payload(ranking, Wording(pack, t))


def test_outlines_of_ones_own_sites_are_plain_values():
    bounds, ring = (66.0, 40.5, 71.0, 46.1), ((69.0, 42.0), (69.01, 42.0), (69.01, 42.01), (69.0, 42.01))
    own = user_sites.add((), bounds, name="A", lon=68.0, lat=43.0)
    found = json.loads(json.dumps(outlines(user_sites.add(own, bounds, name="Field", ring=ring))))
    assert found[0] == {"id": "own-1", "name": "A", "ring": []}
    assert found[1] == {"id": "own-2", "name": "Field", "ring": [list(corner) for corner in ring]}


def test_markers_alone_stay_where_they_are():
    assert fan_out([(1.0, 2.0), (1.001, 2.0)]) == [(0.0, 0.0), (0.0, 0.0)]


@pytest.mark.parametrize("count", [2, 3, 6, 7, 19, 60])
def test_markers_on_one_point_are_apart_and_near(count):
    offsets = fan_out([(68.25685, 43.29458)] * count, gap_px=20)
    gaps = [((a - c) ** 2 + (b - d) ** 2) ** 0.5 for i, (a, b) in enumerate(offsets) for c, d in offsets[:i]]
    assert min(gaps) >= 19.5
    assert max((x * x + y * y) ** 0.5 for x, y in offsets) <= 20 * (1 + count**0.5)


def test_fan_out_is_the_same_for_the_same_order():
    points = [(1.0, 2.0), (5.0, 5.0), (1.0, 2.0), (1.00001, 2.0)]
    assert fan_out(points) == fan_out(points)
    assert fan_out(points)[1] == (0.0, 0.0)
    assert len(set(fan_out(points))) == 4
