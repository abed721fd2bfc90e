"""What the header of a column means, in four languages: by its exact name, its beginning, or a word in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from geo_app.core.i18n import LANGUAGES
from geo_app.core.text import MAX_TEXT

# The header of a table or the attribute of a feature, in the languages of the service; lower case, best first.
COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "site_id", "код", "编号", "fid", "feature_id"),
    "name": (
        *(
            "name",
            "title",
            "название",
            "наименование",
            "атауы",
            "аты",
            "名称",
            "名稱",
            "名字",
            "участок",
            "объект",
            "учаске",
        ),
        *("нысан", "地块", "地点", "site", "site_name", "sitename", "display_name"),
    ),
    "accuracy_m": ("accuracy_m", "accuracy", "точность_м", "точность", "дәлдік_м", "дәлдік", "精度_米", "精度"),
    "lon": (
        *("lon", "longitude", "lng", "long", "долгота", "бойлық", "经度", "經度", "东经", "東經", "в_д", "вд"),
        *("gps_long", "geo_long"),
    ),
    "lat": ("lat", "latitude", "широта", "ендік", "纬度", "緯度", "北纬", "北緯", "с_ш", "сш"),
    "x": ("x", "easting", "x_m", "х", "восток"),
    "y": ("y", "northing", "y_m", "у", "север"),
    **{f"name_{language}": (f"name_{language}",) for language in LANGUAGES},
}

GEOMETRY_NAMES = ("wkt", "geometry", "geom", "the_geom", "shape")
"""Columns of well-known text."""

SHORT_PAIRS = (("шир", "долг"), ("n", "e"))
"""Names of latitude and longitude that mean something else where they do not stand together."""

# Where no column has just such a name, one that begins with one of these words has, as in "Наименование участка".
_BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    "lon": ("lon", "longitude", "долгота", "бойлық", "经度", "經度"),
    "lat": ("lat", "latitude", "широта", "ендік", "纬度", "緯度"),
    "x": ("x_coord", "coord_x", "координата_x", "координата_х", "x_координата", "х_координата"),
    "y": ("y_coord", "coord_y", "координата_y", "координата_у", "y_координата", "у_координата"),
}

# … else one that has such a word anywhere, as in "Географическая широта" or "Y (широта)".
_LAT = {"lat", "latitude", "широта", "ендік", "ендігі", "decimallatitude"}
_LON = {"lon", "lng", "longitude", "долгота", "бойлық", "бойлығы", "decimallongitude"}
_NORTH = {"north", "northing", "север", "северная", "солтүстік"}
_EAST = {"east", "easting", "восток", "восточная", "шығыс"}
_BESIDE_AXES = {"ск", "sk", "мск", "гск", "utm", "gk", "wgs", "pulkovo", "м", "m", "coord", "coordinate", "координата"}
_CHINESE: Mapping[str, str] = {
    **dict.fromkeys(("纬度", "緯度", "北纬", "北緯"), "lat"),
    **dict.fromkeys(("经度", "經度", "东经", "東經"), "lon"),
}
# Beside such a word they make it another quantity, or a part of an angle.
_OTHERS = {"min", "max", "мин", "макс", "минуты", "секунды", "sec", "сек", "error", "ошибка", "delta", "offset"}

# A place as one text: two numbers, degrees and minutes, or a link to a map.
_WHOLE_PLACES = {
    *("latlon", "latlng", "lonlat", "геокоординаты", "геопозиция", "геолокация", "geolocation", "geopoint", "gps"),
}
_LINKS = {"map", "maps", "карта", "карту", "карте", "картасы", "карты", "地图", "google", "гис", "gis", "yandex"}
_LINKS |= {"ссылка", "link", "сілтеме", "链接", "osm"}

# A column that names each row: one that begins with such a word, has one anywhere, or begins with such a thing.
_NAME_BEGINNINGS = ("name", "title", "название", "наимен", "назв", "атауы", "аты", "名称", "名字")
_NAME_WORDS = {"name", "title", "название", "наименование", "атауы", "аты"}
_THINGS = {
    *("объект", "участок", "площадка", "зона", "проект", "site", "plot", "zone", "location", "place", "project"),
    *("нысан", "учаске", "аймақ", "жоба", "алаң", "индустриальная", "промышленная", "industrial", "место"),
}
_NOT_OF_THINGS = {
    *(
        "код",
        "code",
        "id",
        "тип",
        "type",
        "вид",
        "статус",
        "status",
        "дата",
        "date",
        "площадь",
        "area",
        "цена",
        "price",
    ),
    *("адрес", "address", "категория", "category", "url", "стоимость", "cost", "size", "размер", "владелец", "owner"),
    *("ауданы", "мәртебесі", "түрі", "бағасы", "count", "число", "количество", "собственник", "координаты", "км", "km"),
}
# The name of a district or of an owner is not that of the place.
_OF_OTHERS = re.compile(
    r"район|област|округ|владел|собствен|арендатор|district|region|owner|company|county|аудан|облыс|иесі|所有|行政|区名|村名"
    r"|лат(?:ин)?\b|latin|sector|отрасл"
)

# What may stand behind a column's name, as "(°)" or ", m". Any other unit makes it another column.
_UNITS = {
    *("", "°", "deg", "degrees", "decimal degrees", "dd", "wgs84", "wgs 84", "wgs-84", "epsg:4326"),
    *("m", "metres", "meters", "м", "метр", "метры", "град", "град.", "градусы", "десятичные градусы", "градус"),
    *("米", "度", "dms", "гмс", "г.м.с", "град мин сек", "град. мин. сек.", "° ' \"", "с.ш.", "в.д.", "n", "e"),
    *("deg min sec", "十进制度", "градус мин сек", "decimal", "dd.dddd"),
}

_ANGLE_PARTS = (
    r"(?:град\w*|deg\w*|d|°|度|градус\w*|г)",
    r"(?:мин\w*|min\w*|m|'|′|分)",
    r"(?:сек\w*|sec\w*|s|\"|″|秒)",
)
_AXIS_STEMS = {
    "lat": r"(?:lat\w*?|широт\w*|ендік\w*|纬度|северн\w*|с\W?ш|n)",
    "lon": r"(?:lon\w*?|lng|долгот\w*|бойлық\w*|经度|восточн\w*|в\W?д|e)",
}


def header_key(header: str) -> str:
    """Reduce a header to what it is compared by: case, blanks and a harmless unit do not count."""
    key = unicodedata.normalize("NFKC", header[:MAX_TEXT]).casefold().strip(" \ufeff\"'")
    unit = re.fullmatch(r"(?P<name>[^(\[,]*)(?:[(\[](?P<in>[^)\]]*)[)\]]|,(?P<after>.*))", key)
    if unit and (unit["in"] or unit["after"] or "").strip() in _UNITS:
        key = unit["name"]
    return re.sub(r"[\s.\-:/]+", "_", key.strip()).strip("_°")


def loose_meanings(keys: Sequence[str]) -> dict[str, str]:
    """Tell what columns mean whose names are not known as they stand: a key of `COLUMN_NAMES` to a key of a header.

    A meaning that several columns may have is left out, but for names, of which the likeliest is taken.
    """
    found: dict[str, str] = {}
    for meaning, words in _BEGINNINGS.items():
        begun = [key for key in keys if _begins(key, words)] or [key for key in keys if _axis(key) == meaning]
        if len(begun) == 1:
            found[meaning] = begun[0]
    named = [key for key in keys if _name_rank(key) is not None]
    if named:
        found["name"] = min(named, key=lambda key: _name_rank(key) or 0)
    return found


def holds_places(header: str) -> bool:
    """Tell a header of whole places: one that speaks of coordinates, of both of them, or of a link to a map."""
    key = header_key(header)
    words = _words(key)
    if words & _OTHERS or _no_name(key):
        return False
    both = bool(words & _LAT) and bool(words & (_LON | {"long"}))
    # "Координата X" is one of two.
    single = bool(words & {"x", "y", "х", "у"}) or bool(words & (_LAT | _LON | _NORTH | _EAST))
    whole = any(word.startswith(("coord", "координат")) for word in words) or bool(words & (_WHOLE_PLACES | _LINKS))
    return both or (whole and not single) or "坐标" in key or "经纬度" in key


def angle_columns(columns: Sequence[str], axis: str) -> tuple[str, ...]:
    """Find the columns of an axis's degrees, minutes and seconds; at least the first two must be there."""
    found = []
    for part in _ANGLE_PARTS:
        stem = _AXIS_STEMS[axis]
        pattern = re.compile(rf"{stem}[\W_]+{part}(?![^\W\d_]).*|{part}(?![^\W\d_])[\W_]*{stem}(?![^\W\d_]).*")
        named = [column for column in columns if pattern.fullmatch(column.casefold().strip())]
        if len(named) != 1:
            break
        found.append(named[0])
    return tuple(found) if len(found) > 1 else ()


