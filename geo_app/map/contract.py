"""What crosses between Python and the map in the browser, as JSON: `geo_app/frontend/contract.d.ts` in Python.

The names and fields are the same, which a test compares. Lengths are metres, coordinates are lon/lat degrees
(EPSG:4326), scores are 0 to 100.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from geo_app.map.live_contract import LiveDocument

Theme = Literal["light", "dark"]
LonLat = tuple[float, float]
Texts = dict[str, str]
"""Texts in the user's language, by the names that the scripts know."""

MapEventKind = Literal[
    "site",
    "feature",
    "place",
    "drawn",
    "moved",
    "removed",
    "compare",
    "surface_on",
    "surface_off",
    "view",
    "leave",
]


class MapAssets(TypedDict):
    """What a map is made of: where scripts and styles are, in the order of need, and what `geoApp.start` gets."""

    scripts: list[str]
    styles: list[str]
    start: StartOptions


class MapDefinition(MapAssets):
    """What the page's component gets: a map, its height in pixels, and what to show."""

    height: int
    payload: Payload


class StartOptions(TypedDict):
    """What `geoApp.start` gets; the pack document itself (in a file), or where it and the backdrop's tiles are."""

    lang: str
    theme: Theme
    failed: str
    online: NotRequired[OnlineTiles]
    pack: NotRequired[PackDocument]
    url: NotRequired[str]
    tiles: NotRequired[str]


class OnlineTiles(TypedDict):
    """Tiles from elsewhere, which a switch turns on."""

    url: str
    attribution: str


class PackDocument(TypedDict):
    """All that does not change while a person works, in one language."""

    id: str
    bounds: tuple[tuple[float, float], tuple[float, float]]
    """((south, west), (north, east))"""
    texts: Texts
    tiles: dict[str, str]
    """Names zoom/x/y of the backdrop's tiles; in a file with the tile as a data URI."""
    relief: dict[str, str]
    region: str
    """Id of the layer that outlines the region."""
    grid: GridDocument
    groups: list[LayerGroup]
    layers: list[LayerDocument]
    attributions: list[tuple[str, str]]
    """(whom to thank, address or empty)"""


class LayerGroup(TypedDict):
    """A heading in the legend."""

    id: str
    title: str


class LayerDocument(TypedDict):
    """A layer: how it is drawn, and its features."""

    id: str
    group: str
    title: str
    kind: Literal["point", "line", "polygon"]
    visible: bool
    candidates: bool
    facts: bool
    sources: list[int]
    """Places in the pack's `attributions`."""
    style: LayerStyle
    labels: list[int] | None
    """Which feature gets a name first where there is no room for all; null: no names."""
    classes: ClassLegend | None
    sizes: SizeLegend | None
    route: RouteDocument | None
    features: list[FeatureDocument]
    words: list[str]
    shapes_of: str
    """Id of the layer that has the same shapes, which are left out here; empty where they are not."""


class LayerStyle(TypedDict):
    """A pack's own style: what the scripts read of it."""

    color: str
    shape: NotRequired[str]
    size: NotRequired[float]
    width: NotRequired[float]
    dash: NotRequired[str]
    fill: NotRequired[float]


class Geometry(TypedDict):
    """A shape as GeoJSON writes it, lon/lat degrees."""

    type: str
    coordinates: object


FeatureDocument = TypedDict(
    "FeatureDocument",
    {
        "id": str,
        "name": str,
        "shape": NotRequired[Geometry],
        "accuracy_m": float,
        "hollow": bool,
        "facts": list[int],
        "class": NotRequired[int],
        "size": NotRequired[int],
    },
)
"""A feature: its name, shape and facts."""


class ClassLegend(TypedDict):
    """What the colours of a choropleth mean."""

    title: str
    words: list[str]
    colors: list[str]
    known: int
    """How many of the colours are of numbers; the last may be of what has no data."""


class SizeLegend(TypedDict):
    """What the sizes of symbols mean."""

    title: str
    words: list[str]


class Gateway(TypedDict):
    """A place on a route through which it enters or leaves."""

    lon: float
    lat: float
    name: str


RouteDocument = TypedDict(
    "RouteDocument",
    {
        "from": str,
        "to": str,
        "gateways": list[Gateway],
    },
)
"""Where a line leads."""


