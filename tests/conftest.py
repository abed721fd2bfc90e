from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from geo_app.region.loader import load_pack
from geo_app.region.model import RegionPack
from tests.packs import write_pack

ROOT = Path(__file__).parents[1]

# A slow machine is no failure; in continuous integration the same examples run every time.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


# The longest first, so that no process is left with them alone at the end.
LONGEST_FIRST = ("browser", "session", "ui", "measures", "pipeline")
LONGEST = "test_postgis.py"


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Use every core (up to four) for the whole suite; stay in this process for tests that are named one by one."""
    whole = config.args_source is not pytest.Config.ArgsSource.ARGS
    return min(len(os.sched_getaffinity(0)), 4) if whole else 0


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file in one process, unless the file says that its tests may be apart."""
    rank = {name: number for number, name in enumerate(LONGEST_FIRST)}

    def order(item: pytest.Item) -> int:
        return -1 if item.path.name == LONGEST else rank.get(item.path.relative_to(ROOT / "tests").parts[0], len(rank))

    items.sort(key=order)
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session", autouse=True)
def _cache_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is cached of layers in this run's own folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def pack_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the invented pack; read it, do not change it."""
    return write_pack(tmp_path_factory.mktemp("freeland"))


@pytest.fixture(scope="session")
def pack(pack_folder: Path) -> RegionPack:
    """The invented pack."""
    return load_pack(pack_folder)


@pytest.fixture(scope="session")
def region() -> RegionPack:
    """The pack that the project ships."""
    return load_pack(ROOT / "layers")
