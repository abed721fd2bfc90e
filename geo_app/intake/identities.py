"""Ids of the sites of a file: its own where they tell sites apart, made unique where they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.core.text import MAX_TEXT, clean_text
from geo_app.intake.features import Feature
from geo_app.intake.tables.columns import cell
from geo_app.intake.tables.header_words import header_key

# A code is an id only if every row has another one: often it is that of a district or of a kind.
_CODES = ("код", "编号", "fid", "feature_id")

_NO_ID = N_("the column {field!r} does not tell rows from each other, so it is no id; it is kept as an attribute.")
_USED = N_("id {found!r} was already used in row {first}; here it is {id!r}.")


def identify(features: Sequence[Feature], fields: Mapping[str, str]) -> tuple[list[str], dict[str, str], list[RowNote]]:
    """Give each feature an id that no other has.

    Parameters
    ----------
    fields
        Meanings of columns, as `geo_app.intake.tables.columns.find_columns` tells them.

    Returns
    -------
    The ids, the meanings (without that of the id, if its column is none), and what the user should know.
    """
    field = fields.get("id")
    given = [clean_text(cell(feature.values, field))[:MAX_TEXT] for feature in features]
    if field is not None and _is_no_id(field, given):
        rest = {meaning: column for meaning, column in fields.items() if meaning != "id"}
        note = RowNote(0, Message(_NO_ID, {"field": field[:80]}))
        return _made([""] * len(features), features)[0], rest, [note]
    ids, notes = _made(given, features)
    return ids, dict(fields), notes


def _is_no_id(field: str, given: Sequence[str]) -> bool:
    counts = Counter(filter(None, given))
    if len(given) < 2 or not counts:
        return False
    repeated = max(counts.values()) > 1
    return repeated and (len(counts) == 1 or header_key(field) in _CODES)


def _made(given: Sequence[str], features: Sequence[Feature]) -> tuple[list[str], list[RowNote]]:
    taken = set(given)
    first: dict[str, int] = {}
    made, notes = [], []
    for identity, feature in zip(given, features, strict=True):
        if identity and identity not in first:
            first[identity] = feature.row
            made.append(identity)
            continue
        made.append(_free(identity, taken) if identity else _free_row(feature.row, taken))
        taken.add(made[-1])
        if identity:
            values = {"found": identity, "first": first[identity], "id": made[-1]}
            notes.append(RowNote(feature.row, Message(_USED, values)))
    return made, notes


def _free(identity: str, taken: set[str]) -> str:
    return next(name for k in range(2, len(taken) + 3) if (name := f"{identity}-{k}") not in taken)


def _free_row(row: int, taken: set[str]) -> str:
    name = f"row-{row}"
    while name in taken:
        name += "-row"
    return name
