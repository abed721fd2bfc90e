"""Streamlit's file uploader in the user's language, and with a role that screen readers understand."""

from __future__ import annotations

from geo_app.core.i18n import Translator
from geo_app.ui import caches
from geo_app.ui.components.contract import UploaderTexts
from geo_app.ui.components.declare import served_component

_component = served_component("uploader_texts", html="", isolate_styles=False)


def uploader_words(t: Translator) -> None:
    """Put the uploader's own words, which Streamlit has in English only, into the user's language."""
    limit = t("up to {n} MB", n=t.number(caches.settings().max_upload_mb))
    data: UploaderTexts = {"choose": t("Choose a file"), "limit": limit, "remove": t("Remove")}
    _component(key="uploader_words", data=data)
