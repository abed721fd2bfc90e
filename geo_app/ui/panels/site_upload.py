"""Files of the user's own candidate sites: they join those that were drawn and pasted, and the region's."""

from __future__ import annotations

import streamlit as st

from geo_app.core.errors import GeoAppError
from geo_app.core.i18n import Translator
from geo_app.core.messages import RowNote
from geo_app.core.sites import Sites
from geo_app.intake.read import SITE_FORMATS, SITE_SUFFIXES
from geo_app.intake.sites import template_csv
from geo_app.intake.user_site_files import add_from_file
from geo_app.intake.user_sites import MAX_OWN_SITES
from geo_app.report.render import render
from geo_app.report.text import Wording
from geo_app.session import events
from geo_app.session.model import Upload
from geo_app.ui import caches
from geo_app.ui.components.uploader_texts import uploader_words
from geo_app.ui.error_messages import row_lines, show_error
from geo_app.ui.state import FileReport, notice, notices, send, session

_ONLY_KEY = "only_own"


def site_upload(wording: Wording) -> None:
    """Show what came of the last file, the switch to one's own sites alone, and the upload.

    A file that cannot be read leaves the sites as they were.
    """
    pack, t = wording
    now = session()
    _report(t)
    if now.own_sites or now.upload:
        st.session_state[_ONLY_KEY] = now.only_own
        st.toggle(t("Rank only my own sites"), key=_ONLY_KEY, on_change=_take_only)
    if now.upload is not None:
        st.caption(
            t(
                "{file}: its sites are ranked until the page is reloaded; they are too many to be kept.",
                file=now.upload.name,
            )
        )
        st.button(t("Remove the sites of this file"), on_click=_drop, key="drop_upload")
    uploader_words(t)
    file = st.file_uploader(
        t("File of sites"),
        type=list(SITE_SUFFIXES),
        key=f"site_file:{notices().upload_round}",
        max_upload_size=caches.settings().max_upload_mb,
        help=t("A table with the columns name, lon and lat, or places as {formats}.", formats=SITE_FORMATS),
    )
    crs = st.text_input(
        t("Coordinate system, where the file states none"), placeholder="EPSG:28412", key="site_crs"
    ).strip()
    if file is not None:
        _take(Upload(file.name, file.getvalue(), crs=crs), wording)
    st.download_button(t("Template"), template_csv(pack.bounds), "sites.csv", "text/csv", key="template")


def _take_only() -> None:
    send(events.show_only_own, bool(st.session_state[_ONLY_KEY]))


def _take(upload: Upload, wording: Wording) -> None:
    """Accept a file if at least one of its rows is a site; where coordinates look swapped, ask first."""
    pack, t = wording
    try:
        found = caches.uploaded_sites(pack, upload)
    except GeoAppError as error:
        show_error(error, t)
        return
    if found.swapped:
        st.warning(t("Latitude and longitude look swapped in some rows of {file}.", file=upload.name))
        swapped = Upload(upload.name, upload.content, swap=True, crs=upload.crs)
        st.button(t("Swap latitude and longitude there"), on_click=_add, args=(swapped, wording), key="swap")
        st.button(t("Read as in the file"), on_click=_add, args=(upload, wording), key="no_swap")
        _rows(found.rejected, found.warnings, t)
    elif found.sites:
        _add(upload, wording)
        # The ranking of this run is of the sites before.
        st.rerun()
    else:
        st.error(
            t("No row of {file} could be read as a site. The sites shown before are still there.", file=upload.name)
        )
        _rows(found.rejected, found.warnings, t)


def _add(upload: Upload, wording: Wording) -> None:
    """Add the sites of a file: to one's own where there is room, else as a file that a reload loses."""
    found: Sites = caches.uploaded_sites(wording.pack, upload)
    before = session().own_sites
    if len(before) + len(found.sites) <= MAX_OWN_SITES:
        send(events.change_own_sites, add_from_file(before, found))
        added = len(session().own_sites) - len(before)
    else:
        added = 0 if session().upload == upload else len(found.sites)
        send(events.take_upload, upload)
    report = FileReport(upload.name, added, len(found.sites) - added, found.rejected, found.warnings)
    notice(file_report=report, upload_round=notices().upload_round + 1)


def _report(t: Translator) -> None:
    report = notices().file_report
    if report is None:
        return
    parts = [t.plural("{n} site from {file}", "{n} sites from {file}", report.added, file=report.file)]
    if report.known:
        parts.append(t.plural("{n} was there already", "{n} were there already", report.known))
    if report.rejected:
        parts.append(t.plural("{n} row left out", "{n} rows left out", len(report.rejected)))
    (st.warning if report.rejected else st.success)(" · ".join(parts))
    _rows(report.rejected, report.noted, t)


def _rows(rejected: tuple[RowNote, ...], noted: tuple[RowNote, ...], t: Translator) -> None:
    lines = [(row, t("rejected"), text) for row, text in row_lines(rejected, t)]
    lines += [(row, t("kept"), text) for row, text in row_lines(noted, t)]
    if lines:
        st.html(render("rows.html", t, rows=sorted(lines)))


def _drop() -> None:
    send(events.take_upload, None)
    notice(file_report=None)