def _words(key: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", key))


_DATUM_YEARS = re.compile(r"wgs_?84|4326|(?:sk|ск|pulkovo)_?(?:19)?(?:42|95)|(?:gsk|гск)_?2011|2gis|2гис")


def _no_name(key: str) -> bool:
    """Tell a value from a name: a word and a number are a value, as in "longitude: 68.25"."""
    return bool(re.search(r"\d", _DATUM_YEARS.sub("", key)))


def _begins(key: str, words: Iterable[str]) -> bool:
    """Tell a name that goes on after a known word; one with a unit of its own in brackets is another quantity."""
    if re.search(r"[(\[,]", key) or _no_name(key) or _words(key) & _OTHERS:
        return False
    # A short word may begin another one, as "аты" does "Атырау"; a Chinese one ends where it ends.
    return any(
        key == word or (key.startswith(word) and (key[len(word)] == "_" or len(word) > 4 or word > "\u2e80"))
        for word in words
    )


def _axis(key: str) -> str | None:
    """Tell of which axis a header speaks by a word in it; a compass point counts more than the letter of an axis."""
    words = _words(key)
    if _no_name(key) or words & _OTHERS:
        return None
    axes = {axis for axis, known in (("lat", _LAT), ("lon", _LON)) if words & known}
    axes |= {axis for written, axis in _CHINESE.items() if written in key}
    axes = axes or {axis for axis, known in (("y", _NORTH), ("x", _EAST)) if words & known}
    if not axes and words - _BESIDE_AXES in ({"x"}, {"х"}, {"y"}, {"у"}):
        return "x" if words & {"x", "х"} else "y"
    return axes.pop() if len(axes) == 1 else None


def _name_rank(key: str) -> int | None:
    """Tell how likely a header is that of names, the least most; None if it is none."""
    words = _words(key)
    if re.search(r"[(\[]", key) or re.search(r"\d", key):
        return None
    other = 10 if _OF_OTHERS.search(key) else 0
    if _begins(key, _NAME_BEGINNINGS):
        return other
    if words & _NAME_WORDS or key.endswith(("名称", "名稱", "名字")):
        return other + 1
    if not other and words & _THINGS and not words & _NOT_OF_THINGS and key.split("_")[0] in _THINGS:
        return 2
    return None
