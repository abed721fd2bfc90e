from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo_app.core.geodesy import to_metric
from geo_app.region.hexgrid import lattice, make_grid, place_site


@pytest.fixture(scope="module")
def grid(pack):
    return make_grid(pack, 400)


def test_about_as_many_cells_as_asked_for_all_in_the_region(grid, pack):
    region = pack.layers["region"].frame.geometry.iloc[0]
    assert len(grid) == pytest.approx(400, rel=0.1)
    assert shapely.intersects_xy(region.buffer(1e-6), *grid.lonlat.T).all()


def test_the_hexagons_cover_the_region(grid, pack):
    area_m2 = len(grid) * 1.5 * np.sqrt(3) * grid.size_m**2
    region = shapely.transform(pack.layers["region"].frame.geometry.iloc[0], lambda c: to_metric(c, pack.metric_crs))
    assert area_m2 == pytest.approx(region.area, rel=0.1)


def test_neighbours_are_equally_far(grid):
    apart = np.hypot(*(grid.xy[:, None] - grid.xy[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    assert apart.min(axis=1) == pytest.approx(np.full(len(grid), np.sqrt(3) * grid.size_m), abs=0.5)


def test_rows_go_north_and_columns_east(grid):
    assert (np.diff(grid.row) >= 0).all()
    same = np.diff(grid.row) == 0
    assert (np.diff(grid.column)[same] > 0).all()
    assert (np.diff(grid.lonlat[:, 0])[same] > 0).all()


def test_centres_are_where_column_and_row_say(grid):
    x, y = lattice(grid.column.astype(float), grid.row.astype(float), grid.origin, grid.size_m)
    np.testing.assert_allclose(grid.xy, np.column_stack([x, y]), atol=0.2)


def test_the_key_names_the_lattice(grid, pack):
    assert make_grid(pack, 400).key == grid.key
    assert make_grid(pack, 300).key != grid.key


def test_cells_are_exact_candidate_sites(grid):
    assert len(grid.sites.sites) == len(grid)
    assert {site.accuracy_m for site in grid.sites.sites} == {0.0}
    first = grid.sites.sites[0]
    assert (first.id, first.lon, first.lat) == ("cell-0", *grid.lonlat[0])
    assert place_site(9.5, 50.5, "here", "Here").name == "Here"
    assert place_site(9.5, 50.5, "here").name == "here"
