"""Read what GDAL reads well: shapefile, GeoPackage, FlatGeobuf, MapInfo, DXF, TopoJSON and Esri JSON.

GDAL gets each file under a name and in a folder of our making, and only after its first bytes have shown what it is: a
file that would name other files or addresses to open never reaches it.
"""

from __future__ import annotations

import re
import tempfile
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import shapely
from pyogrio.errors import CRSError as ReaderCRSError
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError
from pyproj.exceptions import CRSError

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.intake.encoding import TITLES, decode
from geo_app.intake.features import Feature, Features, brief, features_of_frame, only
from geo_app.intake.read_options import Limits, ReadOptions, SourceFile

NO_LAYER = N_("{file} has no layer with geometry. Export the layer of sites again.")

# Filters of warnings belong to the process; one reader at a time may change them.
WARNINGS = threading.Lock()

_BAD_FILE = N_("{file} cannot be read: {reason}. Export it again.")
_BAD_SHAPEFILE = N_("{file} cannot be read as a shapefile: {reason}. Export it again.")
_GUESSED = N_("the file does not say how its texts are encoded; they were read as {encoding}. Check the names.")
_NO_CPG = N_("the archive has no .cpg; texts were read as {encoding}. If they look wrong, add it.")
_NO_DBF = N_("the archive has no .dbf, which holds names and all other columns. Add it if they are needed.")
_NO_MID = N_("the columns {columns} are in a .mid file that is not here. Zip the .mif and the .mid together.")
_WRONG_CPG = N_("the .cpg says {stated}, but the texts are {encoding}; they were read so.")


def is_flatgeobuf(file: SourceFile) -> bool:
    """Tell FlatGeobuf by its first bytes."""
    return file.content.startswith(b"fgb\x03")


def read_flatgeobuf(file: SourceFile, how: ReadOptions, limits: Limits) -> Features:
    """Read a FlatGeobuf file."""
    return _read_as("layer.fgb", file, limits.max_rows)


def is_dxf(file: SourceFile) -> bool:
    """Tell a drawing by its first group, or as a binary one."""
    return file.content.startswith(b"AutoCAD Binary DXF") or bool(
        re.match(r"(999\s*\n.*\n\s*)*0\s*\n\s*SECTION\s*\n", file.head)
    )


def read_dxf(file: SourceFile, how: ReadOptions, limits: Limits) -> Features:
    """Read the entities of a drawing: what is closed is an outline; a text is the name of the outline around it."""
    stated = file.content.isascii() or b"$DWGCODEPAGE" in file.content[:20_000]
    found = None if stated else decode(file.content)
    if found and not re.search(rb"SECTION\s+2\s+HEADER", file.content[:20_000]):
        # Only with a header does GDAL heed the encoding that it is told.
        file = replace(file, content=_DXF_HEADER + file.content)
    encoding = _DXF_ENCODINGS.get(found[1] or "utf-8") if found else None
    with _configured({"DXF_CLOSED_LINE_AS_POLYGON": "YES", "DXF_ENCODING": encoding}):
        read = _read_as("layer.dxf", file, limits.max_rows)
    notes = [RowNote(0, Message(_GUESSED, {"encoding": TITLES[found[1]]}))] if found and found[1] and encoding else []
    return replace(read, features=_labelled(read.features), warnings=(*notes, *read.warnings))


# As GDAL calls them.
_DXF_ENCODINGS = {"utf-8": "UTF-8", "cp1251": "CP1251", "gb18030": "GB18030", "cp866": "CP866", "koi8_r": "KOI8-R"}
_DXF_HEADER = b"0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1015\n0\nENDSEC\n"


@contextmanager
def _configured(options: Mapping[str, str | None]) -> Iterator[None]:
    """Set options of GDAL that belong to the process, one reader at a time."""
    with _CONFIGURED:
        pyogrio.set_gdal_config_options({key: value for key, value in options.items() if value})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options(dict.fromkeys(options))


_CONFIGURED = threading.Lock()


