from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo_app.measures.exclusions import sides

METRIC = "EPSG:32642"
PARK = shapely.box(68, 43, 69, 44)


def judge(sites, site_accuracy=0.0, area_accuracy=0.0, relation="inside", shapes=(PARK,)):
    areas = gpd.GeoDataFrame({"accuracy_m": [area_accuracy] * len(shapes)}, geometry=list(shapes), crs="EPSG:4326")
    return sides(np.array(sites, dtype=float), np.full(len(sites), site_accuracy), areas, relation, METRIC)


def test_inside_and_outside_are_opposites_for_exact_places():
    sites = [(68.5, 43.5), (67.5, 43.5)]
    assert judge(sites).excluded.tolist() == [True, False]
    assert judge(sites, relation="outside").excluded.tolist() == [False, True]
    assert not judge(sites).doubtful.any()
    assert not judge(sites, relation="outside").doubtful.any()


def test_doubt_reaches_as_far_as_both_accuracies_together():
    # 0.1 degrees west of the park at 43.5 N is 8.1 km.
    site = [(67.9, 43.5)]
    assert not judge(site, 4_000, 4_000).doubtful[0]
    assert judge(site, 4_200, 4_200).doubtful[0]
    assert not judge(site, 4_200, 4_200).excluded[0]


def test_a_proxy_inside_but_near_the_edge_is_in_doubt_not_excluded():
    found = judge([(68.05, 43.5)], 10_000)
    assert not found.excluded[0]
    assert found.doubtful[0]


def test_an_exact_point_near_the_edge_of_an_indicative_area_is_in_doubt_too():
    # 4 km from an outline that may be off by 10 km; 40 km from it nothing is open.
    found = judge([(68.05, 43.5), (68.5, 43.5)], 0, 10_000)
    assert found.excluded.tolist() == [False, True]
    assert found.doubtful.tolist() == [True, False]


@pytest.mark.parametrize("relation", ["inside", "outside"])
def test_inside_and_outside_treat_doubt_alike(relation):
    found = judge([(68.05, 43.5), (67.95, 43.5)], 10_000, relation=relation)
    assert not found.excluded.any()
    assert found.doubtful.all()
    far = judge([(68.5, 43.5), (66.0, 43.5)], 10_000, 5_000, relation=relation)
    assert far.excluded.tolist() == [relation == "inside", relation == "outside"]
    assert not far.doubtful.any()


def test_second_area_that_surely_holds_the_site_ends_the_doubt():
    found = judge([(68.05, 43.5)], 10_000, shapes=(PARK, shapely.box(67, 42, 70, 45)))
    assert found.excluded[0]
    assert not found.doubtful[0]


def test_no_areas_exclude_no_one_inside():
    assert not judge([(68.5, 43.5)], shapes=()).excluded.any()


def test_wrong_crs_names_both():
    areas = gpd.GeoDataFrame({"accuracy_m": [0.0]}, geometry=[PARK], crs="EPSG:3857")
    with pytest.raises(ValueError, match=r"EPSG:3857.*EPSG:4326"):
        sides(np.array([(68.0, 43.0)]), np.zeros(1), areas, "inside", METRIC)


@pytest.mark.parametrize("company", [0, 1, 3, 7])
def test_a_site_on_an_edge_is_inside_whoever_stands_beside_it(company):
    others = [(68.2 + k / 10, 43.3) for k in range(company)]
    for lat in np.linspace(43.01, 43.99, 40):
        found = judge([*others, (68.0, lat)])
        assert found.excluded[-1] and not found.doubtful[-1]
