"""Settings from ``GEO_APP_*`` environment variables, frozen once read."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geo_app.core.errors import GeoAppError
from geo_app.core.i18n import LANGUAGES, N_

_PACKAGE = Path(__file__).parents[1]


def _default_layers() -> Path:
    """Find the pack beside the package (a checkout) or inside it (an installed wheel)."""
    checkout = _PACKAGE.parent / "layers"
    return checkout if (checkout / "catalog.json").is_file() else _PACKAGE / "pack"


@dataclass(frozen=True)
class Tiles:
    """A map of the whole world over the network, in tiles.

    Attributes
    ----------
    url
        Address of a tile with ``{z}``, ``{x}`` and ``{y}``; ``{s}`` and ``{r}`` may be in it.
    attribution
        Whom to thank, as plain text.
    """

    url: str
    attribution: str


@dataclass(frozen=True)
class Settings:
    """What an operator may change without touching code.

    Attributes
    ----------
    layers
        Folder of the region pack (``GEO_APP_LAYERS``).
    language
        Language of a first visit (``GEO_APP_LANGUAGE``).
    max_upload_mb
        Largest accepted file of sites or of a layer, in megabytes (``GEO_APP_MAX_UPLOAD_MB``).
    max_sites
        Most candidate sites in one ranking (``GEO_APP_MAX_SITES``).
    max_vertices
        Most vertices of a user's own layer (``GEO_APP_MAX_VERTICES``).
    max_cells
        Most cells that a raster is turned into (``GEO_APP_MAX_CELLS``).
    tiles
        Online tiles that the map offers by a switch (``GEO_APP_TILES``: address, a space, attribution); None: it does
        not, and never asks another host for anything.
    """

    layers: Path
    language: str = "en"
    max_upload_mb: int = 50
    max_sites: int = 20_000
    max_vertices: int = 1_000_000
    max_cells: int = 10_000
    tiles: Tiles | None = None


def _positive_int(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise GeoAppError(
            N_("{name} is {found!r}: expected a whole number above 0. Change the variable or unset it."),
            name=name,
            found=text,
        )
    return int(text)


def _tiles(env: Mapping[str, str]) -> Tiles | None:
    text = env.get("GEO_APP_TILES", "").strip()
    if not text:
        return None
    url, _, attribution = text.partition(" ")
    known = {"{z}", "{x}", "{y}", "{s}", "{r}"}
    found = re.findall(r"\{[^{}]*\}?|\}", url)
    if not (
        re.match(r"https?://[^/\s]+/", url) and {"{z}", "{x}", "{y}"} <= set(found) <= known and attribution.strip()
    ):
        raise GeoAppError(
            N_(
                "GEO_APP_TILES is {found!r}: expected the address of a tile, a space and whom to thank, "
                "as in {example!r}. Change the variable or unset it."
            ),
            found=text,
            example="https://tiles.example.org/{z}/{x}/{y}.png © Example contributors",
        )
    return Tiles(url, attribution.strip())


def load_settings(env: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises
    ------
    GeoAppError
        If a variable has a value that cannot be used; the message names it.
    """
    language = env.get("GEO_APP_LANGUAGE") or "en"
    if language not in LANGUAGES:
        raise GeoAppError(
            N_("GEO_APP_LANGUAGE is {found!r}: expected one of {expected}."),
            found=language,
            expected=", ".join(LANGUAGES),
        )
    layers = env.get("GEO_APP_LAYERS")
    return Settings(
        layers=Path(layers) if layers else _default_layers(),
        language=language,
        max_upload_mb=_positive_int(env, "GEO_APP_MAX_UPLOAD_MB", 50),
        max_sites=_positive_int(env, "GEO_APP_MAX_SITES", 20_000),
        max_vertices=_positive_int(env, "GEO_APP_MAX_VERTICES", 1_000_000),
        max_cells=_positive_int(env, "GEO_APP_MAX_CELLS", 10_000),
        tiles=_tiles(env),
    )
