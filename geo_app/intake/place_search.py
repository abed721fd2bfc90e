"""Search the pack's named places in every script: by any of their names, on any keyboard, with a slip of the finger.

Cyrillic and Latin names are compared by one key in Latin letters, in which Kazakh letters are those of a Russian
keyboard (қ is к, ұ is у) and the usual ways to write them in Latin meet (zh is j, kh is h). Chinese stays as it is.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely
from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo_app.core.geodesy import geodesic_m
from geo_app.core.i18n import LANGUAGES, N_, Translator
from geo_app.core.messages import Message, RowError
from geo_app.core.sites import Site
from geo_app.core.types import Bounds
from geo_app.intake.coordinates.parser import looks_like_coordinates, parse_place
from geo_app.region.model import Layer, RegionPack

MAX_QUERY = 2_000
"""Longest query, in characters: a link to a map is long, and one that is cut off names another place."""

_MAX_NAME = 200
COORDINATES = N_("Coordinates")
"""What kind of place typed coordinates are."""

OWN_SITE = N_("Your own site")
"""What kind of place a user's own site is."""

_POINT_ZOOM, _LEAST_ZOOM, _MOST_ZOOM = 11.0, 5.0, 12.0
_SAME_TOWN_DEGREES = 0.2
_FROM_FOUR, _FROM_SEVEN = 4, 7  # letters from which one slip is forgiven, and two


@dataclass(frozen=True)
class NamedPlace:
    """A place that can be searched for.

    Attributes
    ----------
    names
        By language.
    kinds
        What it is, by language: its layer's title.
    lon, lat
        A point on it, in degrees.
    zoom
        The zoom of a map on which it is well seen.
    layer, feature
        Where it is from; a user's own site has no layer.
    size
        The larger of two of the same name comes first: people, where the layer counts them.
    accuracy_m, notes
        Of typed coordinates: how far off they can be by what is written, and what the user should know of them.
    """

    names: Mapping[str, str]
    kinds: Mapping[str, str]
    lon: float
    lat: float
    zoom: float = _POINT_ZOOM
    layer: str = ""
    feature: str = ""
    size: float = 0.0
    accuracy_m: float = 0.0
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class PlaceIndex:
    """Places, and what their names are found by."""

    places: tuple[NamedPlace, ...]
    bounds: Bounds
    keys: tuple[tuple[str, ...], ...] = field(repr=False)
    words: Mapping[str, frozenset[int]] = field(repr=False)


def index_places(pack: RegionPack, sites: Iterable[Site] = ()) -> PlaceIndex:
    """Collect the named features of a pack, and sites that are in none of its layers.

    Layers in which all features have the same name (parts of one railway) are left out.
    """
    places = [place for layer in pack.layers.values() for place in _of_layer(layer)]
    places += [_of_site(site) for site in sites if not site.layer]
    keys = tuple(tuple(dict.fromkeys(key(name) for name in place.names.values())) for place in places)
    words: dict[str, set[int]] = defaultdict(set)
    for number, names in enumerate(keys):
        for word in {word for name in names for word in name.split()}:
            words[word].add(number)
    return PlaceIndex(
        tuple(places),
        pack.bounds,
        keys,
        {word: frozenset(numbers) for word, numbers in words.items()},
    )


def search_places(index: PlaceIndex, query: str, limit: int = 8) -> tuple[NamedPlace, ...]:
    """Find places by a name or a part of one, or by typed coordinates; the best first.

    A whole name comes before its beginning, the beginning of a word, any part, and names with one or two slips.
    """
    typed = query.strip()
    if not key(typed[:_MAX_NAME]):
        return ()
    found = typed_place(index, typed)
    if isinstance(found, NamedPlace):
        return (found,)
    wanted = key(typed[:_MAX_NAME])
    ranks = {n: rank for n, names in enumerate(index.keys) if (rank := _rank(wanted, names)) is not None}
    if len(ranks) < limit:
        for number, rank in _forgiven(index, wanted).items():
            ranks.setdefault(number, rank)

    def order(number: int) -> tuple[float, float, int, int]:
        return ranks[number], -index.places[number].size, min(map(len, index.keys[number])), number

    return tuple(index.places[number] for number in sorted(ranks, key=order)[:limit])


