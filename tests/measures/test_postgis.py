"""Distances and catchments of the pack are those that PostGIS computes: see `tests.postgis`."""

from __future__ import annotations

import os

import numpy as np
import pytest

from tests.postgis import compare, programs, serving

PLACES = 10_000 if os.environ.get("CI") else 300

# A great task for one process: beside browsers, not after them.
pytestmark = pytest.mark.xdist_group("postgis")


@pytest.fixture(scope="module")
def server():
    found = programs()
    if found is None:
        reason = "no PostgreSQL with PostGIS (apt-get install postgresql-15-postgis-3)"
        if os.environ.get("CI"):
            pytest.fail(f"Skipped in continuous integration: {reason}")
        pytest.skip(reason)
    with serving(found) as server:
        yield server


def test_every_distance_and_catchment_of_the_pack_is_that_of_postgis(server, region):
    compared = list(compare(server, region, PLACES))
    assert {one.criterion.id for one in compared} == {
        name for name, criterion in region.criteria.items() if criterion.measure in ("nearest", "catchment")
    }
    for one in compared:
        print(one)
        known = np.isfinite(one.here)
        assert known.mean() > 0.5, one.criterion.id
        # 0.02 m or 0.02 % of a distance (in kilometres), 0.1 % of a sum.
        rtol, atol = (2e-4, 2e-5) if one.criterion.measure == "nearest" else (1e-3, 0.01)
        np.testing.assert_allclose(
            one.here[known], one.there[known], rtol=rtol, atol=atol, err_msg=f"{one.criterion.id}: {one}"
        )
