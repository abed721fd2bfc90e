"""Archives of pinned packages: downloaded once, verified by hash, read one named member at a time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from geo_app.core.errors import BuildError
from geo_app.core.files import file_hash
from geo_app.core.i18n import N_

MAX_MEMBER_BYTES = 200_000_000
"""Larger than any member that a recipe names; a zip bomb is not."""

DOWNLOAD_TIMEOUT_S = 900


@dataclass(frozen=True)
class Package:
    """A package pinned to one archive.

    Attributes
    ----------
    registry
        ``pypi`` (a wheel) or ``npm`` (a tarball).
    archive
        File name of the archive, as the registry's own client saves it.
    sha256
        Hash of the archive.
    """

    registry: str
    name: str
    version: str
    archive: str
    sha256: str

    @property
    def label(self) -> str:
        """Registry, name and version, as they are shown in messages."""
        return f"{self.registry}: {self.name} {self.version}"


def fetch(package: Package, cache_dir: Path) -> Path:
    """Find a package's archive in the cache, or download it into the cache.

    Raises
    ------
    BuildError
        If it cannot be downloaded or is not the archive that the recipe pins.
    """
    path = cache_dir / package.archive
    if not path.is_file():
        cache_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache_dir) as folder:
            _download(package, Path(folder))
            _check(package, Path(folder) / package.archive)
            # A rename within the cache: an interrupted build never leaves half an archive behind.
            (Path(folder) / package.archive).replace(path)
    _check(package, path)
    return path


def read_member(package: Package, archive: Path, member: str) -> bytes:
    """Read one named file of an archive; nothing else of it is unpacked or run.

    Raises
    ------
    BuildError
        If the archive cannot be read or does not have the member.
    """
    try:
        data = _tar_member(archive, member) if package.registry == "npm" else _zip_member(archive, member)
    except (KeyError, zipfile.BadZipFile, tarfile.TarError, EOFError, OSError) as error:
        raise BuildError(
            N_("{package}: {member!r} cannot be read from {archive}: {reason}. Check the recipe."),
            package=package.label,
            member=member,
            archive=archive.name,
            reason=error,
        ) from error
    if data is None:
        raise BuildError(
            N_("{package}: {member!r} is not an ordinary file of at most {limit} bytes. Check the recipe."),
            package=package.label,
            member=member,
            limit=MAX_MEMBER_BYTES,
        )
    return data


# ----------------------------------------------------------------------------------------------- one archive


def _zip_member(archive: Path, member: str) -> bytes | None:
    with zipfile.ZipFile(archive) as file:
        info = file.getinfo(member)
        return None if info.is_dir() or info.file_size > MAX_MEMBER_BYTES else file.read(info)


def _tar_member(archive: Path, member: str) -> bytes | None:
    with tarfile.open(archive) as file:
        info = file.getmember(member)
        content = file.extractfile(info) if info.isreg() and info.size <= MAX_MEMBER_BYTES else None
        return None if content is None else content.read()


def _check(package: Package, path: Path) -> None:
    if not path.is_file():
        raise BuildError(
            N_("{package}: the registry has no archive {archive!r}. Check name and version in the recipe."),
            package=package.label,
            archive=package.archive,
        )
    found = file_hash(path)
    if found != package.sha256:
        raise BuildError(
            N_(
                "{package}: {path} has sha256 {found}, the recipe expects {expected}. "
                "Delete the file and build again; if it comes back the same, do not trust it."
            ),
            package=package.label,
            path=path,
            found=found,
            expected=package.sha256,
        )


def _download(package: Package, folder: Path) -> None:
    # The commands run in that folder, where its relative name would lead elsewhere.
    target = str(folder.resolve())
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest"]
    npm = [shutil.which("npm") or "npm", "pack", "--silent", "--pack-destination"]
    commands = {
        "pypi": [*pip, target, f"{package.name}=={package.version}"],
        "npm": [*npm, target, f"{package.name}@{package.version}"],
    }
    if package.registry not in commands:
        raise BuildError(
            N_("{package}: unknown registry. Expected one of {expected}."),
            package=package.label,
            expected=", ".join(commands),
        )
    try:
        subprocess.run(
            commands[package.registry],
            check=True,
            capture_output=True,
            text=True,
            timeout=DOWNLOAD_TIMEOUT_S,
            cwd=folder,
            env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip()
        raise BuildError(
            N_(
                "{package} cannot be downloaded: {reason} Check the network, or put {archive} into the "
                "cache folder yourself."
            ),
            package=package.label,
            reason=said[-500:],
            archive=package.archive,
        ) from error
