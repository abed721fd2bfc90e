from __future__ import annotations

import dataclasses

import geopandas as gpd
import pytest
import shapely

from geo_app.core.errors import PackError
from geo_app.region.feature_schema import FEATURE_COLUMNS, STATUSES, check_features


@pytest.fixture
def layer(pack):
    return pack.layers["works"]


@pytest.fixture
def frame(layer):
    """The layer's features as a file has them, the id a column."""
    return layer.frame.reset_index()


def test_sound_features_are_indexed_by_id(frame, layer):
    found = check_features(frame, layer)
    assert list(found.index) == list(frame["id"])
    assert list(found.columns) == [column for column in frame.columns if column != "id"]


@pytest.mark.parametrize("column", FEATURE_COLUMNS)
def test_a_missing_column_is_named(frame, layer, column):
    with pytest.raises(PackError, match=f"no '{column}'"):
        check_features(frame.drop(columns=column), layer)


def changed(column, value, row=1):
    def change(frame):
        frame = frame.astype({column: object}) if column != "geometry" else frame
        frame.loc[row, column] = value
        return frame

    return change


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (changed("id", "w1"), "missing or repeated id"),
        (changed("id", None), "missing or repeated id"),
        (changed("geometry", None), "no geometry"),
        (changed("geometry", shapely.Point()), "no geometry"),
        (changed("geometry", shapely.LineString([(9, 50), (9.1, 50)])), "not what the catalogue says"),
        (changed("geometry", shapely.Point(181, 50)), "beyond 180"),
        (changed("geometry", shapely.Point(9, -91)), "beyond 180"),
        (changed("source", None), "no source or date"),
        (changed("as_of", None), "no source or date"),
        (changed("status", "dreamt"), "unknown status"),
    ],
)
def test_a_bad_feature_is_named_by_row_and_id(frame, layer, change, problem):
    with pytest.raises(PackError) as caught:
        check_features(change(frame), layer)
    assert "feature 2 " in str(caught.value)
    assert problem in str(caught.value)


@pytest.mark.parametrize("accuracy_m", [-1.0, float("nan")])
def test_an_accuracy_is_a_number_from_0(frame, layer, accuracy_m):
    frame["accuracy_m"] = [0.0, accuracy_m, 0.0, 0.0]
    with pytest.raises(PackError, match="accuracy_m is not 0 or more"):
        check_features(frame, layer)


def test_an_area_that_crosses_itself_is_refused(pack):
    layer = pack.layers["park"]
    bow_tie = shapely.Polygon([(9, 50), (10, 51), (10, 50), (9, 51)])
    frame = layer.frame.reset_index().set_geometry(gpd.GeoSeries([bow_tie], crs=4326))
    with pytest.raises(PackError, match="invalid geometry"):
        check_features(frame, dataclasses.replace(layer))


def test_every_status_is_known(frame, layer):
    for status in STATUSES:
        check_features(frame.assign(status=status), layer)
