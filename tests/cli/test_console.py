from __future__ import annotations

import os
import threading
from argparse import Namespace
from pathlib import Path

import pytest

from geo_app.cli.console import open_pack, pack_folder, write_output
from geo_app.core.errors import GeoAppError
from geo_app.core.settings import Settings


def test_the_pack_of_the_command_goes_before_that_of_the_settings(tmp_path):
    settings = Settings(layers=Path("/settings"))
    assert pack_folder(Namespace(layers=None), settings) == Path("/settings")
    assert pack_folder(Namespace(layers=tmp_path), settings) == tmp_path


def test_a_pack_is_opened(pack_folder, pack):
    assert open_pack(Namespace(layers=pack_folder), Settings(layers=Path("/x"))).data_version == pack.data_version


def test_output_goes_to_the_terminal_or_to_a_file(tmp_path, capsysbinary):
    write_output(b"ranking", None)
    assert capsysbinary.readouterr().out == b"ranking"
    (tmp_path / "out").write_bytes(b"before")
    write_output(b"ranking", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"ranking"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_output_into_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found = []
    reader = threading.Thread(target=lambda: found.append(pipe.read_bytes()))
    reader.start()
    write_output(b"ranking", pipe)
    reader.join()
    assert found == [b"ranking"]
    assert pipe.is_fifo()


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(GeoAppError, match=r"nowhere.*cannot be written"):
        write_output(b"ranking", tmp_path / "nowhere" / "out")
