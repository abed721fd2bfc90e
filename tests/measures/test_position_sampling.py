from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from geo_app.core.geodesy import GEOD
from geo_app.core.sites import Site, Sites
from geo_app.measures.measure import measure_criterion
from geo_app.measures.position_sampling import drawn_places, sample_criterion

ON = date(2026, 1, 1)
EXACT = Site("exact", "exact", 9.6, 50.4)
VAGUE = Site("vague", "vague", 10.2, 50.4, 10_000.0)
SITES = Sites((EXACT, VAGUE))


def test_places_stay_within_the_accuracy_and_fill_the_circle_evenly():
    places = drawn_places(SITES, 4000, seed=1)
    moved = [GEOD.inv(10.2, 50.4, lon, lat)[2] for lon, lat in places[:, 1]]
    np.testing.assert_allclose(places[:, 0], np.broadcast_to([9.6, 50.4], (4000, 2)), atol=1e-9)
    assert max(moved) <= 10_000 + 1e-6
    # Half of an even circle lies beyond radius / sqrt(2).
    assert np.median(moved) == pytest.approx(10_000 / np.sqrt(2), rel=0.03)


def test_same_seed_same_places_another_seed_others():
    np.testing.assert_array_equal(drawn_places(SITES, 5, 7), drawn_places(SITES, 5, 7))
    assert (drawn_places(SITES, 5, 7) != drawn_places(SITES, 5, 8)).any()


@pytest.mark.parametrize("criterion", ["rail", "border", "people"])
def test_exact_site_and_features_measure_the_same_every_time(pack, criterion):
    found = sample_criterion(SITES, pack.criteria[criterion], pack, ON, 6, 0)
    plain = measure_criterion(SITES, pack.criteria[criterion], pack, ON)
    np.testing.assert_allclose(found[:, 0], plain.raw[0], atol=1e-6)
    assert np.ptp(found[:, 1]) > 0


@pytest.mark.parametrize("criterion", ["rail", "border", "people"])
def test_samples_stay_within_the_interval_that_the_ranking_reports(pack, criterion):
    found = sample_criterion(SITES, pack.criteria[criterion], pack, ON, 50, 0)
    plain = measure_criterion(SITES, pack.criteria[criterion], pack, ON)
    assert (found >= plain.low - 1e-3).all()
    assert (found <= plain.high + 1e-3).all()


def moved_border(pack, accuracy_m):
    frame = pack.layers["border"].frame.assign(accuracy_m=accuracy_m)
    layers = {**pack.layers, "border": replace(pack.layers["border"], frame=frame)}
    return replace(pack, layers=layers)


def test_a_features_error_moves_all_sites_that_were_measured_to_it_together(pack):
    near = Sites((Site("a", "a", 9.6, 50.4), Site("b", "b", 9.61, 50.41)))
    vague = moved_border(pack, 5_000.0)
    found = sample_criterion(near, vague.criteria["border"], vague, ON, 200, 0)
    shift = found - measure_criterion(near, vague.criteria["border"], vague, ON).raw
    assert np.abs(shift).max() <= 5.0 + 1e-6
    assert shift.std() > 1.0
    assert np.corrcoef(shift.T)[0, 1] > 0.99


@pytest.fixture(scope="module")
def density(pack):
    """A figure looked up in cells 0.1 degrees wide (7 by 11 km) that are off by 10 km."""
    frame = pack.layers["people"].frame.assign(accuracy_m=10_000.0)
    layer = replace(pack.layers["people"], frame=frame)
    criterion = replace(pack.criteria["people"], measure="value", column="density_per_km2")
    return criterion, replace(pack, layers={**pack.layers, "people": layer})


def test_the_error_of_looked_up_areas_moves_all_sites_alike(density):
    criterion, vague = density
    near = Sites((Site("a", "a", 9.94, 50.44), Site("b", "b", 9.942, 50.442)))
    found = sample_criterion(near, criterion, vague, ON, 200, 0)
    plain = measure_criterion(near, criterion, vague, ON)
    assert found[:, 0].std() > 0.5
    assert np.corrcoef(found.T)[0, 1] > 0.9
    assert (found >= plain.low).all()
    assert (found <= plain.high).all()


def test_no_error_of_an_area_puts_a_site_off_the_map(density):
    criterion, vague = density
    edge = Sites((Site("edge", "edge", 9.005, 50.005),))
    assert not np.isnan(sample_criterion(edge, criterion, vague, ON, 200, 0)).any()


def test_no_sites_and_no_features_are_no_error(pack):
    assert sample_criterion(Sites(()), pack.criteria["rail"], pack, ON, 3, 0).shape == (3, 0)
    empty = replace(pack.layers["rail"], frame=pack.layers["rail"].frame.iloc[:0])
    bare = replace(pack, layers={**pack.layers, "rail": empty})
    assert np.isnan(sample_criterion(SITES, bare.criteria["rail"], bare, ON, 3, 0)).all()
