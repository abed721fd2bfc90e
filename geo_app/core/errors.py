"""Every error that a user can cause, in one tree.

::

    GeoAppError
    ├── SitesError        a file of candidate sites that cannot be read at all
    ├── OwnSiteError      a site, name or place that the user entered and that cannot be used
    ├── LayerError        a file that cannot become a layer, or not under that name
    ├── ScenarioError     an unknown profile or criterion, bad weights or anchors
    ├── SessionError      settings from an address, a file or the browser's store that cannot be read
    ├── StoryError        a file that is no story, or one that this pack cannot show
    ├── PackError      a broken catalogue, layer file or hash
    ├── BuildError        a source package or figure table that cannot be used
    └── RefreshError      newer data that cannot be fetched, read or trusted

An error carries a `Message`, so that the core raises without knowing any language and the screen translates without
knowing any cause.
"""

from __future__ import annotations

from geo_app.core.messages import Message


class GeoAppError(Exception):
    """Base of all errors that carry a message for a person.

    Parameters
    ----------
    template
        English message with ``{name}`` placeholders; what was found, where, what was expected, what to do.
    **values
        What fills the placeholders.
    """

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template)
        self.message = Message(template, values)

    def __str__(self) -> str:
        return str(self.message)

    def __reduce__(self) -> tuple[object, ...]:
        # Exception pickles by args alone, which would lose the values (Streamlit caches pickle errors).
        return _rebuild, (type(self), self.message.template, dict(self.message.values))


def _rebuild(kind: type[GeoAppError], template: str, values: dict[str, object]) -> GeoAppError:
    return kind(template, **values)


class SitesError(GeoAppError):
    """A file of candidate sites that cannot be read at all."""


class OwnSiteError(GeoAppError):
    """A site, name or place that the user entered and that cannot be used; the sites stay as they were."""


class LayerError(GeoAppError):
    """A file that cannot become a layer, or not under that name."""


class ScenarioError(GeoAppError):
    """An unknown profile or criterion, bad weights or anchors."""


class SessionError(GeoAppError):
    """Settings from an address, a file or the browser's store that cannot be read; what was set before stays."""


class StoryError(GeoAppError):
    """A file that is no story, or one that this pack cannot show; the story stays as it was."""


class PackError(GeoAppError):
    """A broken catalogue entry, layer file or hash."""


class BuildError(GeoAppError):
    """A source package or figure table from which a pack cannot be built."""


class RefreshError(GeoAppError):
    """Newer data of a layer that cannot be fetched, read or trusted; the layer stays as it is."""