def _labelled(features: Sequence[Feature]) -> list[Feature]:
    """Give the texts of a drawing to the outlines around them, if each has just one; else they stay as they are."""
    texts = [one for one in features if one.values.get("Text") and isinstance(one.shape, shapely.Point)]
    outlines = [one for one in features if one.shape is not None and shapely.get_dimensions(one.shape) == 2]
    if not texts or not outlines:
        return list(features)
    tree = shapely.STRtree([one.shape for one in outlines if one.shape is not None])
    label, outline = tree.query([one.shape for one in texts], predicate="intersects")
    if len(label) != len(texts) or len(set(outline.tolist())) != len(texts):
        return list(features)
    names = {outlines[k].row: texts[t].values["Text"] for t, k in zip(label.tolist(), outline.tolist(), strict=True)}
    used = {one.row for one in texts}
    named = [one._replace(values={"name": names.get(one.row), **one.values}) for one in features]
    return [one for one in named if one.row not in used]


def read_json_with_gdal(file: SourceFile, limits: Limits) -> Features:
    """Read TopoJSON or Esri JSON."""
    return _read_as("layer.json", file, limits.max_rows)


def _read_as(path_name: str, file: SourceFile, most: int, **options: Any) -> Features:
    with in_folder({path_name: file.content}) as folder:
        return read_with_gdal(folder / path_name, file.name, most, **options)


@contextmanager
def in_folder(contents: Mapping[str, bytes]) -> Iterator[Path]:
    """Write files under names of our making into a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in contents.items():
            (Path(folder) / name).write_bytes(content)
        yield Path(folder)


# ------------------------------------------------------------------------------------------------- shapefile


def is_shapefile(file: SourceFile) -> bool:
    """Tell a shapefile's main part by its first bytes; a damaged one is recognised by its neighbours."""
    return file.content.startswith(b"\x00\x00\x27\x0a") or ".shx" in file.parts


def read_shapefile(file: SourceFile, how: ReadOptions, limits: Limits) -> Features:
    """Read a shapefile of its parts.

    Raises
    ------
    SitesError
        If a part is missing or damaged.
    """
    if not file.content.startswith(b"\x00\x00\x27\x0a") or ".shx" not in file.parts:
        raise SitesError(N_("{file}: the shapefile is damaged or lacks its .shx. Zip all its parts."), file=file.name)
    encoding, notes = _dbf_encoding(file.parts)
    parts = {f"layer{suffix}": content for suffix, content in file.parts.items() if suffix != ".cpg"}
    if ".prj" in file.parts:
        # The reader fails on a .prj that is not UTF-8, and only names can be other than ASCII.
        parts["layer.prj"] = re.sub(rb"[^\x20-\x7e\s]", b"?", file.parts[".prj"])
    with in_folder({"layer.shp": file.content, **parts}) as folder:
        found = read_with_gdal(
            folder / "layer.shp",
            file.name,
            limits.max_rows,
            failed=_BAD_SHAPEFILE,
            # GDAL knows few encodings by their names; as Latin-1, the bytes stay as they are.
            encoding="utf-8" if encoding == "utf-8" else "ISO-8859-1",
        )
    features = found.features if encoding == "utf-8" else [_redecoded(one, encoding) for one in found.features]
    if ".dbf" not in file.parts:
        notes = [*notes, RowNote(0, Message(_NO_DBF))]
    return replace(found, features=features, warnings=(*notes, *found.warnings))


def _redecoded(feature: Feature, encoding: str) -> Feature:
    def text(value: object) -> object:
        if not isinstance(value, str):
            return value
        return value.encode("latin-1", errors="replace").decode(encoding, errors="replace")

    return feature._replace(values={str(text(title)): text(value) for title, value in feature.values.items()})