def typed_place(index: PlaceIndex, query: str) -> NamedPlace | Message | None:
    """Read typed coordinates; if they are not read, say why; None of a text that does not look like coordinates."""
    if len(query) >= MAX_QUERY:
        return None
    try:
        place = parse_place(query, index.bounds, lambda town: locate_town(index, town))
    except RowError as bad:
        return bad.message if looks_like_coordinates(query) else None
    names = dict.fromkeys(LANGUAGES, place.name or f"{place.lat:.5f}, {place.lon:.5f}")
    kinds = dict.fromkeys(LANGUAGES, COORDINATES)
    return NamedPlace(names, kinds, place.lon, place.lat, _MOST_ZOOM, accuracy_m=place.accuracy_m, notes=place.notes)


def locate_town(index: PlaceIndex, town: str) -> tuple[float, float] | None:
    """Find (lon, lat) of the place that has a name; None if there is none, or two far from each other."""
    wanted = key(town)
    found = [place for place, keys in zip(index.places, index.keys, strict=True) if wanted and wanted in keys]
    # A town's own point before the middle of the district that is called after it.
    found = [place for place in found if place.zoom == _POINT_ZOOM] or found
    if not found:
        return None
    lons, lats = [place.lon for place in found], [place.lat for place in found]
    if max(lons) - min(lons) > _SAME_TOWN_DEGREES or max(lats) - min(lats) > _SAME_TOWN_DEGREES:
        return None
    return found[0].lon, found[0].lat


# ------------------------------------------------------------------------------------------------------ keys