class GridDocument(TypedDict):
    """The hexagons of the suitability surface; geo_app/map/surface_document.py says how they are laid out."""

    key: str
    runs: list[tuple[int, int, int]]
    """[row, first column, number of cells], in the cells' order."""
    step: int
    """Columns and rows from one node of the lattice to the next."""
    across: int
    """Nodes in a row."""
    x: list[float]
    """Where the nodes lie, on a square map of the world of width 1."""
    y: list[float]
    limits: list[float]
    """Scores between two classes."""
    words: list[str]
    steps: int
    """Codes of a cell: steps for a point of score, and two that are no score."""
    unknown: int
    excluded: int
    value_steps: int
    """Steps in which values travel; what is above could not be measured."""
    most_unknown: float
    """Weight of what could not be measured above which a cell has no score."""
    texts: Texts


class Payload(TypedDict):
    """What a change of weights or selection changes."""

    selected: str
    compare: list[str]
    sites: list[SiteMark]
    links: dict[str, list[Link]]
    own: list[SiteOutline]
    mode: str
    """The tool that waits for clicks: "point", "polygon", "measure" or none."""
    more: NotRequired[str]
    visible: NotRequired[list[str]]
    cells: NotRequired[SurfaceCells | None]
    focus: NotRequired[Focus]
    place: NotRequired[PlaceMark]
    sight: NotRequired[SightDocument]
    live: NotRequired[LiveDocument]
    story: NotRequired[StageDocument]
    stage: NotRequired[bool]
    """Whether the map is the stage itself, which covers the page."""


class SiteMark(TypedDict):
    """A candidate site: what is written on its marker, and said of it."""

    id: str
    name: str
    layer: str
    lon: float
    lat: float
    accuracy_m: float
    accuracy: str
    rank: int | None
    """null: excluded, as `why` says."""
    score: float | None
    place: str
    score_text: str
    best: str
    worst: str
    why: list[str]
    dx: float
    """Pixels right and down by which the marker stands beside its place."""
    dy: float


class PlaceMark(SiteMark):
    """A place that is no site, with the lines to what was measured."""

    links: list[Link]


class Link(TypedDict):
    """A line from a site to the nearest point of what a criterion measured."""

    lon: float
    lat: float
    name: str
    text: str
    color: str


class SiteOutline(TypedDict):
    """A site that the user made: its outline, empty for a point."""

    id: str
    name: str
    ring: list[LonLat]


class SurfaceCells(TypedDict):
    """How suitable every place is: what the browser scores, or a byte a cell; neither while they are measured."""

    grid: str
    bytes: str
    """In base64."""
    values: NotRequired[list[str]]
    """Addresses of each criterion's values in 16 bits, empty for one that is not measured everywhere yet."""
    excluded: NotRequired[str]
    """A bit a cell in base64, the lowest first."""
    top: NotRequired[list[int]]
    """Numbers of the best cells, the best first."""
    note: str


class Focus(TypedDict):
    """A place to look at; `count` is another one each time."""

    lon: float
    lat: float
    zoom: float
    name: str
    count: int


class SightDocument(TypedDict):
    """What a map looks at; `count` is another one each time that the page asks for it."""

    center: LonLat
    zoom: float
    layers: dict[str, bool]
    opacity: dict[str, float]
    count: NotRequired[int]


class StageDocument(TypedDict):
    """A presentation, worked out beforehand, so that a step needs no server."""

    words: Texts
    start: int
    steps: list[StageStep]


class StageStep(TypedDict):
    """A view of a story, with what it comes to."""

    title: str
    kicker: str
    note: str
    first: int
    sight: SightDocument | None
    top: list[StageCaption]
    payload: Payload


class StageCaption(TypedDict):
    """What the hall reads of a site, and a screen reader announces."""

    id: str
    name: str
    rank: int
    place: str
    score: float
    score_text: str
    best: str
    worst: str
    sure: str
    shares: tuple[float, float] | None
    """Shares (0 to 1) of plausible weightings in which the site is first, and among the first three."""
    said: str


class MapEvent(TypedDict):
    """What the user did on the map."""

    kind: MapEventKind
    site: NotRequired[str]
    layer: NotRequired[str]
    feature: NotRequired[str]
    lon: NotRequired[float]
    lat: NotRequired[float]
    ring: NotRequired[list[LonLat]]
    """Corners of an outline, empty for a point."""
    view: NotRequired[MapView]


class MapView(TypedDict):
    """What the map shows, as it says so itself: kept in the browser's tab, and in a view of a story."""

    center: LatLngLiteral
    zoom: float
    layers: dict[str, bool]
    opacity: dict[str, float]
    order: list[str]
    """Ids of layers that the user moved, from back to front; those of them that went to the back."""
    sent: list[str]


class LatLngLiteral(TypedDict):
    """A place as Leaflet writes it."""

    lat: float
    lng: float