def _dbf_encoding(parts: Mapping[str, bytes]) -> tuple[str, list[RowNote]]:
    """Tell the encoding of a shapefile's table by its own texts, whatever it states."""
    texts = _dbf_texts(parts.get(".dbf", b""))
    stated = parts.get(".cpg", b"").decode("ascii", errors="ignore").strip()[:40]
    known = _python_name(stated) or _CODE_PAGES.get(parts.get(".dbf", b"\x00" * 30)[29:30], "")
    found = decode(texts)
    if found is None or texts.isascii():
        return (known if known and _fits(b"", known) else "utf-8"), []
    encoding = found[1] or "utf-8"
    if known and (known == encoding or (encoding != "utf-8" and known != "utf-8" and _fits(texts, known))):
        return known, []
    if not stated:
        message = Message(_NO_CPG, {"encoding": TITLES[encoding]})
        return encoding, [] if encoding == "utf-8" else [RowNote(0, message)]
    return encoding, [RowNote(0, Message(_WRONG_CPG, {"stated": stated, "encoding": TITLES[encoding]}))]


# The code pages that a .dbf states in one byte, as far as they are met here; 0x57 is "ANSI", which is any.
_CODE_PAGES = {b"\xc9": "cp1251", b"\x26": "cp866", b"\x65": "cp866", b"\x4d": "gb18030", b"\x7a": "gb18030"}


def _python_name(stated: str) -> str:
    name = stated.lower().replace("-", "").replace("_", "").replace(" ", "")
    if name in ("utf8", "65001"):
        return "utf-8"
    if name in ("gbk", "936", "cp936", "gb2312", "gb18030", "54936"):
        return "gb18030"
    digits = re.fullmatch(r"(?:cp|ansi|windows|win)?(\d{3,4})", name)
    return f"cp{digits[1]}" if digits else name


def _fits(texts: bytes, encoding: str) -> bool:
    """Tell whether texts can be in an encoding: of a Western one, letters beyond ASCII stand between others."""
    try:
        text = texts.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return not re.search("[À-ÿ]{4}", text)


def _dbf_texts(table: bytes) -> bytes:
    """Collect the texts of a .dbf: its names of fields and the cells of text; a letter that was cut at an end goes."""
    if len(table) < 32:
        return b""
    size, width = int.from_bytes(table[8:10], "little"), int.from_bytes(table[10:12], "little")
    fields = [table[at : at + 32] for at in range(32, min(size, 32 * 256, len(table)) - 31, 32)]
    texts = [field[:11].split(b"\x00")[0] for field in fields]
    start = 1
    for field in fields:
        if field[11:12] == b"C" and width:
            cells = [table[at + start : at + start + field[16]] for at in range(size, len(table) - width + 1, width)]
            texts += [_whole(cell.strip(b" \x00")) for cell in cells[:2_000]]
        start += field[16]
    return b"\n".join(texts)


