"""JSON within HTML, deflated JSON, data URIs."""

from __future__ import annotations

import base64
import json
import zlib

from hypothesis import given
from hypothesis import strategies as st

from geo_app.map.encoding import data_uri, packed, script_json


def test_what_goes_to_the_page_is_deflated_json():
    content = {"name": "Түркістан", "scores": [1.5] * 1000}
    assert json.loads(zlib.decompress(packed(content))) == content
    assert len(packed(content)) < 200


@given(st.text(st.sampled_from('<>/script{}%#\u2028\u2029"\\a'), max_size=40))
def test_script_json_says_the_same_and_cannot_end_a_script_or_start_a_template(text):
    written = script_json({text: [text]})
    assert json.loads(written) == {text: [text]}
    assert not any(mark in written for mark in ("<", "\u2028", "\u2029", "{{", "{%", "{#"))


def test_a_data_uri_holds_what_was_put_in():
    kind, _, content = data_uri("image/png", b"\x89PNG\r\n").partition(";base64,")
    assert kind == "data:image/png"
    assert base64.b64decode(content) == b"\x89PNG\r\n"
