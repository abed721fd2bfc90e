"""When compiled functions answer: a server's users never wait for a compiler, and machine code is kept."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from geo_app.measures.kernel import run
from geo_app.measures.kernel.jit import NotKeptError
from geo_app.measures.machine_code import FEW_SITES, MACHINE_CODE, MANY_SITES, MachineCode, fill_cache

ROOT = Path(__file__).parents[2]


@pytest.fixture
def kept(monkeypatch):
    """An empty cache: `load` finds machine code once `kept` is set, or compiles where that is allowed."""
    from geo_app.measures.kernel.jit import _this_thread

    kept, compiled = threading.Event(), []

    def load():
        if not kept.is_set():
            if getattr(_this_thread, "loading_only", False):
                raise NotKeptError
            compiled.append(threading.current_thread().name)
            kept.set()

    monkeypatch.setattr(run, "load", load)
    kept.compiled = compiled
    return kept


def test_few_sites_are_answered_without_and_more_by_what_is_kept(kept):
    code = MachineCode()
    assert code.functions(FEW_SITES) is None
    assert code.functions(FEW_SITES + 1) is None
    kept.set()
    assert code.functions(FEW_SITES) is None
    assert code.functions(FEW_SITES + 1) is run
    assert code.functions(1) is run
    assert kept.compiled == []


def test_many_sites_are_worth_a_compiler(kept):
    assert MachineCode().functions(MANY_SITES - 1) is None
    assert MachineCode().functions(MANY_SITES) is run
    assert len(kept.compiled) == 1


def test_while_another_process_compiles_the_tree_answers(kept):
    begun, done = threading.Event(), threading.Event()

    def fill():
        begun.set()
        assert done.wait(30)
        kept.set()
        return True

    code = MachineCode(fill)
    thread = code.warm()
    assert code.warm() is thread
    assert begun.wait(30)
    assert code.functions(MANY_SITES - 1) is None
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(code.functions(MANY_SITES)))
    waiting.start()
    waiting.join(0.2)
    assert waiting.is_alive()
    done.set()
    waiting.join(30)
    assert answers == [run]
    assert code.functions(1) is run
    assert kept.compiled == []


def test_where_nothing_can_be_kept_the_tree_answers_and_a_great_task_compiles(kept):
    code = MachineCode(lambda: False)
    code.warm().join(30)
    assert code.functions(MANY_SITES - 1) is None
    assert code.functions(MANY_SITES) is run
    assert len(kept.compiled) == 1


def test_the_process_that_fills_the_cache_finds_it_filled():
    """After this process has compiled, another one finds the code: it is kept by what the sources say."""
    assert MACHINE_CODE.load()
    assert fill_cache()


def test_a_process_that_cannot_start_is_told(monkeypatch, caplog):
    monkeypatch.setattr(sys, "executable", str(ROOT / "no such interpreter"))
    with caplog.at_level(logging.WARNING):
        assert not fill_cache()
    assert "Machine code was not compiled" in caplog.text
    assert "no such interpreter" in caplog.text


def test_from_an_empty_cache_nothing_is_compiled_unless_asked(tmp_path):
    script = (
        "from geo_app.measures.machine_code import FEW_SITES, MachineCode\n"
        "code = MachineCode()\n"
        "assert code.functions(FEW_SITES + 1) is None\n"
        "from geo_app.measures.kernel.search import search\n"
        "assert not search.overloads\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_machine_without_numba_measures_too():
    script = (
        "import sys\n"
        "sys.modules['numba'] = None\n"
        "import numpy as np, geopandas as gpd, shapely\n"
        "from geo_app.measures import geodesic_distances, machine_code, nearest_distances\n"
        "points = gpd.GeoSeries([shapely.Point(3, 4)])\n"
        "many = np.zeros((machine_code.FEW_SITES + 1, 2))\n"
        "assert (nearest_distances(many, [points.set_crs(32642)]) == 5).all()\n"
        "assert geodesic_distances(many, [points.set_crs(4326)], 'EPSG:32631').min() > 5e5\n"
        "assert not machine_code.MACHINE_CODE.load()\n"
        "machine_code.MACHINE_CODE.warm().join()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Without numba" in done.stderr
