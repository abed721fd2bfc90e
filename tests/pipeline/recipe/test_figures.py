from __future__ import annotations

from pathlib import Path

import pytest

from geo_app.core.errors import BuildError
from geo_app.pipeline.recipe.figures import Figures, TranslationMemory, names, number, selected, whole

TEXTS = {
    "One.": {"kk": "Бір.", "ru": "Один.", "zh": "一。"},
    "Two.": {"kk": "Екі.", "ru": "Два.", "zh": "二。"},
    "Half.": {"kk": "Жарты."},
}


@pytest.fixture
def memory() -> TranslationMemory:
    return TranslationMemory(TEXTS)


@pytest.fixture
def figures(tmp_path: Path) -> Figures:
    (tmp_path / "figures").mkdir()
    (tmp_path / "recipe.toml").write_text("[pack]\nid = 'demo'\n")
    (tmp_path / "figures" / "texts.json").write_text("{}")
    return Figures(tmp_path)


def test_a_text_comes_in_every_language_in_order(memory: TranslationMemory) -> None:
    assert memory.localize("One.") == {"kk": "Бір.", "ru": "Один.", "en": "One.", "zh": "一。"}
    assert not memory.missing


def test_a_text_without_a_translation_is_remembered(memory: TranslationMemory) -> None:
    assert memory.localize("Three.")["ru"] == "Three."
    assert memory.missing == {"Three."}


def test_a_text_with_only_one_translation_is_remembered(memory: TranslationMemory) -> None:
    memory.localize("Half.")
    assert memory.missing == {"Half."}


def test_sentences_are_joined_as_the_language_does(memory: TranslationMemory) -> None:
    sentences = memory.sentences("One. | Two.")
    assert sentences["ru"] == "Один. Два."
    assert sentences["zh"] == "一。二。"


def test_no_note_is_no_text(memory: TranslationMemory) -> None:
    assert memory.sentences("") == {}


def test_a_table_is_read_by_its_header(figures: Figures, tmp_path: Path) -> None:
    (tmp_path / "figures" / "t.csv").write_text('id,note\na,"x, y"\n')
    assert figures.table("t.csv") == [{"id": "a", "note": "x, y"}]


@pytest.mark.parametrize("row", ["a", "a,b,c"])
def test_a_ragged_row_is_refused_with_its_line(figures: Figures, tmp_path: Path, row: str) -> None:
    (tmp_path / "figures" / "t.csv").write_text(f"id,note\n1,2\n{row}\n")
    with pytest.raises(BuildError, match=r"t\.csv, line 3: .* 2 cells"):
        figures.table("t.csv")


def test_a_missing_file_is_named(figures: Figures) -> None:
    with pytest.raises(BuildError, match=r"none\.csv cannot be read"):
        figures.table("none.csv")


def test_broken_toml_is_named(figures: Figures, tmp_path: Path) -> None:
    (tmp_path / "figures" / "l.toml").write_text("= 1")
    with pytest.raises(BuildError, match=r"l\.toml cannot be read"):
        figures.listing("l.toml")


def test_rows_are_selected_by_every_column() -> None:
    rows = [{"a": "1", "b": "x"}, {"a": "1", "b": "y"}, {"a": "2", "b": "x"}]
    assert selected(rows, {"a": ["1"], "b": ["x", "z"]}) == [rows[0]]


def test_an_empty_cell_is_no_number() -> None:
    assert number({"id": "a", "n": ""}, "n", "t.csv") is None


def test_a_word_is_no_number() -> None:
    with pytest.raises(BuildError, match=r"t\.csv, row 'a', column 'n': 'many' is not a number"):
        number({"id": "a", "n": "many"}, "n", "t.csv")


def test_whole_numbers_are_written_whole() -> None:
    assert isinstance(whole(3.0), int)
    assert whole(3.5) == 3.5


def test_empty_names_are_left_out() -> None:
    assert names({"name_en": "A", "name_kk": "", "name_ru": "А"}) == {"ru": "А", "en": "A"}
