"""The user's own layer: upload, what is in it, what it should be, and its place beside the pack's layers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from geo_app.core.errors import GeoAppError
from geo_app.core.i18n import N_, Translator
from geo_app.intake.formats.osm import OSM_SOURCE, THEMES
from geo_app.intake.formats.raster import RESAMPLINGS
from geo_app.intake.layers import COLORS, LayerPreview, make_layer
from geo_app.intake.read import LAYER_FORMATS, LAYER_SUFFIXES
from geo_app.intake.user_layers import layer_version, make_criterion, refuse_same
from geo_app.region.model import RegionPack, Source
from geo_app.report.render import render
from geo_app.report.text import KIND_NAMES, Wording
from geo_app.session import events
from geo_app.session.model import LayerUpload, OwnLayer
from geo_app.ui import caches
from geo_app.ui.components.uploader_texts import uploader_words
from geo_app.ui.error_messages import escape_markdown, row_lines, show_error
from geo_app.ui.state import notice, notices, send, session

MAX_OWN_LAYERS = 10
ROWS_SHOWN = 200


_CRITERIA: Mapping[str, str] = {
    "": N_("none: only on the map"),
    "nearest": N_("distance to the nearest feature"),
    "within": N_("number of features around a site"),
    "inside": N_("inside an area"),
    "value": N_("a number of the area around a site"),
}
_RESAMPLINGS: Mapping[str, str] = {"mean": N_("mean (a density, a suitability)"), "sum": N_("sum (people, counts)")}


def layer_upload(wording: Wording) -> None:
    """Show the upload of a layer and the layers added so far; a file that cannot be read changes nothing."""
    t = wording.t
    layers = session().layers
    for item in layers:
        name, remove = st.columns([4, 1], vertical_alignment="center")
        name.markdown(escape_markdown(t.pick(item.layer.titles)))
        remove.button(
            t("Remove"), key=f"remove:{item.layer.id}", on_click=send, args=(events.remove_layer, item.layer.id)
        )
    if len(layers) >= MAX_OWN_LAYERS:
        st.caption(t("{n} layers are as many as a session can hold.", n=MAX_OWN_LAYERS))
        return
    st.caption(t("It stays in this session only. Formats: {formats}.", formats=LAYER_FORMATS))
    uploader_words(t)
    file = st.file_uploader(
        t("File of a layer"),
        type=list(LAYER_SUFFIXES),
        key=f"layer_file:{notices().layer_round}",
        max_upload_size=caches.settings().max_upload_mb,
    )
    if file is not None:
        _consider(_upload(file.name, file.getvalue(), t), wording)


def _upload(name: str, content: bytes, t: Translator) -> LayerUpload:
    """Ask what the file itself does not say."""
    crs = st.text_input(
        t("Coordinate system, where the file states none"), placeholder="EPSG:28412", key="layer_crs"
    ).strip()
    theme, resampling = "", "mean"
    if name.lower().endswith((".osm", ".pbf")):
        theme = st.selectbox(
            t("What to take from it"), list(THEMES), format_func=lambda key: t(THEMES[key].title), key="layer_theme"
        )
    if name.lower().endswith((".tif", ".tiff")):
        resampling = st.selectbox(
            t("A coarser cell is the"),
            RESAMPLINGS,
            format_func=lambda key: t(_RESAMPLINGS[key]),
            key="layer_resampling",
        )
    return LayerUpload(name, content, crs=crs, theme=theme, resampling=resampling)


def _consider(upload: LayerUpload, wording: Wording) -> None:
    pack, t = wording
    try:
        found = caches.layer_preview(upload, pack.data_version, pack)
        if len(found.counts) > 1:
            kind = st.selectbox(
                t("Which geometry to keep"),
                list(found.counts),
                index=list(found.counts).index(found.geometry),
                format_func=lambda key: t(KIND_NAMES[key]),
                key=f"layer_geometry:{notices().layer_round}",
            )
            if kind != found.geometry:
                chosen = LayerUpload(**{**vars(upload), "geometry": kind})
                found = caches.layer_preview(chosen, pack.data_version, pack)
        _show(found, t)
        _fields(found, upload, wording)
    except GeoAppError as error:
        show_error(error, t)


def _show(found: LayerPreview, t: Translator) -> None:
    west, south, east, north = (t.number(degrees, 2) for degrees in found.bounds)
    counts = ", ".join(f"{t(KIND_NAMES[kind])}: {t.number(n)}" for kind, n in found.counts.items())
    facts = [
        (t("Features"), t.number(len(found.frame))),
        (t("Geometry"), counts),
        (t("Coordinate system"), found.crs),
        (t("Extent"), f"{west}° – {east}°, {south}° – {north}°"),
        (t("Repaired"), t.number(len(found.repaired))),
        (t("Left out"), t.number(len(found.dropped))),
    ]
    st.html(render("layer_preview.html", t, facts=facts, columns=found.columns))
    rows = [(row, t("kept"), text) for row, text in row_lines(found.notes, t)]
    rows += [(row, t("rejected"), text) for row, text in row_lines(found.dropped[:ROWS_SHOWN], t)]
    rows += [(row, t("repaired"), text) for row, text in row_lines(found.repaired[:ROWS_SHOWN], t)]
    if rows:
        st.html(render("rows.html", t, rows=sorted(rows)))


def _fields(found: LayerPreview, upload: LayerUpload, wording: Wording) -> None:
    """Ask what the layer is called, where it comes from and what it is worth, and add it."""
    pack, t = wording
    key = f"{notices().layer_round}:{upload.name}"
    from_osm = bool(upload.theme)
    title = st.text_input(t("Title"), value=Path(upload.name).stem[:60], key=f"layer_title:{key}")
    source = st.text_input(
        t("Source"), value=OSM_SOURCE.attribution if from_osm else "", key=f"layer_source:{key}"
    ).strip()
    left, right = st.columns(2)
    as_of = left.text_input(t("Date of the data"), value=pack.as_of.isoformat()[:4], key=f"layer_as_of:{key}")
    accuracy_m = right.number_input(
        t("Accuracy, m"), min_value=0.0, max_value=1_000_000.0, value=100.0, key=f"layer_accuracy:{key}"
    )
    awaited = _awaited(wording, key)
    kind, column = ("", "") if awaited else _criterion_fields(found, key, t)
    less = bool(kind) and st.checkbox(t("Less is better (farther, fewer, outside)"), key=f"layer_less:{key}")
    if st.button(t("Add layer"), key="add_layer", type="primary"):
        layer = make_layer(
            found,
            id=awaited or _free_id(pack),
            title=title,
            source=OSM_SOURCE if from_osm else Source(source, t("as the user states"), source),
            as_of=as_of,
            accuracy_m=accuracy_m,
            color=COLORS[len(session().layers) % len(COLORS)],
            value_column=column,
        )
        criterion = make_criterion(layer, kind, less_is_better=less) if kind else None
        refuse_same(pack, layer, criterion)
        made = OwnLayer(layer_version(layer, criterion), layer, criterion)
        caches.keep_layer(made)
        send(events.add_layer, made)
        notice(layer_round=notices().layer_round + 1)
        st.rerun()


def _awaited(wording: Wording, key: str) -> str:
    """Ask whether the layer is one that a criterion of the pack waits for; give that layer's id, or nothing."""
    pack, t = wording
    if not pack.waiting:
        return ""
    chosen = st.selectbox(
        t("The layer that a criterion waits for"),
        ["", *pack.waiting],
        format_func=lambda name: t.pick(pack.waiting[name].titles) if name else "–",
        key=f"layer_awaited:{key}",
    )
    return pack.waiting[chosen].layer if chosen else ""