_KAZAKH = str.maketrans("қәғңөұүһі", "кагноуухи")
_LATIN = {
    **dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdeziiklmnoprstufhie", strict=True)),
    **{"ж": "j", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": "", "ю": "iu", "я": "ia"},
}
_TO_LATIN = str.maketrans(_LATIN)
# Ways to write the same sound in Latin letters; the longer ones first.
_SAME = (
    ("shch", "sh"),
    ("zh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("ck", "k"),
    ("ou", "u"),
    ("x", "ks"),
    ("q", "k"),
    ("w", "v"),
    ("y", "i"),
    ("ı", "i"),
)
_REPEATED = re.compile(r"([a-z])\1+")
_NO_WORD = re.compile(r"[\W_]+")


def key(name: str) -> str:
    """Reduce a name to what it is compared by: words of Latin letters, digits and Chinese characters."""
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_KAZAKH)
    # Without accents: ё is е, й is и, ü is u.
    bare = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    latin = bare.translate(_TO_LATIN)
    for written, same in _SAME:
        latin = latin.replace(written, same)
    words = _NO_WORD.sub(" ", latin.replace("'", "").replace("’", "")).strip()
    return _REPEATED.sub(r"\1", words)


def _is_chinese(text: str) -> bool:
    return any("\u3400" <= c <= "\u9fff" for c in text)


# --------------------------------------------------------------------------------------------------- matches


def _rank(wanted: str, names: Iterable[str]) -> float | None:
    """Rank how well a query fits the best of a place's names; None if not at all."""
    best: float | None = None
    for name in names:
        if name == wanted:
            return 0.0
        at = name.find(wanted)
        if at < 0:
            rank = 3.5 if " " in wanted and _has_words(wanted, name) else None
        elif at == 0:
            rank = 1.0
        elif name[at - 1] == " " or _is_chinese(wanted):
            rank = 2.0
        else:
            # One or two letters are in the middle of almost every name.
            rank = 3.0 if len(wanted) > 2 else None
        if rank is not None and (best is None or rank < best):
            best = rank
    return best


def _has_words(wanted: str, name: str) -> bool:
    """Tell whether each word of a query begins a word of the name, in any order."""
    words = name.split()
    return all(any(word.startswith(part) for word in words) for part in wanted.split())


def _forgiven(index: PlaceIndex, wanted: str) -> dict[int, float]:
    """Find places each word of the query fits, the slips of all together in the rank."""
    found: dict[int, float] | None = None
    for part in wanted.split():
        places: dict[int, float] = {}
        for word, slips in _alike(index, part):
            for number in index.words[word]:
                places[number] = min(slips, places.get(number, math.inf))
        found = places if found is None else {n: found[n] + slips for n, slips in places.items() if n in found}
    return {number: 4.0 + slips for number, slips in (found or {}).items()}


def _alike(index: PlaceIndex, part: str) -> Iterator[tuple[str, int]]:
    """List the words that a part of a query means, with the number of slips."""
    if part in index.words:
        yield part, 0
    allowed = _allowed(part)
    if _is_chinese(part) or not allowed:
        return
    # A slip is a letter left out, put in or mistaken, or two neighbours swapped.
    near = process.extract_iter(part, index.words.keys(), scorer=OSA.distance, score_cutoff=allowed)
    for word, slips, _ in near:
        if word != part and slips <= _allowed(word) and not _is_chinese(word):
            yield word, slips


def _allowed(word: str) -> int:
    return (len(word) >= _FROM_FOUR) + (len(word) >= _FROM_SEVEN)


# --------------------------------------------------------------------------------------------------- places


def _of_layer(layer: Layer) -> Iterator[NamedPlace]:
    columns = [f"name_{language}" for language in LANGUAGES]
    names = layer.frame.reindex(columns=columns)
    if len(names) > 1 and len(names.drop_duplicates()) == 1:
        return
    sizes = layer.frame["population"] if "population" in layer.frame.columns else pd.Series(0.0, layer.frame.index)
    # The largest part of what is in several parts, as a road is, stands for it.
    extent = shapely.length(layer.frame.geometry.to_numpy())
    seen: set[tuple[str, ...]] = set()
    for row in np.argsort(-extent, kind="stable"):
        texts = {
            language: text
            for language, text in zip(LANGUAGES, names.iloc[row], strict=True)
            if isinstance(text, str) and text.strip()
        }
        spellings = tuple(texts.values())
        if not texts or (layer.geometry != "point" and spellings in seen):
            continue
        seen.add(spellings)
        shape = layer.frame.geometry.iloc[row]
        point = shapely.point_on_surface(shape) if layer.geometry != "line" else shape.interpolate(0.5, normalized=True)
        size = pd.to_numeric(sizes.iloc[row], errors="coerce")
        yield NamedPlace(
            texts,
            layer.titles,
            float(point.x),
            float(point.y),
            _zoom(shape.bounds),
            layer.id,
            str(layer.frame.index[row]),
            0.0 if pd.isna(size) else float(size),
        )


def _zoom(bounds: Bounds) -> float:
    """Choose the zoom at which an extent in degrees fills about a screen of 700 pixels."""
    west, south, east, north = bounds
    extent = max(east - west, (north - south) / math.cos(math.radians((north + south) / 2)))
    if extent <= 0:
        return _POINT_ZOOM
    fitting = math.log2(360 * 700 / 256 / extent)
    return round(min(max(fitting, _LEAST_ZOOM), _MOST_ZOOM) * 4) / 4


def _of_site(site: Site) -> NamedPlace:
    names = dict(site.names) or dict.fromkeys(LANGUAGES, site.name)
    return NamedPlace(names, dict.fromkeys(LANGUAGES, OWN_SITE), site.lon, site.lat, feature=site.id)


def near_names(lonlat: Sequence[tuple[float, float]], index: PlaceIndex, t: Translator) -> list[str]:
    """Name places by the nearest town or village and how far it is; by their coordinates where none is known."""
    towns = [place for place in index.places if place.size > 0] or [place for place in index.places if place.layer]
    if not towns:
        return [f"{lat:.4f}, {lon:.4f}" for lon, lat in lonlat]
    at = np.array([(town.lon, town.lat) for town in towns])
    names = []
    for lon, lat in lonlat:
        apart_m = geodesic_m(np.broadcast_to(np.array([lon, lat]), at.shape), at)
        nearest = int(np.argmin(apart_m))
        name = t.pick(towns[nearest].names)
        names.append(t("{place}, {km} km", place=name, km=t.number(apart_m[nearest] / 1000)))
    return names
