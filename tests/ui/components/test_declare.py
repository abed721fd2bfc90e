"""A component's script travels by an address that changes with its content."""

from __future__ import annotations

import re

from geo_app.core.files import file_hash
from geo_app.ui.components import declare
from tests.test_architecture import PACKAGE

COMPONENTS = PACKAGE / "ui" / "components"


def test_the_address_has_the_version_of_the_bundle():
    version = file_hash(declare.DIST / "components.js")[:12]
    assert declare._address("components.js").endswith(f"/components.js?v={version}")


def test_every_component_that_python_declares_is_exported_by_the_bundle():
    sources = (path.read_text(encoding="utf-8") for path in COMPONENTS.glob("*.py") if path.name != "declare.py")
    declared = {name for source in sources for name in re.findall(r'served_component\(\s*"(\w+)"', source)}
    assert len(declared) > 5
    main = (declare.FRONTEND / "components/main.js").read_text(encoding="utf-8")
    assert declared == set(re.findall(r"^export const (\w+) =", main, re.MULTILINE))


def test_the_fonts_that_the_style_names_are_there():
    style = (PACKAGE / "ui" / "style.css").read_text(encoding="utf-8")
    named = re.findall(r"fonts/([\w.-]+)", style)
    assert named
    assert all((declare.FONTS / name).is_file() for name in named)
