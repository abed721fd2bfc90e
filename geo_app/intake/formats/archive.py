"""Read a file's bytes, tell its format from them, and unpack an archive in memory.

Nothing here trusts a name: not the file's own, and not those of an archive's members, which are never paths on
disk. Only the members that one format needs are unpacked, and only within limits.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message

Format = Literal["csv", "geojson", "gpkg", "kml", "shp"]

READABLE = "CSV, GeoJSON, GeoPackage (.gpkg), KML, KMZ, zipped shapefile (.zip)"

_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_MAX_MEMBERS = 1_000
_MAX_RATIO = 200
# A shapefile's .dbf pads every text with blanks, so an honest archive may well unpack to more than a bare upload.
_MAX_UNPACKED = 4

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_KNOWN = (
    (b"%PDF", N_("a PDF document")),
    (b"\x89PNG", N_("an image")),
    (b"\xff\xd8\xff", N_("an image")),
    (b"II*\x00", N_("an image")),
    (b"MM\x00*", N_("an image")),
    (b"\xd0\xcf\x11\xe0", N_("an old Excel or Word document; save the table as CSV")),
    (b"\x1f\x8b", N_("a gzip archive; unpack it first")),
    (b"7z\xbc\xaf", N_("a 7-Zip archive; use ZIP")),
    (b"Rar!", N_("a RAR archive; use ZIP")),
    (b"\x00\x00\x27\x0a", N_("a part of a shapefile; zip the .shp, .shx, .dbf and .prj together")),
    (b"PAR1", N_("a Parquet table")),
    (b"fgb\x03", N_("a FlatGeobuf file")),
)


@dataclass(frozen=True)
class Unpacked:
    """A format and the bytes it is read from.

    Attributes
    ----------
    parts
        Suffix (".csv", ".shp", ".dbf" …) to bytes.
    member
        The member of the archive that is read, for messages.
    left_out
        Members that could be read too, but are not.
    """

    kind: Format
    parts: Mapping[str, bytes]
    member: str = ""
    left_out: tuple[str, ...] = ()


def read_content(source: Path | BinaryIO, name: str, max_bytes: int) -> bytes:
    """Read a file that is not larger than is accepted.

    Raises
    ------
    SitesError
        If it is missing, unreadable, too large or empty.
    """
    try:
        if isinstance(source, Path):
            with source.open("rb") as file:
                content, size = _take(file, max_bytes)
        else:
            content, size = _take(source, max_bytes)
    except (OSError, ValueError) as error:
        raise SitesError(
            N_("{file} cannot be read: {reason}. Check the path and its permissions."),
            file=str(source) if isinstance(source, Path) else name,
            reason=getattr(error, "strerror", None) or str(error),
        ) from error
    if size > max_bytes:
        raise SitesError(
            N_("{file} has {found} MB; at most {limit} MB are accepted. Split it or leave columns out."),
            file=name,
            found=round(size / 1e6, 3),
            limit=round(max_bytes / 1e6, 3),
        )
    if not content.strip():
        raise SitesError(N_("{file} is empty."), file=name)
    return content


def _take(file: BinaryIO, max_bytes: int) -> tuple[bytes, int]:
    """Read what is accepted and one byte more, and tell the size of the whole."""
    content = file.read(max_bytes + 1)
    if len(content) <= max_bytes or not file.seekable():
        return content, len(content)
    return content, file.seek(0, 2)


def unpack(content: bytes, name: str, max_bytes: int) -> Unpacked:
    """Tell the format and get the bytes that matter.

    Parameters
    ----------
    content
        The file's bytes.
    name
        Its name, for messages only.
    max_bytes
        Largest accepted file; an archive may unpack to four times that.

    Raises
    ------
    SitesError
        If the format is unknown, or the archive is damaged, encrypted, too large or without anything to read.
    """
    head = _head(content)
    if content.startswith(b"PK\x03\x04"):
        return _unzip(content, name, max_bytes)
    if content.startswith(b"SQLite format 3\x00"):
        return Unpacked("gpkg", {".gpkg": content})
    if head.startswith(("{", "[")):
        return Unpacked("geojson", {".geojson": content})
    if head.startswith("<") and ("<kml" in head or "opengis.net/kml" in head):
        return Unpacked("kml", {".kml": content})
    if head.startswith("<") or "\x00" in head or content.startswith(tuple(magic for magic, _ in _KNOWN)):
        raise SitesError(
            N_("{file} is in an unknown format: {found}. It can be one of {formats}."),
            file=name,
            found=Message(_describe(content, head)),
            formats=READABLE,
        )
    return Unpacked("csv", {".csv": content})


def _head(content: bytes) -> str:
    """Decode enough of the beginning to look at it."""
    encoding = "utf-16" if content.startswith(_UTF16) else "utf-8-sig"
    return content[:4096].decode(encoding, errors="replace").lstrip()


def _describe(content: bytes, head: str) -> str:
    for magic, words in _KNOWN:
        if content.startswith(magic):
            return words
    if head.startswith("<"):
        page = head.lower().startswith(("<!doctype html", "<html"))
        return N_("a web page") if page else N_("XML that is not KML")
    return N_("binary data")


def _unzip(content: bytes, name: str, max_bytes: int) -> Unpacked:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _check_members(len(infos), name)
            chosen, left_out = _choose([info.filename for info in infos], name)
            wanted = [info for info in infos if info.filename in chosen]
            _check_unpacked(sum(info.file_size for info in wanted), len(content), name, max_bytes)
            # A member may lie about its size: read no more than it declares.
            members = {info.filename: archive.open(info).read(info.file_size) for info in wanted}
    except _ZIP_ERRORS as error:
        raise SitesError(
            N_("{file}: the archive is damaged or encrypted ({reason}). Pack it again, without a password."),
            file=name,
            reason=str(error)[:200],
        ) from error
    parts = {PurePosixPath(path).suffix.lower(): data for path, data in members.items()}
    kind: Format = "shp" if ".shp" in parts else "kml"
    return Unpacked(kind, parts, next(path for path in members if path.lower().endswith(kind)), left_out)


_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


def _choose(names: Sequence[str], name: str) -> tuple[set[str], tuple[str, ...]]:
    """Choose the members to unpack: one shapefile's parts, else one KML document."""
    shapes = sorted(path for path in names if path.lower().endswith(".shp"))
    if shapes:
        stem = shapes[0].lower().removesuffix(".shp")
        return {path for path in names if path.lower() in {stem + part for part in _SHAPEFILE_PARTS}}, tuple(shapes[1:])
    # KMZ: the root document comes first, by custom named doc.kml.
    documents = sorted(
        (path for path in names if path.lower().endswith(".kml")),
        key=lambda path: (path.lower() != "doc.kml", path.count("/"), path),
    )
    if documents:
        return {documents[0]}, tuple(documents[1:])
    if "xl/workbook.xml" in names:
        raise SitesError(
            N_("{file} is an Excel workbook. Save the table as CSV (UTF-8); it can be one of {formats}."),
            file=name,
            formats=READABLE,
        )
    raise SitesError(
        N_("{file}: the archive holds neither a shapefile (.shp) nor a KML document. Found {found}."),
        file=name,
        found=", ".join(repr(path[:80]) for path in names[:5]) or "-",
    )


def _check_members(found: int, name: str) -> None:
    if found > _MAX_MEMBERS:
        raise SitesError(
            N_("{file}: the archive has {found} files; at most {limit} are accepted."),
            file=name,
            found=found,
            limit=_MAX_MEMBERS,
        )


def _check_unpacked(total: int, size: int, name: str, max_bytes: int) -> None:
    limit = min(_MAX_UNPACKED * max_bytes, _MAX_RATIO * size)
    if total > limit:
        raise SitesError(
            N_("{file}: the archive would unpack to {found} MB; at most {limit} MB are accepted for its size."),
            file=name,
            found=round(total / 1e6, 1),
            limit=round(limit / 1e6, 1),
        )


def dbf_encoding(parts: Mapping[str, bytes]) -> str | None:
    """Tell the encoding of a shapefile's table that states none (no .cpg, no code page or "ANSI")."""
    table = parts.get(".dbf", b"")
    if ".cpg" in parts or len(table) < 32 or table[29] not in (0x00, 0x57):
        return None
    try:
        table[int.from_bytes(table[8:10], "little") :].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8"
