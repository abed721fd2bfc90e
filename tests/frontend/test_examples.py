"""One table of examples for each rule that Python and the browser both have; `*.test.js` reads the same files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from geo_app.core.geodesy import geodesic_m
from geo_app.intake.user_sites import area_ha
from geo_app.ranking.aggregation import owa, ranks
from geo_app.ranking.weighting import rebalance
from geo_app.ui.components.criteria_editor import whole_percents

HERE = Path(__file__).parent
WEIGHTS = json.loads((HERE / "weights_examples.json").read_text(encoding="utf-8"))
SCORING = json.loads((HERE / "scoring_examples.json").read_text(encoding="utf-8"))
GEODESY = json.loads((HERE / "geodesy_examples.json").read_text(encoding="utf-8"))


def case(example):
    return example["case"]


@pytest.mark.parametrize("example", WEIGHTS["rebalance"], ids=case)
def test_rebalance(example):
    found = rebalance(example["weights"], example["moved"], example["value"], example["locked"])
    np.testing.assert_allclose(found, example["expected"], rtol=0, atol=1e-12)


@pytest.mark.parametrize("example", WEIGHTS["whole_percents"], ids=case)
def test_whole_percents(example):
    assert whole_percents(example["percents"]) == example["expected"]


@pytest.mark.parametrize("example", GEODESY["distances"], ids=case)
def test_distance(example):
    found = geodesic_m(np.array([example["from"]], dtype=float), np.array([example["to"]], dtype=float))
    np.testing.assert_allclose(found, [example["metres"]], rtol=0, atol=0.001)


@pytest.mark.parametrize("example", GEODESY["areas"], ids=case)
def test_area(example):
    found = 10_000 * area_ha(tuple((lon, lat) for lon, lat in example["ring"]))
    np.testing.assert_allclose(found, example["square_metres"], rtol=1e-12, atol=0.01)


@pytest.mark.parametrize("example", SCORING["scores"], ids=case)
def test_score(example):
    found = 100.0 * owa(example["values"], example["weights"], example["caution"])
    np.testing.assert_allclose(found, example["expected"], rtol=0, atol=1e-6)


@pytest.mark.parametrize("example", SCORING["ranks"], ids=case)
def test_ranks(example):
    assert ranks(example["scores"]).tolist() == example["expected"]
