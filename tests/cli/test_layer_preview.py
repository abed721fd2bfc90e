from __future__ import annotations

import json

from geo_app.cli.layer_preview import ROWS_SHOWN, preview_lines
from geo_app.core.i18n import translator
from geo_app.intake.layers import preview


def features(count, name="A"):
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": name, "size": number},
                "geometry": {"type": "Point", "coordinates": [9.5, 50.5 if number else 95]},
            }
            for number in range(count)
        ],
    }


def lines(tmp_path, content):
    path = tmp_path / "layer.geojson"
    path.write_text(json.dumps(content))
    return list(preview_lines(preview(path, path.name), translator("en")))


def test_a_preview_says_how_many_where_and_which_columns(tmp_path):
    found = lines(tmp_path, features(3))
    assert found[0].startswith("layer.geojson: points: 2; ")
    assert "9.50° – 9.50°, 50.50° – 50.50°" in found[0]
    assert "  size (number, 2): 1" in found
    assert any(line.startswith("  Row 1: ") for line in found)


def test_control_characters_of_a_file_do_not_reach_the_terminal(tmp_path):
    found = lines(tmp_path, features(3, name="\x1b[31mred\x07"))
    assert not any(character in "".join(found) for character in "\x1b\x07")


def test_of_many_rows_the_first_are_shown_and_all_counted(tmp_path):
    content = features(1)
    content["features"] = content["features"] * 40 + features(2)["features"][1:]
    found = lines(tmp_path, content)
    assert "Left out: 40" in found
    assert sum(line.startswith("  Row ") for line in found) == ROWS_SHOWN
