from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geo_app.core.sites import Site, Sites

A = Site("a", "Alpha", 9.5, 50.5, 30.0)
B = Site("b", "Beta", 9.6, 50.6)


def test_coordinates_are_collected_in_order():
    lonlat, accuracy_m = Sites((A, B)).coordinates
    np.testing.assert_array_equal(lonlat, [[9.5, 50.5], [9.6, 50.6]])
    np.testing.assert_array_equal(accuracy_m, [30.0, 0.0])
    with pytest.raises(ValueError, match="read-only"):
        lonlat[0, 0] = 0.0


def test_no_sites_have_no_coordinates():
    lonlat, accuracy_m = Sites(()).coordinates
    assert lonlat.shape == (0, 2)
    assert accuracy_m.shape == (0,)


@pytest.mark.parametrize(
    "changes", [{"id": "c"}, {"lon": 9.51}, {"lat": 50.51}, {"accuracy_m": 31.0}, {"layer": "works"}]
)
def test_what_is_measured_changes_the_key_of_the_places(changes):
    assert Sites((replace(A, **changes), B)).places_key != Sites((A, B)).places_key


@pytest.mark.parametrize("changes", [{"name": "Gamma"}, {"attributes": {"area_ha": 7}}])
def test_what_is_not_measured_does_not(changes):
    assert Sites((replace(A, **changes), B)).places_key == Sites((A, B)).places_key


def test_the_order_of_sites_changes_the_key():
    assert Sites((B, A)).places_key != Sites((A, B)).places_key
