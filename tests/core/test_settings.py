from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from geo_app.core.errors import GeoAppError
from geo_app.core.i18n import LANGUAGES, translator
from geo_app.core.settings import Settings, Tiles, load_settings


def test_nothing_set_gives_the_projects_own_pack():
    settings = load_settings({})
    assert (settings.layers / "catalog.json").is_file()
    assert settings.language == "en"


def test_everything_can_be_set():
    settings = load_settings(
        {"GEO_APP_LAYERS": "/x", "GEO_APP_LANGUAGE": "kk", "GEO_APP_MAX_UPLOAD_MB": "7", "GEO_APP_MAX_SITES": "9"}
    )
    assert (settings.layers, settings.language) == (Path("/x"), "kk")
    assert (settings.max_upload_mb, settings.max_sites) == (7, 9)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GEO_APP_LANGUAGE", "de"),
        ("GEO_APP_MAX_SITES", "0"),
        ("GEO_APP_MAX_UPLOAD_MB", "much"),
        ("GEO_APP_MAX_SITES", "-1"),
        ("GEO_APP_MAX_VERTICES", "0"),
        ("GEO_APP_MAX_CELLS", "many"),
        ("GEO_APP_TILES", "https://tiles.example.org/{z}/{x}/{y}.png"),
        ("GEO_APP_TILES", "https://tiles.example.org/{z}/{x}.png © Example"),
        ("GEO_APP_TILES", "https://tiles.example.org/{z}/{x}/{y}.png?key={key} © Example"),
        ("GEO_APP_TILES", "javascript:alert({z}{x}{y}) © Example"),
    ],
)
def test_a_bad_value_names_variable_and_value(name, value):
    with pytest.raises(GeoAppError) as caught:
        load_settings({name: value})
    assert name in str(caught.value)
    assert value in str(caught.value)


def test_online_tiles_are_an_address_and_whom_to_thank():
    url = "https://{s}.tiles.example.org/{z}/{x}/{y}{r}.png"
    assert load_settings({"GEO_APP_TILES": f"{url} © Example contributors"}).tiles == Tiles(
        url, "© Example contributors"
    )
    assert load_settings({}).tiles is None


def test_every_language_can_be_set():
    assert get_args(Settings.model_fields["language"].annotation) == tuple(LANGUAGES)


def test_what_is_empty_counts_as_unset():
    assert load_settings({"GEO_APP_LANGUAGE": "", "GEO_APP_TILES": " ", "GEO_APP_MAX_SITES": ""}) == load_settings({})


def test_settings_cannot_be_changed_and_read_no_environment_by_themselves(monkeypatch):
    monkeypatch.setenv("GEO_APP_MAX_SITES", "7")
    settings = Settings()
    assert settings.max_sites == 20_000
    with pytest.raises(ValueError, match="frozen"):
        settings.max_sites = 9


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_a_bad_value_is_told_in_every_language(language):
    for name, value in (("LANGUAGE", "de"), ("MAX_SITES", "0"), ("TILES", "none")):
        with pytest.raises(GeoAppError) as caught:
            load_settings({f"GEO_APP_{name}": value})
        text = translator(language).fill(caught.value.message)
        assert repr(value) in text
        assert text != str(caught.value)