def _criterion_fields(found: LayerPreview, key: str, t: Translator) -> tuple[str, str]:
    """Ask for the criterion, and for areas for the number that colours them."""
    areas = found.geometry == "polygon"
    kinds = [kind for kind in _CRITERIA if areas or kind not in ("inside", "value")]
    kinds = [kind for kind in kinds if kind != "value" or found.numeric]
    kind = st.selectbox(t("Criterion"), kinds, format_func=lambda k: t(_CRITERIA[k]), key=f"layer_criterion:{key}")
    column = ""
    if areas and found.numeric:
        none = () if kind == "value" else ("",)
        column = st.selectbox(
            t("Number that colours the areas"),
            [*none, *found.numeric],
            format_func=lambda name: name or "–",
            key=f"layer_column:{key}:{kind == 'value'}",
        )
    if kind == "within":
        radius = st.number_input(t("Radius, km"), min_value=1.0, max_value=500.0, value=20.0, key=f"layer_radius:{key}")
        return f"within:{radius:g}", column
    return (f"value:{column}" if kind == "value" else kind), column


def _free_id(pack: RegionPack) -> str:
    taken = {*pack.layers, *pack.criteria, *pack.exclusions}
    return next(name for number in range(1, len(taken) + 2) if (name := f"own_{number}") not in taken)
