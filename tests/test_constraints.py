"""`constraints.txt` pins everything that a fresh install with the tests brings, and nothing else."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LINE = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9._+-]+")


def direct() -> list[Requirement]:
    """Read what the product and its tests ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    return [Requirement(text) for text in (*project["dependencies"], *extras["test"])]


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {canonicalize_name(line.partition("==")[0]): line.partition("==")[2] for line in lines if line[:1] != "#"}


def brought(requirements: list[Requirement]) -> set[str]:
    """Name all packages that the requirements bring along, by the metadata of those installed here."""
    found: set[str] = set()
    waiting = [(each, "") for each in requirements]
    seen = set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        found.add(name)
        for own in {"", *requirement.extras}:
            if (name, own) not in seen:
                seen.add((name, own))
                waiting += [(Requirement(text), own) for text in requires(name) or ()]
    return found


def test_every_package_that_an_install_brings_is_pinned():
    try:
        missing = brought(direct()) - set(pins())
    except PackageNotFoundError as error:
        pytest.fail(f"{error.name} is not installed: pip install -c constraints.txt -e '.[test]'")
    assert not missing, f"add to constraints.txt: {sorted(missing)}"


def test_a_pin_is_within_the_range_that_is_asked_for():
    versions = pins()
    for requirement in direct():
        version = versions[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement} against {version}"


def test_pins_are_exact_versions_in_order_and_no_addresses():
    lines = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert all(LINE.fullmatch(line) for line in lines)
    names = [canonicalize_name(line.partition("==")[0]) for line in lines]
    assert len(set(names)) == len(names)
    assert names == sorted(names)
