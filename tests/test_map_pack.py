"""What the map shows of a pack, put in one language."""

from __future__ import annotations

import pytest

from geo_app.i18n import translator
from geo_app.map_pack import pack_document


@pytest.fixture(scope="module")
def t():
    return translator("en")


def entry(document, layer):
    return next(each for each in document["layers"] if each["id"] == layer)


def test_a_layer_names_whom_to_thank_for_it(catalog, t):
    document = pack_document(catalog, t)
    for layer in catalog.layers.values():
        thanked = [document["attributions"][k][0] for k in entry(document, layer.id)["sources"]]
        assert sorted(thanked) == sorted({source.attribution for source in layer.sources})