def _whole(cell: bytes) -> bytes:
    """Drop the last bytes where they are a part of a letter in UTF-8."""
    for cut in range(4):
        try:
            cell[: len(cell) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return cell[: len(cell) - cut]
    return cell


# --------------------------------------------------------------------------------------------------- MapInfo


def is_mapinfo(file: SourceFile) -> bool:
    """Tell MapInfo's interchange format, or the main part of its tables."""
    return _is_mif(file) or file.head.lower().startswith("!table")


def _is_mif(file: SourceFile) -> bool:
    return bool(re.match(r"version\s+\d+\s*\n", file.head, re.IGNORECASE))


def read_mapinfo(file: SourceFile, how: ReadOptions, limits: Limits) -> Features:
    """Read MIF, with its MID or without, or a TAB with its parts.

    Raises
    ------
    SitesError
        If a TAB lacks its parts, or is a view of other files.
    """
    main = ".mif" if _is_mif(file) else ".tab"
    if main == ".tab" and not (
        {".dat", ".map", ".id"} <= file.parts.keys() and b"native" in file.content[:4096].lower()
    ):
        raise SitesError(
            N_("{file} is a MapInfo table without its parts. Zip its .tab, .dat, .map and .id together."),
            file=file.name,
        )
    beside = file.parts.get(".mid", b"") if main == ".mif" else _dbf_texts(file.parts.get(".dat", b""))
    texts = file.content + b"\n" + beside
    charset = re.search(rb'charset\s+"(\w+)', file.content[:4096], re.IGNORECASE)
    options: dict[str, Any] = {}
    notes: tuple[RowNote, ...] = ()
    if not texts.isascii() and (charset is None or charset[1].lower() == b"neutral"):
        found = decode(texts)
        options["encoding"] = (found and found[1]) or "utf-8"
        if found and found[1]:
            notes = (RowNote(0, Message(_GUESSED, {"encoding": TITLES[found[1]]})),)
    parts = {f"layer{suffix}": content for suffix, content in file.parts.items()}
    with in_folder({f"layer{main}": file.content, **parts}) as folder:
        read = read_with_gdal(folder / f"layer{main}", file.name, limits.max_rows, **options)
    return replace(read, warnings=(*notes, *_lost_columns(file, main), *read.warnings))


def _lost_columns(file: SourceFile, main: str) -> tuple[RowNote, ...]:
    """Name the columns that a MIF declares, where the file of their cells is not beside it."""
    declared = re.search(rb"^\s*columns\s+(\d{1,3})\s*\n((?:.*\n){1,250})", file.content[:20_000], re.I | re.M)
    if main != ".mif" or ".mid" in file.parts or declared is None or int(declared[1]) == 0:
        return ()
    lines = declared[2].split(b"\n")[: int(declared[1])]
    found = decode(b"\n".join(line.split()[0] for line in lines if line.split()))
    names = ", ".join((found[0] if found else "").split("\n"))[:200]
    return (RowNote(0, Message(_NO_MID, {"columns": names})),)


# -------------------------------------------------------------------------------------------------- any file


def read_with_gdal(
    path: Path,
    name: str,
    max_rows: int,
    *,
    failed: str = _BAD_FILE,
    layer: str | None = None,
    allow_empty: bool = False,
    **options: Any,
) -> Features:
    """Read the first layer with geometry of a file; what GDAL says on the way becomes a warning.

    Parameters
    ----------
    path
        A file under a name of our making.
    name
        What the user calls it, for messages.
    max_rows
        Features beyond it are counted, but not read.
    failed
        What to say where it cannot be read.
    layer
        Which layer to read, if not the first that has geometries.
    allow_empty
        Whether having no features is an answer too.
    **options
        As of `geopandas.read_file`.

    Raises
    ------
    SitesError
        If it cannot be read, or has no geometry.
    """
    try:
        with WARNINGS, warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            chosen, others = (layer, []) if layer else _layer(path)
            count = None
            if not allow_empty:
                encoding = options.get("encoding")
                count = pyogrio.read_info(path, layer=chosen, encoding=encoding, force_feature_count=True)["features"]
                options |= {"rows": max_rows} if count > max_rows else {}
            frame = gpd.read_file(path, layer=chosen, engine="pyogrio", on_invalid="ignore", **options)
    except _GDAL_ERRORS as error:
        reason = brief(error).replace(str(path.parent), "").replace(path.name, name)
        raise SitesError(failed, file=name, reason=reason) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise SitesError(NO_LAYER, file=name)
    # GDAL's warnings are RuntimeWarnings; those of other libraries are for programmers.
    heard = dict.fromkeys(brief(w.message).replace(str(path.parent), "") for w in said if w.category is RuntimeWarning)
    text = N_("while reading the file: {reason}.")
    notes = [RowNote(0, Message(text, {"reason": said})) for said in list(heard)[:3]]
    return replace(features_of_frame(frame), warnings=(*only(chosen or "", others), *notes), count=count)


def _layer(path: Path) -> tuple[str | None, list[str]]:
    """Choose the first layer with geometries, and name the others."""
    listed = [(str(title), kind) for title, kind in pyogrio.list_layers(path)]
    placed = [title for title, kind in listed if kind is not None]
    return (placed[0], placed[1:]) if placed else (None, [])


_GDAL_ERRORS = (
    DataSourceError,
    DataLayerError,
    FieldError,
    GeometryError,
    ReaderCRSError,
    CRSError,
    ValueError,
    LookupError,
    OverflowError,
    shapely.GEOSException,
)
