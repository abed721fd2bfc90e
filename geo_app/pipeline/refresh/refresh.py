"""Newer data for one layer: fetch it, make features of it, hold it against the layer, and put it in its place.

::

    rules = load_rules(folder)
    proposal = prepare(folder, "railways", rules.layers["railways"], rules, cache_dir)
    print(proposal.diff)
    replace_layer(folder, proposal)

Until the last line nothing in the pack is touched; after it, it is the old pack or the new one and never a mixture.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import shapely
from shapely.geometry.base import BaseGeometry

from geo_app.core.errors import RefreshError
from geo_app.core.files import sha256, write_atomically
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.core.messages import RowNote
from geo_app.pipeline.refresh.diff import SAME_PLACE_M, LayerDiff, apart_m, compare
from geo_app.pipeline.refresh.download import Checksum, Download, DownloadLimits, Progress, download, published_checksum
from geo_app.pipeline.refresh.features import CutContext, Stamp, replacement, select, update, updated
from geo_app.pipeline.refresh.feeds import Feed, FeedOptions, Record, read_feed
from geo_app.pipeline.refresh.rules import Rule, Rules
from geo_app.region.layer_writer import DATES, LayerFeature, document, geojson
from geo_app.region.loader import assemble, load_layer, load_pack
from geo_app.region.model import Layer, RegionPack

_SAID_OF_RETRIEVAL = ("as_of", "source")
_BASE_COLUMNS = ("id", "source", "as_of", "accuracy_m", "status", *DATES)


@dataclass(frozen=True)
class Proposal:
    """A layer's newer version, checked, and not in the pack yet.

    Attributes
    ----------
    entry
        The layer's entry for ``catalog.json``.
    content
        The layer's file.
    catalog_sha256
        Hash of the ``catalog.json`` that it was made for.
    unmatched
        For an update: ids of features that the source does not have; they stay as they are.
    rejected
        What of the source could not be read.
    """

    layer: str
    diff: LayerDiff
    entry: Mapping[str, Any]
    content: bytes
    catalog_sha256: str
    download: Download
    before: int
    after: int
    unmatched: tuple[str, ...] = ()
    rejected: tuple[RowNote, ...] = ()


def prepare(
    folder: Path,
    layer_id: str,
    rules: Rules,
    cache_dir: Path,
    *,
    limits: DownloadLimits | None = None,
    progress: Progress | None = None,
) -> Proposal:
    """Fetch a layer's newer data and check it as the catalogue would; nothing in the pack is changed.

    Raises
    ------
    RefreshError
        If the data cannot be fetched, read or used.
    BuildError
        If two features would have one id, or a geometry cannot be written.
    PackError
        If the pack is broken, or would be with the new layer.
    """
    before = (folder / "catalog.json").read_bytes() if (folder / "catalog.json").is_file() else b""
    pack = load_pack(folder)
    layer, rule = _known(pack, layer_id, rules)
    found = _fetch(_address(rule, pack), rule, cache_dir, limits or DownloadLimits(), progress)
    try:
        feed = read_feed(found.path, rule.url, _reading(rule, layer, pack))
    except RefreshError:
        # A page that asks to sign in is not worth keeping.
        found.discard()
        raise
    stamp = Stamp(rules.publishers[rule.publisher].name, feed.as_of or found.modified or found.retrieved[:10])
    features, unmatched = _make(folder, pack, layer, rule, feed, stamp)
    content = geojson(features)
    entry = _entry(folder, layer, rule, rules, features, content, found)
    new = _checked(folder, pack, entry, content)
    return Proposal(
        layer=layer_id,
        diff=compare(layer.frame, new.frame, ignore=_SAID_OF_RETRIEVAL),
        entry=entry,
        content=content,
        catalog_sha256=sha256(before),
        download=found,
        before=len(layer.frame),
        after=len(new.frame),
        unmatched=unmatched,
        rejected=feed.rejected,
    )


def replace_layer(folder: Path, proposal: Proposal) -> None:
    """Put a layer's newer version in its place.

    The features go to a file with a name of its own before the catalogue names it, at one stroke: a crash at any
    moment leaves a pack that is whole, the old one or the new one.

    Raises
    ------
    RefreshError
        If the catalogue has changed since, or the folder cannot be written; the pack is as it was.
    """
    path = folder / "catalog.json"
    data = path.read_bytes()
    if sha256(data) != proposal.catalog_sha256:
        raise RefreshError(
            N_("{folder}: catalog.json was changed by somebody else meanwhile. Run it again."), folder=folder
        )
    raw = json.loads(data)
    files = {entry["id"]: entry["file"] for entry in raw["layers"]}
    raw["layers"] = [proposal.entry if entry["id"] == proposal.layer else entry for entry in raw["layers"]]
    new_file = folder / proposal.entry["file"]
    created = not new_file.exists()
    try:
        write_atomically(new_file, proposal.content)
        write_atomically(path, document(raw))
    except OSError as error:
        if created:
            new_file.unlink(missing_ok=True)
        raise RefreshError(
            N_("{folder} cannot be written: {reason}. Copy the pack to a folder of yours and name it by --layers."),
            folder=folder,
            reason=error.strerror or str(error),
        ) from error
    if files.pop(proposal.layer) not in (new_file.name, *files.values()):
        (folder / _file_of(data, proposal.layer)).unlink(missing_ok=True)


def _file_of(pack: bytes, layer: str) -> str:
    return next(str(entry["file"]) for entry in json.loads(pack)["layers"] if entry["id"] == layer)


# ------------------------------------------------------------------------------------------------- fetch, read


def _known(pack: RegionPack, layer_id: str, rules: Rules) -> tuple[Layer, Rule]:
    known = [name for name in rules.layers if name in pack.layers]
    if layer_id not in known:
        raise RefreshError(
            N_("refresh.toml has no source for a layer {layer!r}. It has {known}."),
            layer=layer_id,
            known=", ".join(known),
        )
    layer, rule = pack.layers[layer_id], rules.layers[layer_id]
    if not rule.url:
        raise RefreshError(
            N_(
                "layer {layer!r}: its source has no lasting address. Find the table at {page} and write its address "
                "into refresh.toml, as url of layers.{layer}."
            ),
            layer=layer_id,
            page=rules.publishers[rule.publisher].page,
        )
    if Path(layer.file).suffix != ".geojson":
        raise RefreshError(
            N_("layer {layer!r}: {file} is not GeoJSON, and only that is refreshed."), layer=layer_id, file=layer.file
        )
    return layer, rule


def _address(rule: Rule, pack: RegionPack) -> str:
    if rule.kind != "overpass":
        return rule.url
    west, south, east, north = rule.box or pack.bounds
    query = " ".join(rule.query.split()).replace("{box}", f"{south},{west},{north},{east}")
    return f"{rule.url}?{urlencode({'data': query})}"


def _fetch(url: str, rule: Rule, cache_dir: Path, limits: DownloadLimits, progress: Progress | None) -> Download:
    limits = replace(limits, max_bytes=rule.max_mb * 1_000_000)
    checksum = Checksum("sha256", rule.sha256) if rule.sha256 else None
    if rule.sha256_url:
        checksum = published_checksum(rule.sha256_url, cache_dir, "sha256", limits)
    elif rule.md5_url:
        checksum = published_checksum(rule.md5_url, cache_dir, "md5", limits)
    return download(url, cache_dir, limits=limits, checksum=checksum, progress=progress)


def _reading(rule: Rule, layer: Layer, pack: RegionPack) -> FeedOptions:
    return FeedOptions(
        kind=rule.kind,
        geometry=layer.geometry,
        member=rule.member,
        box=rule.box or (pack.bounds if rule.kind == "shapefile" else None),
        delimiter=rule.delimiter,
        lon=rule.lon,
        lat=rule.lat,
    )


# ------------------------------------------------------------------------------------------------ new features


def _make(
    folder: Path, pack: RegionPack, layer: Layer, rule: Rule, feed: Feed, stamp: Stamp
) -> tuple[list[LayerFeature], tuple[str, ...]]:
    records = select(feed.records, rule)
    unmatched: tuple[str, ...] = ()
    if rule.mode == "replace":
        cut = CutContext(pack.metric_crs, _polygons(pack, rule))
        features = replacement(records, rule, cut, stamp)
    else:
        features, unmatched = _updated(folder, layer, rule, records, stamp)
    count = len(features) - len(unmatched)
    if count < rule.least:
        raise RefreshError(
            N_("{found} features in what {url} says, at least {least} are expected. Look at query and where."),
            found=count,
            url=rule.url,
            least=rule.least,
        )
    return features, unmatched


def _polygons(pack: RegionPack, rule: Rule) -> BaseGeometry | None:
    """Join the polygons that lines are cut at."""
    if rule.sides is None:
        return None
    shapes: list[BaseGeometry] = []
    for name in rule.sides.polygons:
        layer, _, feature = name.partition("/")
        if layer not in pack.layers or (feature and feature not in pack.layers[layer].frame.index):
            raise RefreshError(N_("refresh.toml: sides name {name!r}, which the pack does not have."), name=name)
        geometry = pack.layers[layer].frame.geometry
        shapes += [geometry.loc[feature]] if feature else geometry.tolist()
    joined = shapely.union_all(shapes)
    shapely.prepare(joined)
    return joined


def _updated(
    folder: Path, layer: Layer, rule: Rule, records: Sequence[Record], stamp: Stamp
) -> tuple[list[LayerFeature], tuple[str, ...]]:
    """Update the features that the source knows; one that it says nothing new of stays as it is, date and all."""
    old = json.loads((folder / layer.file).read_bytes())["features"]
    known = old[0]["properties"] if old else {}
    for column in (*rule.columns, *rule.first):
        if column not in known:
            raise RefreshError(N_("refresh.toml: the layer has no column {column!r}."), column=column)
    partners = update([feature["properties"] for feature in old], records, rule)
    features = [
        _same_or_newer(feature, layer, partners.get(str(feature["properties"]["id"])), rule, stamp) for feature in old
    ]
    return features, tuple(feature.id for feature in features if feature.id not in partners)


def _same_or_newer(
    raw: Mapping[str, Any], layer: Layer, record: Record | None, rule: Rule, stamp: Stamp
) -> LayerFeature:
    own = raw["properties"]
    shape = layer.frame.geometry.loc[own["id"]]
    if record is None:
        return _rewritten(own, shape)
    said = updated(own, record, rule)
    moves = rule.position and record.shape is not None and apart_m(shape, record.shape) >= SAME_PLACE_M
    if not moves and all(said[name] == own[name] for name in own if name != "as_of"):
        return _rewritten(own, shape)
    said["source"] = stamp.source
    said["as_of"] = said["as_of"] if "as_of" in rule.columns else stamp.as_of
    if not moves or record.shape is None:
        return _rewritten(said, shape)
    return _rewritten({**said, "accuracy_m": rule.accuracy_m}, record.shape)


def _rewritten(own: Mapping[str, Any], shape: BaseGeometry) -> LayerFeature:
    localized = [f"{kind}_{language}" for kind in ("name", "notes") for language in LANGUAGES]
    noted = "notes_en" in own
    return LayerFeature(
        id=str(own["id"]),
        geometry=shape,
        names={language: own[f"name_{language}"] for language in LANGUAGES},
        source=own["source"],
        as_of=own["as_of"],
        accuracy_m=own["accuracy_m"],
        status=own["status"],
        dates={name: own[name] for name in DATES if name in own},
        attributes={name: value for name, value in own.items() if name not in (*_BASE_COLUMNS, *localized)},
        notes={language: own.get(f"notes_{language}") or "" for language in LANGUAGES} if noted else {},
    )


# ------------------------------------------------------------------------------------------- entry and checks


def _entry(
    folder: Path,
    layer: Layer,
    rule: Rule,
    rules: Rules,
    features: Sequence[LayerFeature],
    content: bytes,
    found: Download,
) -> dict[str, Any]:
    raw = json.loads((folder / "catalog.json").read_text(encoding="utf-8"))
    old = next(entry for entry in raw["layers"] if entry["id"] == layer.id)
    publisher = rules.publishers[rule.publisher]
    own = {
        **{key: value for key, value in asdict(publisher).items() if key != "page"},
        "url": publisher.page,
        "version": found.retrieved[:10],
    }
    others = [entry for entry in old["sources"] if entry["name"] != publisher.name]
    columns = {"id", *features[0].attributes}
    replaced = {
        "titles": rule.titles or old["titles"],
        "notes": rule.notes,
        "missing": list(rule.missing),
        "sources": [own],
        "attributes": [attribute for attribute in old.get("attributes", ()) if attribute["id"] in columns],
    }
    return {
        **old,
        **(replaced if rule.mode == "replace" else {"sources": [*others, own]}),
        "file": f"{layer.id}-{sha256(content)[:8]}.geojson",
        "sha256": sha256(content),
        "crs": "EPSG:4326",
        "as_of": max(feature.as_of for feature in features),
        "accuracy_m": max(feature.accuracy_m for feature in features),
        "provenance": {name: getattr(found, name) for name in ("url", "retrieved", "etag", "sha256")},
    }


def _checked(folder: Path, pack: RegionPack, entry: Mapping[str, Any], content: bytes) -> Layer:
    """Load the new version as the catalogue would load it, from a folder of its own, and the pack around it."""
    raw = json.loads((folder / "catalog.json").read_text(encoding="utf-8"))
    raw["layers"] = [entry if old["id"] == entry["id"] else old for old in raw["layers"]]
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / entry["file"]).write_bytes(content)
        new = load_layer(Path(scratch), entry)
    assemble(folder, raw, [new if name == new.id else layer for name, layer in pack.layers.items()])
    return new
