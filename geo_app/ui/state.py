"""The one typed session state; widgets keep their own values under the keys named here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import streamlit as st

from geo_app.core.errors import ScenarioError, StoryError
from geo_app.core.messages import RowNote
from geo_app.intake.user_sites import OwnSite, OwnSites
from geo_app.map.story import Sight, Story, View
from geo_app.ranking.model import Method, Requirement
from geo_app.region.model import Criterion, Layer, ValueFunction

LANGUAGE_KEY = "lang"
PROFILE_KEY = "profile"
DATE_KEY = "on"
SELECTED_KEY = "site"

MOST_COMPARED = 4


@dataclass(frozen=True)
class Upload:
    """A user's file of sites, as it came."""

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

    layer: Layer
    criterion: Criterion | None
    version: str


@dataclass(frozen=True)
class PasteReport:
    """What came of a change of the user's own sites.

    Attributes
    ----------
    count
        Another number for each change.
    added
        How many sites it brought; None where it was no addition.
    problems, notes
        What is wrong with which line, and what the user should know; row 0 is the change as a whole.
    rest
        Pasted lines that could not be read, for the user to correct; None leaves what is written there.
    """

    count: int = 0
    added: int | None = None
    problems: tuple[RowNote, ...] = ()
    notes: tuple[RowNote, ...] = ()
    rest: str | None = None


@dataclass(frozen=True)
class Focus:
    """A place for the map to look at; `count` is another one each time, also for the same place."""

    lon: float
    lat: float
    zoom: float
    name: str
    count: int


@dataclass(frozen=True)
class Looking:
    """What the map is to look at, as a view remembers it; `count` is another one each time."""

    sight: Sight
    count: int


@dataclass(frozen=True)
class Move:
    """A weight on its way: the profile's weights, in percent, before it left and where it has come."""

    profile: str
    criterion: str
    before: dict[str, float]
    after: dict[str, float]


@dataclass(frozen=True)
class Editor:
    """The editor of criteria: the opened one, the last event that was heard, and what was wrong with it."""

    opened: str = ""
    heard: int = 0
    problem: ScenarioError | None = None
    move: Move | None = None


@dataclass
class State:
    """What one session remembers besides its widgets.

    Attributes
    ----------
    selected
        Id of the chosen site, empty if none is chosen.
    upload
        The user's own sites, if any.
    upload_round
        How often the uploader was emptied: Streamlit empties it only by another key.
    own_layers
        The user's own layers, in the order in which they came; no other session sees them.
    layer_round
        How often the uploader of layers was emptied.
    weights
        By profile and criterion, in percent; a profile that is not here has its own documented weights.
    locked
        By profile, the criteria whose weight stays when another moves.
    functions
        By profile and criterion, the value functions that the user made.
    editor
        The editor of weights and value functions.
    method, caution
        How values become a score, see `geo_app.ranking.model.Scenario`.
    requirements
        What a site must offer at least.
    exclusions
        Exclusions in force; None has the pack's defaults.
    on
        The date on which dated facts are judged; None has the pack's.
    compare
        Ids of the sites that are compared, at most `MOST_COMPARED`.
    place
        The lon, lat whose explanation is open in place of a site's; None if none is.
    surface
        Whether the map shows how suitable every place is.
    own_sites
        Candidate sites that the user drew, pasted or loaded, beside the pack's or the upload's.
    removed_sites
        Those that were removed, each with its place in the list, the last one at the end.
    paste_report
        What came of the last change of the user's own sites.
    focus
        The place that was last searched for.
    views
        The story for stage mode.
    removed_views
        Those that were removed, each with its place in the story, the last one at the end.
    story_problem
        Why the last file that was opened is no story.
    looking
        What the last view that was gone to had the map look at.
    all_rows
        Whether a long ranking is shown whole.
    """

    selected: str = ""
    upload: Upload | None = None
    upload_round: int = 0
    own_layers: tuple[OwnLayer, ...] = ()
    layer_round: int = 0
    weights: dict[str, dict[str, float]] = field(default_factory=dict)
    locked: dict[str, frozenset[str]] = field(default_factory=dict)
    functions: dict[str, dict[str, ValueFunction]] = field(default_factory=dict)
    editor: Editor = Editor()
    method: Method = "weighted_sum"
    caution: float = 0.5
    requirements: tuple[Requirement, ...] = ()
    exclusions: tuple[str, ...] | None = None
    on: date | None = None
    compare: tuple[str, ...] = ()
    place: tuple[float, float] | None = None
    surface: bool = True
    own_sites: OwnSites = ()
    removed_sites: tuple[tuple[int, OwnSite], ...] = ()
    paste_report: PasteReport = field(default_factory=lambda: PasteReport())
    focus: Focus | None = None
    views: Story = ()
    removed_views: tuple[tuple[int, View], ...] = ()
    story_problem: StoryError | None = None
    looking: Looking | None = None
    all_rows: bool = False


def state() -> State:
    """Get the session's state, new at a first visit."""
    found = st.session_state.setdefault("geo_app_state", State())
    if not isinstance(found, State):
        # Streamlit reloads modules in development, and the old class is then another one.
        found = st.session_state["geo_app_state"] = State()
    return found


def toggle_compared(site: str) -> None:
    """Add a site to the comparison or take it out; a fifth takes the place of the one added first."""
    mine = state()
    kept = tuple(name for name in mine.compare if name != site)
    mine.compare = kept if len(kept) < len(mine.compare) else (*kept, site)[-MOST_COMPARED:]


def remember(name: str, value: str) -> None:
    """Keep a choice in the page's address, so that a link shows what its sender saw."""
    if st.query_params.get(name) != value:
        st.query_params[name] = value


def remembered(name: str, allowed: Iterable[str], default: str) -> str:
    """Look a choice up in the page's address; what is not allowed there is not used."""
    found = st.query_params.get(name, default)
    return found if found in set(allowed) else default
