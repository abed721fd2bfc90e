"""What a change of weights or selection sends to the map."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo_app.core.sites import Site
from geo_app.map import payload as payload_module
from geo_app.map.encoding import script_json
from geo_app.map.payload import payload
from geo_app.report.text import Wording
from tests.map.conftest import ranked


def site(content, identity):
    return next(each for each in content["sites"] if each["id"] == identity)


def test_payload_says_what_the_ranking_says(ranking, pack, t):
    content = payload(ranking, Wording(pack, t))
    assert [each["id"] for each in content["sites"]] == [item.site.id for item in ranking.sites]
    for each, item in zip(content["sites"], ranking.sites, strict=True):
        assert (each["rank"], each["lon"], each["lat"]) == (item.rank, item.site.lon, item.site.lat)
        assert each["score"] == (None if item.score is None else pytest.approx(item.score, abs=1e-6))
        assert each["accuracy_m"] == item.site.accuracy_m


def test_an_excluded_site_has_reasons_and_no_rank(ranking, pack, t):
    found = site(payload(ranking, Wording(pack, t)), "w3")
    assert found["rank"] is None
    assert found["score"] is None
    assert found["place"] == "Excluded"
    assert found["why"] == ["inside the park"]


def test_a_place_counts_ranked_sites_only(ranking, pack, t):
    assert site(payload(ranking, Wording(pack, t)), ranking.sites[0].site.id)["place"] == "Rank 1 of 2"


def test_lines_go_to_what_each_criterion_measured(ranking, pack, t):
    links = payload(ranking, Wording(pack, t), selected="w1")["links"]
    assert list(links) == ["w1"]
    measured = next(item for item in ranking.sites if item.site.id == "w1").criteria
    expected = {(m.lon, m.lat) for m in measured.values() if m.lon is not None}
    assert {(link["lon"], link["lat"]) for link in links["w1"]} == expected
    assert len(expected) == 2


def test_compared_sites_bring_their_lines_too(ranking, pack, t):
    content = payload(ranking, Wording(pack, t), selected="w1", compare=["w2"])
    assert content["compare"] == ["w2"]
    assert set(content["links"]) == {"w1", "w2"}


def test_a_ranked_site_names_its_best_and_worst_criterion(ranking, pack, t):
    content = payload(ranking, Wording(pack, t))
    best = max(ranking.sites[0].criteria.items(), key=lambda found: found[1].contribution)[0]
    first = site(content, ranking.sites[0].site.id)
    assert first["best"] == pack.criteria[best].titles["en"]
    assert first["worst"] not in ("", first["best"])
    assert (site(content, "w3")["best"], site(content, "w3")["worst"]) == ("", "")


def test_a_length_is_as_precise_as_its_places(ranking, pack, t):
    links = payload(ranking, Wording(pack, t), links_of_all=True)["links"]
    raw = {item.site.id: item.criteria["rail"] for item in ranking.sites}
    assert f"{raw['w1'].raw:.1f} km" in [link["text"] for link in links["w1"]]
    vague = raw["w2"]
    assert f"{vague.raw:.0f} km ({vague.low:.0f}–{vague.high:.0f})" in [link["text"] for link in links["w2"]]


def test_a_users_own_site_comes_along(pack, t):
    content = payload(ranked(pack, Site("own", "Mine", 9.5, 50.8)), Wording(pack, t), selected="own")
    assert site(content, "own")["layer"] == ""
    assert site(content, "own")["name"] == "Mine"
    assert content["links"]["own"]


def test_more_sites_than_a_map_can_show_leave_the_best_and_the_selected(pack, t, monkeypatch):
    monkeypatch.setattr(payload_module, "MAX_SITES", 2)
    ranking = ranked(pack, Site("own", "Mine", 10.9, 50.02))
    content = payload(ranking, Wording(pack, t), selected=ranking.sites[-1].site.id)
    assert [each["id"] for each in content["sites"]] == [ranking.sites[i].site.id for i in (0, 1, -1)]
    assert content["more"] == "The map shows the best 3 of 5 sites."
    assert "more" not in payload(replace(ranking, sites=ranking.sites[:2]), Wording(pack, t))


def test_what_is_not_asked_for_is_not_sent(ranking, pack, t):
    assert not {"cells", "visible", "focus"} & payload(ranking, Wording(pack, t)).keys()
    assert payload(ranking, Wording(pack, t), visible=["rail"])["visible"] == ["rail"]


def test_payload_stays_small(ranking, pack, t):
    assert len(script_json(payload(ranking, Wording(pack, t), selected="w1"))) < 3_000
