"""The session value: everything a person has set, in one frozen dataclass.

An event is a function ``(session, …) -> session`` (`geo_app.session.events`); what the page shows follows from the
value and the pack alone (`geo_app.session.screen`); undo, reload, the Back button and links are this value, kept in
different places (`geo_app.session.history`, `geo_app.session.codec`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from geo_app.intake.user_sites import OwnSite, OwnSites
from geo_app.map.story import Story, View
from geo_app.ranking.model import DEFAULT_CAUTION, Method, Requirement
from geo_app.region.model import Criterion, Layer, ValueFunction

MOST_COMPARED = 4

Controls = Literal["", "weights", "conditions", "method", "own_sites", "own_layer", "story"]
Answers = Literal["why", "compare", "lead", "similar", "best"]
WeightingWay = Literal["sliders", "swing", "pairs", "text"]

CONTROLS: tuple[Controls, ...] = get_args(Controls)
ANSWERS: tuple[Answers, ...] = get_args(Answers)
WEIGHTING_WAYS: tuple[WeightingWay, ...] = get_args(WeightingWay)


@dataclass(frozen=True)
class Upload:
    """A user's file of sites, as it came, and how to read it."""

    name: str
    content: bytes
    swap: bool = False
    crs: str = ""


@dataclass(frozen=True)
class LayerUpload:
    """A user's file that may become a layer, and how to read it."""

    name: str
    content: bytes
    crs: str = ""
    theme: str = ""
    geometry: str = ""
    resampling: str = "mean"


@dataclass(frozen=True)
class OwnLayer:
    """A layer that the user added for this session; `version` names all that it holds."""

    version: str
    layer: Layer = field(compare=False)
    criterion: Criterion | None = field(compare=False)


@dataclass(frozen=True)
class ProfileEdits:
    """What the user changed of one profile.

    Attributes
    ----------
    weights
        By criterion, in percent; empty where the profile's own documented weights are in force.
    locked
        The criteria whose weight stays when another moves.
    functions
        By criterion, the value functions that the user made.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    functions: Mapping[str, ValueFunction] = field(default_factory=dict)


UNCHANGED = ProfileEdits()


@dataclass(frozen=True)
class WeightMove:
    """A weight on its way: the profile's weights, in percent, before it left and where it has come.

    While one weight moves on, the others start from where they were before it left, so that one that was pushed to 0
    comes back.
    """

    profile: str
    criterion: str
    before: Mapping[str, float]
    after: Mapping[str, float]


@dataclass(frozen=True)
class Session:
    """What one session holds.

    Attributes
    ----------
    language
        A code of `geo_app.core.i18n.LANGUAGES`; empty until the browser has said what it asks for.
    profile
        Id of the sector profile; empty, or one that the pack has not, stands for the pack's first.
    edits
        By profile, what the user changed of it.
    method, caution
        How values become a score, see `geo_app.ranking.model.Scenario`.
    requirements
        What a site must offer at least.
    exclusions
        Exclusions in force; None has the pack's defaults.
    on
        The date on which dated facts are judged; None has the pack's.
    own_sites
        Candidate sites that the user drew, pasted or loaded, beside the pack's or the upload's.
    upload
        The user's file of more sites than `own_sites` has room for, beside the pack's; a reload loses it.
    only_own
        Whether the user's own sites and file are ranked without the pack's.
    layers
        The user's own layers, in the order in which they came; no other session sees them.
    views
        The story for stage mode.
    compared
        Ids of the sites that are compared, at most `MOST_COMPARED`.
    surface
        Whether the map shows how suitable every place is.
    selected
        Id of the chosen site; where it is not ranked, the first one is shown.
    place
        The lon, lat whose explanation is open in place of a site's; None if none is.
    other
        Id of the site that the selected one is held against.
    introduced
        Whether the sentence that says what the page is, and where to begin, is shown.
    known_only
        Whether the table lists only sites that are known to meet every requirement.
    controls, answers, way, opened, listed_layer, all_rows
        The open tab of the controls (empty where they are closed) and of the answers, the way to find weights, the
        criterion whose curve is open, the layer whose features the data page lists, and whether a long ranking is
        shown whole.
    removed_sites, removed_views
        What was removed, each with its place in the list, the last one at the end: offered back until the page is left.
    move
        The weight that moved last.
    """

    language: str = ""
    profile: str = ""
    edits: Mapping[str, ProfileEdits] = field(default_factory=dict)
    method: Method = "weighted_sum"
    caution: float = DEFAULT_CAUTION
    requirements: tuple[Requirement, ...] = ()
    exclusions: tuple[str, ...] | None = None
    on: date | None = None
    own_sites: OwnSites = ()
    upload: Upload | None = None
    only_own: bool = False
    layers: tuple[OwnLayer, ...] = ()
    views: Story = ()
    compared: tuple[str, ...] = ()
    surface: bool = True
    selected: str = ""
    place: tuple[float, float] | None = None
    other: str = ""
    introduced: bool = True
    controls: Controls = "weights"
    answers: Answers = "why"
    way: WeightingWay = "sliders"
    opened: str = ""
    listed_layer: str = ""
    all_rows: bool = False
    known_only: bool = False
    removed_sites: tuple[tuple[int, OwnSite], ...] = ()
    removed_views: tuple[tuple[int, View], ...] = ()
    move: WeightMove | None = None

    def edits_of(self, profile: str) -> ProfileEdits:
        """Look up what the user changed of a profile."""
        return self.edits.get(profile, UNCHANGED)


LOOKS = (
    *(
        "selected",
        "place",
        "other",
        "introduced",
        "controls",
        "answers",
        "way",
        "opened",
        "listed_layer",
        "all_rows",
        "known_only",
    ),
    *("removed_sites", "removed_views", "move"),
)
"""Fields that say where somebody looks; a change of these alone is nothing to undo."""
