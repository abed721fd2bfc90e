"""Weights as people write them: a line for each criterion, a table pasted from elsewhere, or JSON."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import N_
from geo_app.region.model import RegionPack

MAX_CHARACTERS = 20_000

_HEADER = re.compile(r"[^\d,;\t|]+[,;\t|][^\d,;\t|]+")
_LINE = re.compile(r"(?P<name>.*?)[\s:=;,|]*(?P<number>[-+−]?\d+(?:[.,]\d+)?)\s*%?")


def read_weights(text: str, pack: RegionPack) -> dict[str, float]:
    """Read weights.

    Parameters
    ----------
    text
        ``rail: 30`` on a line each, where any of ``: = ; , |``, a tab or spaces separate, a percent sign may follow
        and a comma may be the decimal sign; a table's header may come first; or a JSON object of weights; or a
        scenario's or a ranking's JSON.
        Criteria go by their id or by their title in any language, in small or capital letters.
    pack
        The pack that knows the criteria.

    Returns
    -------
    By criterion, on the scale of the text; at least one is above 0.

    Raises
    ------
    ScenarioError
        If the text is too long or empty, a line has no number, a criterion is unknown or named twice, or a weight is
        negative; says the line, or the field, what was found and what was expected.
    """
    if len(text) > MAX_CHARACTERS:
        raise ScenarioError(
            N_("The text has {found} characters; at most {limit} are accepted. Leave out what is no weight."),
            found=len(text),
            limit=MAX_CHARACTERS,
        )
    names = _names(pack)
    pairs = _from_json(text) if text.lstrip().startswith("{") else _from_lines(text, names)
    weights: dict[str, float] = {}
    for line, name, number in pairs:
        criterion = names.get(_key(name))
        if criterion is None:
            known = ", ".join(pack.criteria)
            raise ScenarioError(
                N_("Line {line}: {found!r} is no criterion of this pack. Use an id or a title. Ids: {known}."),
                line=line,
                found=name,
                known=known,
            )
        if criterion in weights:
            raise ScenarioError(
                N_("Line {line}: {found!r} has a weight already. Keep one of the two."), line=line, found=name
            )
        if not (math.isfinite(number) and number >= 0):
            raise ScenarioError(
                N_("Line {line}: the weight of {name!r} is {found}; expected a number of 0 or more."),
                line=line,
                name=name,
                found=number,
            )
        weights[criterion] = number
    if not any(weights.values()):
        raise ScenarioError(N_("No weight above 0 was found. Write one criterion a line, for example rail: 30."))
    return weights


def _from_lines(text: str, names: Mapping[str, str]) -> list[tuple[int, str, float]]:
    pairs = []
    lines = [(line, content) for line, content in enumerate(text.splitlines(), 1) if content.strip()]
    for line, content in lines[1:] if lines and _is_header(lines[0][1], names) else lines:
        found = _LINE.fullmatch(content.strip())
        if found is None:
            raise ScenarioError(
                N_("Line {line}: no weight at the end of {found!r}. Write a criterion and a number, as in rail: 30."),
                line=line,
                found=content.strip()[:80],
            )
        number = float(found["number"].replace(",", ".").replace("−", "-"))
        pairs.append((line, found["name"].strip(" \t\"'"), number))
    return pairs


def _is_header(line: str, names: Mapping[str, str]) -> bool:
    """Tell the names of a table's two columns from a criterion whose weight is no number."""
    first = re.split(r"[,;\t|]", line)[0]
    return _HEADER.fullmatch(line.strip()) is not None and _key(first.strip(" \t\"'")) not in names


def _from_json(text: str) -> list[tuple[int, str, float]]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ScenarioError(N_("The JSON is broken: {problem}. Copy all of it."), problem=error) from error
    found = _weights_in(raw)
    pairs = []
    for line, (name, number) in enumerate(found.items(), 1):
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise ScenarioError(
                N_("Line {line}: the weight of {name!r} is {found}; expected a number of 0 or more."),
                line=line,
                name=name,
                found=number,
            )
        pairs.append((line, name, float(number)))
    return pairs


def _weights_in(raw: Any) -> Mapping[str, Any]:
    """Find the weights of a ranking, a scenario, or an object of weights alone."""
    inner = raw.get("scenario", raw)
    found = inner.get("weights", inner) if isinstance(inner, dict) else inner
    if not isinstance(found, dict):
        raise ScenarioError(N_('The JSON holds no weights; expected {"criterion": 25, …}.'))
    return found


def write_weights(weights: Mapping[str, float]) -> str:
    """Write weights as `read_weights` reads them, one criterion a line."""
    return "".join(f"{name}: {number:.10g}\n" for name, number in weights.items())


def _names(pack: RegionPack) -> dict[str, str]:
    """Index the criteria by every title they have, and by their ids, which win."""
    by_title = {_key(title): item.id for item in pack.criteria.values() for title in item.titles.values()}
    return by_title | {_key(name): name for name in pack.criteria}


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
