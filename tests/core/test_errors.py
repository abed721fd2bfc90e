from __future__ import annotations

import pickle

from geo_app.core.errors import SitesError
from geo_app.core.i18n import translator
from geo_app.core.messages import Message, RowNote


def test_message_is_filled():
    assert str(SitesError("row {row}: {found!r}", row=3, found="x")) == "row 3: 'x'"


def test_values_are_never_read_as_templates():
    assert str(SitesError("found {found}", found="{row.__class__}")) == "found {row.__class__}"
    assert str(SitesError("a plain {brace} without values")) == "a plain {brace} without values"


def test_survives_pickling():
    again = pickle.loads(pickle.dumps(SitesError("row {row}", row=3)))
    assert isinstance(again, SitesError)
    assert str(again) == "row 3"


def test_rejection_reads_like_an_error():
    assert str(RowNote(1, Message("{field} is empty", {"field": "lon"}))) == "lon is empty"


def test_messages_inside_messages_are_translated():
    assert "{" not in translator("ru").fill(
        Message(
            "Unknown {kind} {found!r}. This pack has: {known}.",
            {"kind": Message("criterion"), "found": "x", "known": "y"},
        )
    )
