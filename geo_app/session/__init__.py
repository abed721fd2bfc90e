"""What one session holds: one frozen, serialisable value, the events that change it, and what follows from it."""

from geo_app.session.history import History
from geo_app.session.model import Session

__all__ = ["History", "Session"]
