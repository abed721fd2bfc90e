"""Read a file's bytes, and unpack the data sets of an archive in memory.

Nothing here trusts a name: not the file's own, and not those of an archive's members, which are never paths on
disk. Only the members that one data set needs are unpacked, and only within limits.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_

ZIP_START = b"PK\x03\x04"

_MAX_MEMBERS = 1_000
_MAX_RATIO = 200
# A shapefile's .dbf pads every text with blanks, so an honest archive may well unpack to more than a bare upload.
_MAX_UNPACKED = 4
_DAMAGED = N_("{file}: the archive is damaged or encrypted ({reason}). Pack it again, without a password.")

# What systems and programs add: forks of Apple's, thumbnails, locks of open documents.
_LITTER = ("._", ".", "~$", "thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Member:
    """A file within an archive: its path as it is stored, and as it is shown."""

    path: str
    title: str

    @property
    def stem(self) -> str:
        """Its path without the suffix, by which the parts of one data set belong together."""
        return str(PurePosixPath(self.path.lower()).with_suffix("")) if self.suffix else self.path.lower()

    @property
    def suffix(self) -> str:
        """Its suffix in small letters."""
        return PurePosixPath(self.path.lower()).suffix


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


def list_members(content: bytes, name: str) -> tuple[Member, ...]:
    """List the files of an archive, without what systems add to it.

    Raises
    ------
    SitesError
        If the archive is damaged, or has far too many.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            infos = [info for info in archive.infolist() if info.filename and not info.is_dir()]
    except ZIP_ERRORS as error:
        raise SitesError(_DAMAGED, file=name, reason=str(error)[:200]) from error
    if len(infos) > _MAX_MEMBERS:
        raise SitesError(
            N_("{file}: the archive has {found} files; at most {limit} are accepted."),
            file=name,
            found=len(infos),
            limit=_MAX_MEMBERS,
        )
    return tuple(Member(info.filename, _title(info)) for info in infos if not _is_litter(info.filename))


def _is_litter(path: str) -> bool:
    *folders, last = path.split("/")
    return "__MACOSX" in folders or last.lower().startswith(_LITTER)


def _title(info: zipfile.ZipInfo) -> str:
    """Get a member's name as its user knows it: older programs write Russian names in the code page of DOS."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        stored = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "cp866"):
        try:
            return stored.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def unpack(content: bytes, members: Iterable[str], name: str, max_bytes: int) -> Mapping[str, bytes]:
    """Unpack some members, by their paths.

    Raises
    ------
    SitesError
        If the archive is damaged or encrypted, or they unpack to too much.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            infos = [archive.getinfo(path) for path in members]
            _check_unpacked(sum(info.file_size for info in infos), len(content), name, max_bytes)
            # A member may lie about its size: read no more than it declares.
            return {info.filename: archive.open(info).read(info.file_size) for info in infos}
    except ZIP_ERRORS as error:
        raise SitesError(_DAMAGED, file=name, reason=str(error)[:200]) from error


ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
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
