from __future__ import annotations

import json


def test_layers_for_a_program(run):
    code, out, _ = run("layers", "list", "--format", "json")
    answer = json.loads(out)
    assert code == 0
    assert answer["schema"] == "geo-app/layers/1"
    layers = {layer["id"]: layer for layer in answer["layers"]}
    assert set(layers) >= {"region", "works", "rail"}
    assert layers["rail"]["geometry"] == "line"
    assert layers["rail"]["licences"] == ["MIT"]


def test_layers_for_a_person(run):
    code, out, _ = run("layers", "list")
    assert code == 0
    (line,) = [line for line in out.splitlines() if line.startswith("works ")]
    assert line.split()[1] == "point"
    assert line.endswith("Works")
