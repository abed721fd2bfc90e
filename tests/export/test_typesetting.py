from __future__ import annotations

import io

import pytest
from PIL import Image

from geo_app.export.typesetting import render_png, showable, typeset_pdf

TEMPLATE = """
#set document(title: "Test")
#let content = json("content.json")
#content.text
"""
SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="red"/></svg>'


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "test.typ"
    path.write_text(TEMPLATE)
    return path


def text_of(pdf: bytes) -> str:
    from pypdf import PdfReader

    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("text", ["Қазақша ұ ү һ", "Русский", "中文", "a #strong[b] $x$ @c <d> \\e"])
def test_a_text_is_shown_as_it_came_and_is_no_markup(template, text):
    assert text.replace(" ", "") in text_of(typeset_pdf(template, {"text": text})).replace(" ", "")


def test_the_same_content_gives_the_same_bytes(template):
    assert typeset_pdf(template, {"text": "x"}) == typeset_pdf(template, {"text": "x"})


def test_a_character_that_no_font_has_is_marked():
    assert showable("a\U0001f984b\n") == "a?b\n"


def test_nothing_outside_the_documents_folder_is_read(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    template = tmp_path / "test.typ"
    template.write_text(f'#read("{tmp_path}/secret.txt")')
    with pytest.raises(Exception, match=r"not found|access denied|outside"):
        typeset_pdf(template, {})


def test_a_picture_at_a_print_size():
    picture = Image.open(io.BytesIO(render_png(SQUARE, 25.4, ppi=100)))
    assert picture.size == (100, 100)
    assert picture.convert("RGB").getpixel((50, 50)) == (255, 65, 54) or picture.convert("RGB").getpixel((50, 50)) == (
        255,
        0,
        0,
    )
