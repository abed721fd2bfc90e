from __future__ import annotations

import pytest

from geo_app.core.errors import RefreshError
from geo_app.pipeline.refresh.rules import load_rules

RULES = """
schema = "geo-app/refresh/1"
[publishers.p]
name = "P"
licence = "ODbL 1.0"
attribution = "P"
page = "https://example.org"
[layers.rail]
publisher = "p"
kind = "csv"
url = "https://example.org/rail.csv"
id = "r_{n}"
[layers.rail.columns]
name_en = "title"
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('publisher = "p"', 'publisher = "q"', "a publisher that is not in the file"),
        ('id = "r_{n}"', "", "needs an id"),
        ('id = "r_{n}"', 'mode = "update"', "needs a match"),
        ('kind = "csv"', 'kind = "overpass"', "needs a query"),
        ('kind = "csv"', 'kind = "parchment"', "field 'kind' is not valid"),
        ('id = "r_{n}"', 'id = "r"\ncolour = "red"', "unknown field 'colour'"),
        ('id = "r_{n}"', 'id = "r"\ndelimiter = ";;"', "delimiter of one character"),
        ("refresh/1", "refresh/2", "schema is 'geo-app/refresh/2'"),
        ("[layers.rail]", "[layers.rail", "cannot be read"),
    ],
)
def test_a_broken_file_is_refused_with_what_is_wrong(tmp_path, old, new, message):
    (tmp_path / "refresh.toml").write_text(RULES.replace(old, new))
    with pytest.raises(RefreshError) as caught:
        load_rules(tmp_path)
    assert message in str(caught.value)


def test_a_sound_file(tmp_path):
    (tmp_path / "refresh.toml").write_text(RULES)
    rules = load_rules(tmp_path)
    assert rules.layers["rail"].columns == {"name_en": "title"}
    assert rules.publishers["p"].licence == "ODbL 1.0"
    with pytest.raises(RefreshError, match=r"refresh\.toml is missing"):
        load_rules(tmp_path / "nowhere")
