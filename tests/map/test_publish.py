"""The files that a browser fetches: written once a version, dropped when many came after."""

from __future__ import annotations

import re
from dataclasses import replace

from geo_app.map import publish as publish_module
from geo_app.map.publish import FRONTEND, assets_version, pack_key, publish
from geo_app.report.text import Wording


def test_publishing_again_writes_nothing(pack, t, tmp_path):
    publish(Wording(pack, t), tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    publish(Wording(pack, t), tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")} == before


def test_the_packs_used_last_stay_published(pack, t, tmp_path, monkeypatch):
    monkeypatch.setattr(publish_module, "MAX_PUBLISHED_PACKS", 2)
    one, two, three = (replace(pack, data_version=version) for version in ("1", "2", "3"))
    for document in (one, two, one, three):
        publish(Wording(document, t), tmp_path)
    assert {path.name for path in tmp_path.glob("pack-*")} == {pack_key(one), pack_key(three)}
    assert (tmp_path / assets_version()).is_dir()


def test_another_data_version_has_another_address(pack):
    assert pack_key(pack) != pack_key(replace(pack, data_version="freeland-2027"))


def test_our_own_assets_ask_nobody():
    ours = [path for path in FRONTEND.rglob("*") if path.suffix in (".js", ".css") and "vendor" not in path.parts]
    assert len(ours) >= 40
    for path in ours:
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"https?://[^\s\"')]+", text)) <= {"http://www.w3.org/2000/svg"}
        # lit-html parses its templates so; what it puts into them is text.
        assert "innerHTML" not in text or path == FRONTEND / "dist/components.js"
