from __future__ import annotations

import io
import subprocess
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geo_app.core.errors import BuildError
from geo_app.core.files import sha256
from geo_app.pipeline.recipe import packages as module
from geo_app.pipeline.recipe.packages import Package, fetch, read_member

CONTENT = b"what the recipe wants"


def wheel() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("demo/data.json", CONTENT)
        file.writestr("demo/", b"")
    return buffer.getvalue()


WHEEL = wheel()
PACKAGE = Package("pypi", "demo", "1.0", "demo-1.0-py3-none-any.whl", sha256(WHEEL))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / PACKAGE.archive
    path.write_bytes(WHEEL)
    return path


def test_a_cached_archive_is_not_downloaded(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_download", lambda *_: pytest.fail("downloaded"))
    assert fetch(PACKAGE, archive.parent) == archive


def test_a_changed_archive_is_refused_by_name_and_what_to_do(archive: Path) -> None:
    archive.write_bytes(b"something else")
    with pytest.raises(BuildError, match=r"pypi: demo 1\.0: .*sha256 .* expects .*Delete the file"):
        fetch(PACKAGE, archive.parent)


def test_a_download_is_kept_in_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: Any) -> None:
        assert command[-1] == "demo==1.0"
        (Path(command[-2]) / PACKAGE.archive).write_bytes(WHEEL)

    monkeypatch.setattr(subprocess, "run", run)
    assert fetch(PACKAGE, tmp_path / "cache").read_bytes() == WHEEL
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [PACKAGE.archive]


def test_a_wrong_download_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: Any) -> None:
        (Path(command[-2]) / PACKAGE.archive).write_bytes(b"tampered")

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(BuildError, match="sha256"):
        fetch(PACKAGE, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_download_tells_the_package_and_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: Any) -> None:
        raise subprocess.CalledProcessError(1, command, stderr="no network")

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(BuildError, match=r"demo 1\.0 cannot be downloaded: no network"):
        fetch(PACKAGE, tmp_path)


def test_npm_packages_are_packed_by_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(subprocess, "run", lambda command, **_: commands.append(command))
    with pytest.raises(BuildError, match="has no archive"):
        fetch(replace(PACKAGE, registry="npm"), tmp_path)
    assert commands[0][1] == "pack"
    assert commands[0][-1] == "demo@1.0"


def test_an_unknown_registry_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="unknown registry"):
        fetch(replace(PACKAGE, registry="ftp"), tmp_path)


def test_a_member_of_a_wheel(archive: Path) -> None:
    assert read_member(PACKAGE, archive, "demo/data.json") == CONTENT


def test_a_member_of_a_tarball(tmp_path: Path) -> None:
    path = tmp_path / "demo.tgz"
    with tarfile.open(path, "w:gz") as file:
        info = tarfile.TarInfo("package/data.json")
        info.size = len(CONTENT)
        file.addfile(info, io.BytesIO(CONTENT))
    assert read_member(replace(PACKAGE, registry="npm"), path, "package/data.json") == CONTENT


def test_a_link_in_a_tarball_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "demo.tgz"
    with tarfile.open(path, "w:gz") as file:
        info = tarfile.TarInfo("package/data.json")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        file.addfile(info)
    with pytest.raises(BuildError, match="not an ordinary file"):
        read_member(replace(PACKAGE, registry="npm"), path, "package/data.json")


def test_a_missing_member_is_named(archive: Path) -> None:
    with pytest.raises(BuildError, match=r"'demo/other\.json' cannot be read"):
        read_member(PACKAGE, archive, "demo/other.json")


def test_a_folder_is_no_member(archive: Path) -> None:
    with pytest.raises(BuildError, match="not an ordinary file"):
        read_member(PACKAGE, archive, "demo/")


def test_a_member_beyond_the_limit_is_not_unpacked(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_MEMBER_BYTES", 3)
    with pytest.raises(BuildError, match="at most 3 bytes"):
        read_member(PACKAGE, archive, "demo/data.json")


def test_a_broken_archive_is_told(archive: Path) -> None:
    archive.write_bytes(b"not a zip")
    with pytest.raises(BuildError, match="cannot be read from"):
        read_member(PACKAGE, archive, "demo/data.json")
