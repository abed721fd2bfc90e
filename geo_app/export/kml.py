"""A ranking as KML: a placemark a site, coloured by its score, with what the table says of it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from geo_app.export.formats import NOT_STUDIED, flat_rows
from geo_app.export.picture import SCORE_COLORS, color_class
from geo_app.ranking.model import RankedSite, Ranking
from geo_app.report.explanation import extremes
from geo_app.report.text import RobustnessBySite, Wording, accuracy_text, doubt_texts, reason_text, site_name

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_EXCLUDED = "#9e9e9e"


def to_kml(ranking: Ranking, wording: Wording, robustness_by_site: RobustnessBySite = NOT_STUDIED) -> bytes:
    """Write one placemark a site; what is excluded stands in a folder of its own, which is closed."""
    t = wording.t
    ET.register_namespace("", _NAMESPACE)
    root = ET.Element(f"{{{_NAMESPACE}}}kml")
    document = _child(root, "Document")
    title = t.pick(wording.pack.profiles[ranking.scenario.profile].titles)
    _child(document, "name", f"{t.pick(wording.pack.titles)}: {title}")
    for number, color in enumerate((*SCORE_COLORS, _EXCLUDED)):
        _style(document, f"class-{number}", color)
    rows = flat_rows(ranking, wording, robustness_by_site)
    ranked, excluded = _folder(document, t("Ranked sites"), True), _folder(document, t("Excluded"), False)
    for item, row in zip(ranking.sites, rows, strict=True):
        placemark = _child(excluded if item.rank is None else ranked, "Placemark")
        _child(placemark, "name", f"{item.rank}. {row['name']}" if item.rank else str(row["name"]))
        _child(placemark, "description", "\n".join(_lines(item, wording)))
        number = len(SCORE_COLORS) if item.score is None else color_class(item.score)
        _child(placemark, "styleUrl", f"#class-{number}")
        data = _child(placemark, "ExtendedData")
        for name, value in row.items():
            if value is not None and name not in ("lon", "lat", "name"):
                _child(_child(data, "Data", name=str(name)), "value", str(value))
        _child(_child(placemark, "Point"), "coordinates", f"{row['lon']},{row['lat']}")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _lines(item: RankedSite, wording: Wording) -> list[str]:
    t = wording.t
    lines = [
        site_name(item.site, t),
        t("Position known to {accuracy}", accuracy=accuracy_text(item.site.accuracy_m, t)),
    ]
    if item.score is not None:
        strength, weakness = extremes(item, wording)
        lines.append(t("Score {score} of 100", score=t.number(item.score, 1)))
        lines.append(t("+ {strength} · − {weakness}", strength=strength, weakness=weakness))
    lines += [t("Not ranked: {reason}.", reason=reason_text(name, wording)) for name in item.excluded_by]
    return [*lines, *(t("In doubt: {reason}", reason=doubt) for doubt in doubt_texts(item, wording))]


def _child(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_NAMESPACE}}}{tag}", attributes)
    if text:
        # XML has no place for most control characters, which a user's name may hold.
        element.text = "".join(letter for letter in text if letter >= " " or letter in "\n\t")
    return element


def _folder(document: ET.Element, name: str, opened: bool) -> ET.Element:
    folder = _child(document, "Folder")
    _child(folder, "name", name)
    _child(folder, "open", "1" if opened else "0")
    return folder


def _style(document: ET.Element, identity: str, color: str) -> None:
    """Write a style; KML has alpha, blue, green, red."""
    red, green, blue = color[1:3], color[3:5], color[5:7]
    icon = _child(_child(document, "Style", id=identity), "IconStyle")
    _child(icon, "color", f"ff{blue}{green}{red}".lower())
    _child(icon, "scale", "1.1")
