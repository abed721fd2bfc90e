from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from geo_app.core.files import file_hash, finish_replacing, replace_files, sha256, write_atomically

ROOT = Path(__file__).parents[2]
OLD = {"catalog.json": b"old catalogue", "a.geojson": b"old a", "gone.geojson": b"gone"}
NEW = {"catalog.json": b"new catalogue", "a.geojson": b"new a", "tiles/2/0/0.png": b"new tile"}
REMOVED = ["gone.geojson"]

# Ends the process, as kill -9 does, before the n-th change of the file system.
KILLED = """
import json, os, sys
from pathlib import Path
from geo_app.core.files import replace_files

folder, step, files, removed = Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3]), json.loads(sys.argv[4])
seen = 0

def kill(event, arguments):
    global seen
    writing = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if writing or event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir"):
        seen += 1
        if seen == step:
            os._exit(9)

os.fsync = lambda file: None  # what is killed here is a process, not the machine
sys.addaudithook(kill)
replace_files(folder, {name: text.encode() for name, text in files.items()}, removed)
"""


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_hash_of_bytes_and_of_a_file(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")
    assert sha256(b"abc") == file_hash(tmp_path / "x") == hashlib.sha256(b"abc").hexdigest()
    assert file_hash(tmp_path / "x", "md5") == hashlib.md5(b"abc").hexdigest()


def test_a_file_is_written_and_nothing_else(tmp_path):
    write_atomically(tmp_path / "x", b"one")
    write_atomically(tmp_path / "x", b"two")
    assert contents(tmp_path) == {"x": b"two"}


def test_others_may_read_what_is_written(tmp_path):
    write_atomically(tmp_path / "x", b"one")
    (tmp_path / "y").touch()
    assert (tmp_path / "x").stat().st_mode == (tmp_path / "y").stat().st_mode


def test_of_a_link_the_target_is_written(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_atomically(tmp_path / "link", b"one")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"one"


@pytest.mark.parametrize("durable", [True, False])
def test_a_failure_leaves_the_old_content(tmp_path, monkeypatch, durable):
    def fail(*_):
        raise OSError(28, "No space left on device")

    (tmp_path / "x").write_bytes(b"old")
    monkeypatch.setattr(*((os, "fsync", fail) if durable else (Path, "replace", fail)))
    with pytest.raises(OSError, match="No space left"):
        write_atomically(tmp_path / "x", b"new", durable=durable)
    assert contents(tmp_path) == {"x": b"old"}


def test_files_are_replaced_and_removed(tmp_path):
    write(tmp_path, OLD)
    replace_files(tmp_path, NEW, REMOVED)
    assert contents(tmp_path) == NEW


def test_what_has_its_content_already_is_left_alone(tmp_path):
    write(tmp_path, OLD)
    os.utime(tmp_path / "a.geojson", ns=(1, 1))
    replace_files(tmp_path, {**NEW, "a.geojson": OLD["a.geojson"]}, REMOVED)
    assert (tmp_path / "a.geojson").stat().st_mtime_ns == 1


def test_killed_at_any_step_the_folder_is_the_old_one_or_the_new_one(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda file: None)
    texts = json.dumps({name: content.decode() for name, content in NEW.items()})
    found = set()
    for step in range(1, 100):
        folder = tmp_path / str(step)
        write(folder, OLD)
        command = [sys.executable, "-S", "-c", KILLED, str(folder), str(step), texts, json.dumps(REMOVED)]
        code = subprocess.run(command, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)}).returncode
        finish_replacing(folder)
        after = {name: content for name, content in contents(folder).items() if not name.startswith(".staged/")}
        assert after in (OLD, NEW), f"killed at step {step}"
        found.add((code, after == OLD))
        replace_files(folder, NEW, REMOVED)
        assert contents(folder) == NEW, f"again after step {step}"
        if code == 0:
            break
    assert found == {(9, True), (9, False), (0, False)}
