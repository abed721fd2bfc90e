"""What crosses between Python and the components of the page, as JSON: the rest of `contract.d.ts` in Python."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from geo_app.map.contract import Texts


class AddressData(TypedDict):
    """The session for the address and the browser's store."""

    visit: str
    """Another one for each session of the server."""
    code: str
    lang: str
    profile: str
    step: int
    """Another number for each step of the browser's history."""
    heard: int
    """Number of the last event that the server has taken."""
    longest: int
    """Length of a code that an address still holds."""


class EditorData(TypedDict):
    """The criteria: their weights in percent, and the opened one's value function."""

    words: Texts
    profile: str
    heard: int
    """Number of the last event that the server has taken."""
    rows: list[EditorRow]
    more: list[tuple[str, str]]
    """[id, title] of criteria that can be added."""
    opened: str
    detail: EditorDetail | None


class EditorRow(TypedDict):
    """A criterion's weight."""

    id: str
    title: str
    percent: float
    shown: int
    """In whole percent, so that all of them together are 100."""
    locked: bool
    changed: bool


class EditorDetail(TypedDict):
    """The opened criterion: its text, its curve, where the sites lie on it, its anchors."""

    text: str
    reason: str
    source: str
    source_label: str
    kinds: list[tuple[str, str]]
    kind: str
    kind_label: str
    low: float
    high: float
    low_text: str
    high_text: str
    curve: list[tuple[float, float]]
    curve_label: str
    ticks: list[float]
    out: list[float]
    chosen: str
    chosen_at: float | None
    handles: list[CurveHandle]
    points: list[tuple[float, float]]
    numbers: list[CurveNumber]
    many: bool
    add_anchor: str
    remove_anchor: str
    undo: str
    changed: bool
    problem: str


class CurveHandle(TypedDict):
    """A point of a curve that can be dragged: the points that go along, and between which x it stays."""

    x: float
    y: float
    points: list[int]
    free: bool
    between: tuple[float | None, float | None]


class CurveNumber(TypedDict):
    """A number that makes a value function: where it stands in the points, as [point, 0 for x or 1 for its worth]."""

    label: str
    value: float
    at: list[tuple[int, int]]


class EditorEvent(TypedDict):
    """What the user did in the editor."""

    number: int
    kind: str
    criterion: NotRequired[str]
    value: NotRequired[object]


class CautionData(TypedDict):
    """The slider of caution."""

    label: str
    low: str
    """What its ends mean."""
    high: str
    step: int
    steps: int
    heard: int
    """Number of the last event that the server has taken."""


class RankingTableData(TypedDict):
    """What the component of the ranking shows, and what it says to a screen reader."""

    caption: str
    columns: list[tuple[str, str, str]]
    """[title, class, explanation]"""
    only: list[str] | None
    """Ids of the sites that the table lists, where it does not list all that are ranked."""
    comparing: str
    more: str
    most: int | None
    """So many of the best are in the table, and the selected one; None for all."""
    rows: list[RankingTableRow]
    selected: str
    announcement: str
    weights: dict[str, float]
    """Of sum 1, by criterion, and the caution: by what the rows were ranked."""
    caution: float


class RankingTableRow(TypedDict):
    """A row: a site with its texts in the reader's language."""

    id: str
    rank: str
    name: str
    detail: str
    score: str
    share: float
    """Of the bar, 0 to 1."""
    sure: str
    alike: str
    accuracy: str
    letter: str


class BestPlacesData(TypedDict):
    """What the component of the best cells shows, best first."""

    words: Texts
    rows: list[BestPlacesRow]


class BestPlacesRow(TypedDict):
    """A place where a good site would be."""

    number: str
    name: str
    lon: float
    lat: float
    score: str
    share: float
    rank: str
    why: str
    shown: bool
    added: bool


class PlaceSearchData(TypedDict):
    """The search box, and what was found."""

    label: str
    query: str
    """What was asked for when these results were found."""
    results: list[PlaceSearchResult]
    status: str
    most: int


class PlaceSearchResult(TypedDict):
    """A place that was found."""

    name: str
    kind: str


class UserSitesData(TypedDict):
    """The list of the user's own sites, and what came of the last change."""

    words: Texts
    rows: list[UserSitesRow]
    removed: str
    added: str
    problems: list[str]
    notes: list[str]
    rest: str | None
    """What stays in the box after a paste; null leaves it as it is."""
    count: int
    saved: str


class UserSitesRow(TypedDict):
    """One of the user's own sites."""

    id: str
    name: str
    place: str
    area: str
    selected: bool


class StoryPanelData(TypedDict):
    """The views of a story, and what came of the last change."""

    words: Texts
    rows: list[StoryPanelRow]
    removed: str
    problem: str
    saved: str
    file: str
    full: bool
    most: StoryLimits


class StoryPanelRow(TypedDict):
    """A view of a story."""

    title: str
    note: str
    what: str
    fits: bool


class StoryLimits(TypedDict):
    """How long texts may be, and how large a file."""

    title: int
    note: int
    bytes: int


class UploaderTexts(TypedDict):
    """The words of Streamlit's uploader."""

    choose: str
    limit: str
    remove: str


# =====================
