"""Settings from ``GEO_APP_*`` environment variables, frozen once read."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PositiveInt, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from geo_app.core.errors import GeoAppError
from geo_app.core.i18n import LANGUAGES, N_

_PACKAGE = Path(__file__).parents[1]
_TILES_EXAMPLE = "https://tiles.example.org/{z}/{x}/{y}.png © Example contributors"

# What was expected, by setting; every other one is a number.
_EXPECTED = {
    "language": N_("GEO_APP_LANGUAGE is {found!r}: expected one of {expected}."),
    "tiles": N_(
        "GEO_APP_TILES is {found!r}: expected the address of a tile, a space and whom to thank, "
        "as in {example!r}. Change the variable or unset it."
    ),
}
_NUMBER_EXPECTED = N_("{name} is {found!r}: expected a whole number above 0. Change the variable or unset it.")


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


def _parse_tiles(value: object) -> Tiles | None:
    if value is None or isinstance(value, Tiles):
        return value
    text = str(value).strip()
    url, _, attribution = text.partition(" ")
    known = {"{z}", "{x}", "{y}", "{s}", "{r}"}
    found = re.findall(r"\{[^{}]*\}?|\}", url)
    if not (
        re.match(r"https?://[^/\s]+/", url) and {"{z}", "{x}", "{y}"} <= set(found) <= known and attribution.strip()
    ):
        raise ValueError("not the address of a tile and an attribution")
    return Tiles(url, attribution.strip())


class Settings(BaseSettings):
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

    model_config = SettingsConfigDict(env_prefix="GEO_APP_", env_ignore_empty=True, frozen=True, extra="forbid")

    layers: Path = Field(default_factory=_default_layers)
    language: Literal["kk", "ru", "en", "zh"] = "en"
    max_upload_mb: PositiveInt = 50
    max_sites: PositiveInt = 20_000
    max_vertices: PositiveInt = 1_000_000
    max_cells: PositiveInt = 10_000
    tiles: Annotated[Tiles | None, NoDecode, BeforeValidator(_parse_tiles)] = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what is stated alone: only `load_settings` reads the environment."""
        return (init_settings,)


def load_settings(env: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises
    ------
    GeoAppError
        If a variable has a value that cannot be used; the message names it.
    """
    source = EnvSettingsSource(Settings)
    source.env_vars = {name.lower(): text for name, text in env.items() if text.strip()}
    try:
        return Settings(**source())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        raise GeoAppError(
            _EXPECTED.get(name, _NUMBER_EXPECTED),
            name=f"GEO_APP_{name.upper()}",
            found=first["input"],
            expected=", ".join(LANGUAGES),
            example=_TILES_EXAMPLE,
        ) from error
