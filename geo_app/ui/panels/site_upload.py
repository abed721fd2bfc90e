"""The user's own candidate sites: upload, template, and what was said about the rows."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo_app.core.errors import GeoAppError
from geo_app.core.i18n import Translator
from geo_app.core.sites import Sites
from geo_app.intake.read import SITE_FORMATS, SITE_SUFFIXES
from geo_app.intake.sites import template_csv
from geo_app.report.render import render
from geo_app.report.text import Wording
from geo_app.session import events
from geo_app.session.model import Upload
from geo_app.ui import caches
from geo_app.ui.components.uploader_texts import uploader_words
from geo_app.ui.error_messages import row_lines, show_error
from geo_app.ui.state import notice, notices, send, session


def site_upload(wording: Wording) -> None:
    """Show the upload of sites and what was said about its rows.

    A file that cannot be read leaves the sites as they were.
    """
    pack, t = wording
    mine = session()
    st.caption(t("A table with the columns name, lon and lat, or places as {formats}.", formats=SITE_FORMATS))
    uploader_words(t)
    file = st.file_uploader(
        t("File of sites"),
        type=list(SITE_SUFFIXES),
        key=f"site_file:{notices().upload_round}",
        max_upload_size=caches.settings().max_upload_mb,
    )
    crs = st.text_input(
        t("Coordinate system, where the file states none"), placeholder="EPSG:28412", key="site_crs"
    ).strip()
    st.download_button(t("Template"), template_csv(pack.bounds), "sites.csv", "text/csv", key="template")
    if file is not None:
        _take(Upload(file.name, file.getvalue(), crs=crs), wording)
    if mine.upload is not None:
        _report(mine.upload, caches.sites(pack, mine.upload), wording)


def _take(upload: Upload, wording: Wording) -> None:
    """Accept a file if at least one of its rows is a site."""
    pack, t = wording
    now = session().upload
    if now is not None and replace(now, swap=False) == upload:
        return
    try:
        found = caches.sites(pack, upload)
    except GeoAppError as error:
        show_error(error, t)
        return
    if found.sites:
        send(events.take_upload, upload)
        # The ranking of this run is of the sites before.
        st.rerun()
    else:
        st.error(
            t("No row of {file} could be read as a site. The sites shown before are still there.", file=upload.name)
        )
        _rows(found, t)


def _report(upload: Upload, found: Sites, wording: Wording) -> None:
    t = wording.t
    st.success(t.plural("{n} site from {file}", "{n} sites from {file}", len(found.sites), file=upload.name))
    if found.swapped or upload.swap:
        st.warning(t("Latitude and longitude look swapped in some rows."))
        label = t("Read as in the file") if upload.swap else t("Swap latitude and longitude there")
        st.button(label, on_click=send, args=(events.swap_upload,), key="swap")
    _rows(found, t)
    st.button(t("Back to the region's sites"), on_click=_drop, key="drop_upload")


def _rows(found: Sites, t: Translator) -> None:
    rows = [(row, t("rejected"), text) for row, text in row_lines(found.rejected, t)]
    rows += [(row, t("kept"), text) for row, text in row_lines(found.warnings, t)]
    if rows:
        st.html(render("rows.html", t, rows=sorted(rows)))


def _drop() -> None:
    send(events.take_upload, None)
    notice(upload_round=notices().upload_round + 1)
