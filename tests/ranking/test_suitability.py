"""The suitability surface: every hexagon scored as a site at its centre would be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo_app.core.geodesy import to_lonlat
from geo_app.core.sites import Sites
from geo_app.measures.measurer import Measurer
from geo_app.ranking.model import Requirement
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.ranking.suitability import (
    CLASS_LIMITS,
    EXCLUDED_CODE,
    UNKNOWN_CODE,
    Scored,
    cell_codes,
    cells_measured,
    rank_cells,
    score_cells,
    top_cells,
)
from geo_app.region.hexgrid import make_grid, place_site

CELLS = 300
ON = date(2026, 9, 1)


@pytest.fixture(scope="module")
def grid(pack):
    return make_grid(pack, CELLS)


@pytest.fixture(scope="module")
def store():
    return Measurer()


def scenario_of(pack, **changes):
    return make_scenario(pack, "freight", on=ON, **changes)


def scored_by(grid, scenario, pack, store):
    return score_cells(grid, scenario, pack, measurer=store)


def scored_of(score, grid):
    """Cells with given scores, NaN for unknown."""
    table = np.asarray(score, dtype=np.float64)
    none = np.zeros(len(table), dtype=bool)
    return Scored(grid, table, none, np.isnan(table), "weighted_sum")


# ------------------------------------------------------------------------------------------------- the grid


def test_the_number_of_cells_is_about_what_was_asked_for(pack, region):
    assert len(make_grid(pack, CELLS)) == pytest.approx(CELLS, rel=0.05)
    assert len(make_grid(region)) == pytest.approx(10_000, rel=0.01)


def test_the_grid_is_the_same_each_time(pack, grid):
    again = make_grid(pack, CELLS)
    assert again.key == grid.key
    assert np.array_equal(again.lonlat, grid.lonlat)


def test_another_number_of_cells_is_another_grid(pack, grid):
    assert make_grid(pack, 2 * CELLS).key != grid.key


def test_a_failing_example_is_told_in_a_few_lines(pack, grid, store):
    # Hypothesis warns of arguments that take pages to print, and hides the failure behind the warning.
    assert sum(len(repr(each)) for each in (pack, grid, store)) < 1_500


def test_every_centre_lies_in_the_region(pack, grid):
    outline = shapely.union_all(pack.layers[pack.region_layer].frame.geometry.to_numpy())
    # The outline's straight lines differ by metres between degrees and the metric CRS.
    assert shapely.intersects_xy(shapely.buffer(outline, 1e-3), *grid.lonlat.T).all()


def test_neighbours_are_equally_far_apart(grid):
    apart = np.hypot(*(grid.xy[:, None] - grid.xy[None, :]).T)
    np.fill_diagonal(apart, np.inf)
    assert apart.min(axis=0) == pytest.approx(np.sqrt(3) * grid.size_m, abs=1.0)


def test_cells_share_the_region_among_them(pack, grid):
    outline = pack.layers[pack.region_layer].frame.to_crs(pack.metric_crs).area.sum()
    hexagon = 1.5 * np.sqrt(3) * grid.size_m**2
    assert hexagon * len(grid) == pytest.approx(outline, rel=0.05)


# ------------------------------------------------------------------------------------------------ the scores


@given(
    weights=st.fixed_dictionaries({name: st.floats(0.01, 100) for name in ("rail", "border", "people")}),
    method=st.sampled_from(["weighted_sum", "owa"]),
    caution=st.floats(0, 1),
    on=st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    cell=st.integers(0, 250),
    bound=st.one_of(st.none(), st.floats(0, 60)),
)
def test_a_cell_scores_as_a_site_at_its_centre(pack, grid, store, weights, method, caution, on, cell, bound):
    required = () if bound is None else (Requirement("rail", "<=", bound),)
    scenario = make_scenario(
        pack, "freight", weights=weights, on=on, method=method, caution=caution, requirements=required
    )
    scored = scored_by(grid, scenario, pack, store)
    (alone,) = rank(Sites((grid.sites.sites[cell],)), scenario, pack).sites
    assert bool(scored.excluded[cell]) == (alone.score is None)
    if alone.score is not None:
        assert scored.score[cell] == alone.score


def test_topsis_looks_at_a_list_so_cells_have_the_weighted_sum(pack, grid, store):
    plain = scored_by(grid, scenario_of(pack), pack, store)
    other = scored_by(grid, scenario_of(pack, method="topsis"), pack, store)
    assert other.method == "weighted_sum"
    assert np.array_equal(other.score, plain.score, equal_nan=True)


def test_places_in_the_park_are_excluded(pack, grid, store):
    scored = scored_by(grid, scenario_of(pack, exclusions=["park"]), pack, store)
    lon, lat = grid.lonlat.T
    inside = (lon > 10.5) & (lon < 10.7) & (lat > 50.6) & (lat < 50.8)
    assert inside.any()
    assert np.array_equal(scored.excluded, inside)
    assert np.isnan(scored.score[inside]).all()
    assert not np.isnan(scored.score[~inside]).any()


def test_a_minimum_requirement_excludes_places(pack, grid, store):
    scenario = scenario_of(pack, exclusions=[], requirements=(Requirement("rail", "<=", 20.0),))
    scored = scored_by(grid, scenario, pack, store)
    far = store.measure_cells(grid, pack.criteria["rail"], pack, ON) > 20
    assert far.any()
    assert np.array_equal(scored.excluded, far)


def test_what_a_site_must_offer_excludes_no_bare_place(pack, grid, store):
    scenario = scenario_of(pack, exclusions=[], requirements=(Requirement("area_ha", ">=", 20.0),))
    assert not scored_by(grid, scenario, pack, store).excluded.any()


def test_too_little_known_of_a_place_is_no_low_score(pack, grid, store):
    scenario = scenario_of(pack, exclusions=[])

    class Gappy(Measurer):
        def measure_cells(self, cells, criterion, changed_pack, on):
            raw = store.measure_cells(cells, criterion, changed_pack, on).copy()
            if criterion.id == "people":
                raw[:7] = np.nan
            return raw

    scored = score_cells(grid, scenario, pack, measurer=Gappy())
    assert np.flatnonzero(scored.unknown).tolist() == list(range(7))
    assert np.isnan(scored.score[:7]).all()
    light = replace(scenario, weights={"rail": 0.46, "border": 0.46, "people": 0.08})
    assert not score_cells(grid, light, pack, measurer=Gappy()).unknown.any()


def test_nothing_open_anywhere_is_known_of_every_place(pack, grid, store):
    scenario = scenario_of(pack, exclusions=[])

    class NothingOpen(Measurer):
        def measure_cells(self, cells, criterion, changed_pack, on):
            raw = store.measure_cells(cells, criterion, changed_pack, on)
            return np.full(len(cells), np.nan) if criterion.id == "border" else raw

    scored = score_cells(grid, scenario, pack, measurer=NothingOpen())
    assert not scored.unknown.any()
    assert not np.isnan(scored.score).any()


def test_weights_are_all_that_a_change_of_weights_needs(pack, grid):
    asked = []

    class Asked(Measurer):
        def measure_cells(self, cells, criterion, changed_pack, on):
            asked.append(criterion.id)
            return np.arange(len(cells), dtype=np.float64)

    scenario = scenario_of(pack, weights={"rail": 1, "people": 2}, exclusions=[])
    score_cells(grid, scenario, pack, measurer=Asked())
    assert sorted(asked) == ["people", "rail"]


# ------------------------------------------------------------------------------------------------- the store


def test_what_is_kept_is_not_measured_again(pack, grid):
    store = Measurer()
    scenario = scenario_of(pack)
    assert not cells_measured(grid, scenario, pack, store)
    scored_by(grid, scenario, pack, store)
    assert cells_measured(grid, scenario, pack, store)
    first = store.measure_cells(grid, pack.criteria["rail"], pack, ON)
    assert store.measure_cells(grid, pack.criteria["rail"], pack, date(2020, 1, 1)) is first


def test_a_date_matters_where_features_open_and_close(pack, grid, store):
    closed = store.measure_cells(grid, pack.criteria["border"], pack, date(2025, 6, 1))
    opened = store.measure_cells(grid, pack.criteria["border"], pack, date(2026, 9, 1))
    assert (opened <= closed).all()
    assert (opened < closed).any()


def test_another_layer_beside_the_others_costs_nothing(pack, grid):
    store = Measurer()
    scored_by(grid, scenario_of(pack), pack, store)
    extended = replace(pack, data_version="another", layers={**pack.layers, "extra": pack.layers["moor"]})
    assert cells_measured(grid, scenario_of(extended), extended, store)
    changed = replace(pack.layers["rail"], sha256="another")
    other = replace(pack, layers={**pack.layers, "rail": changed})
    assert not cells_measured(grid, scenario_of(other), other, store)


def test_what_is_kept_cannot_be_changed(pack, grid, store):
    with pytest.raises(ValueError, match="read-only"):
        store.measure_cells(grid, pack.criteria["rail"], pack, ON)[0] = 1.0


# ------------------------------------------------------------------------------------ codes and the best cells


def test_a_byte_says_the_class_exactly(grid):
    score = np.full(len(grid), 50.0)
    score[:9] = [0.0, 14.999999, 15.0, 29.75, 30.0, 69.999999, 70.0, 100.0, np.nan]
    scored = replace(scored_of(score, grid), excluded=np.arange(len(grid)) == 9)
    codes = cell_codes(scored)
    assert codes[:10].tolist() == [0, 29, 30, 59, 60, 139, 140, 200, UNKNOWN_CODE, EXCLUDED_CODE]
    known = codes[:8]
    assert np.array_equal(np.digitize(known / 2, CLASS_LIMITS), np.digitize(score[:8], CLASS_LIMITS))


@given(n=st.integers(0, 12), spacing_km=st.floats(0, 80), seed=st.integers(0, 1000))
def test_best_cells_are_apart_and_no_better_one_was_passed_over(grid, n, spacing_km, seed):
    score = np.random.default_rng(seed).integers(0, 100, len(grid)).astype(np.float64)
    score[score < 10] = np.nan
    found = top_cells(scored_of(score, grid), n, spacing_km * 1000)
    assert len(found) <= n
    xy = grid.xy[[each.cell for each in found]].reshape(-1, 2)
    apart = np.hypot(*(xy[:, None] - xy[None, :]).T)
    assert (apart[~np.eye(len(found), dtype=bool)] >= spacing_km * 1000).all()
    free = ~np.isnan(score)
    for each in found:
        assert each.score == score[free].max() == score[each.cell]
        free &= np.hypot(*(grid.xy - grid.xy[each.cell]).T) >= spacing_km * 1000
        free[each.cell] = False
    assert len(found) == n or not free.any()


def test_best_cells_are_ranked_as_sites_there_would_be(pack, grid, store):
    scenario = scenario_of(pack)
    scored = scored_by(grid, scenario, pack, store)
    top = top_cells(scored, 5, 10_000)
    found = rank_cells(scored, top, scenario, pack, measurer=store)
    sites = Sites(tuple(place_site(each.lon, each.lat, f"cell-{each.cell}") for each in top))
    expected = rank(sites, scenario, pack)
    assert [(item.site.id, item.score) for item in found.sites] == [(i.site.id, i.score) for i in expected.sites]
    assert [item.criteria["rail"].raw for item in found.sites] == [i.criteria["rail"].raw for i in expected.sites]


def test_grid_coordinates_are_those_of_the_metric_crs(pack, grid):
    assert to_lonlat(grid.xy, pack.metric_crs) == pytest.approx(grid.lonlat, abs=1e-9)
