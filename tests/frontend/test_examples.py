"""One table of examples for each rule that Python and the browser both have; `*.test.js` reads the same files."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from geo_app.core.geodesy import geodesic_m
from geo_app.core.i18n import translator
from geo_app.intake.user_sites import area_ha
from geo_app.map.surface_document import grid_document
from geo_app.measures.valuing import from_steps
from geo_app.ranking.aggregation import owa, ranks
from geo_app.ranking.model import Scenario
from geo_app.ranking.rank import method_scores
from geo_app.ranking.suitability import Scored, cell_codes, too_little_known
from geo_app.ranking.weighting import rebalance
from geo_app.region.hexgrid import make_grid
from geo_app.ui.components.criteria_editor import whole_percents

HERE = Path(__file__).parent
WEIGHTS = json.loads((HERE / "weights_examples.json").read_text(encoding="utf-8"))
SCORING = json.loads((HERE / "scoring_examples.json").read_text(encoding="utf-8"))
ON = date(2026, 9, 1)
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


@pytest.mark.parametrize("example", SCORING["cells"], ids=case)
def test_cells(example, pack):
    steps = np.array(example["steps"], dtype="<u2")
    names = [f"criterion {k}" for k in range(steps.shape[1])]
    weights = dict(zip(names, example["weights"], strict=True))
    scenario = Scenario("p", weights, {}, (), ON, method="owa", caution=example["caution"])
    columns = dict(zip(names, steps.T, strict=True))
    score = method_scores(scenario, {name: from_steps(column) for name, column in columns.items()}, np.ones(len(steps)))
    excluded = np.unpackbits(np.array([example["excluded"]], dtype=np.uint8), bitorder="little")[: len(steps)] > 0
    unknown = too_little_known(scenario, columns, len(steps)) & ~excluded
    grid = make_grid(pack, 200)
    assert cell_codes(Scored(grid, score, excluded, unknown, "owa")).tolist() == example["expected"]


@pytest.mark.parametrize("example", SCORING["texts"], ids=lambda example: example["text"])
def test_score_text(example):
    assert translator("en").number(example["score"], 1) == example["text"]


def test_what_a_browser_reads_codes_by(pack):
    document = grid_document(make_grid(pack, 200), translator("en"))
    known = {name: document[name] for name in ("steps", "unknown", "excluded", "value_steps", "most_unknown")}
    script = (HERE / "scoring.test.js").read_text(encoding="utf-8")
    (codes,) = re.findall(r"const CODES = \{(.*?)\};", script)
    written = dict(part.strip().split(": ") for part in codes.split(","))
    assert {name: sum(map(float, text.split("+"))) for name, text in written.items()} == known
