"""Fill the HTML templates; every text in them is escaped."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from geo_app.core.i18n import Translator


@cache
def _environment() -> Environment:
    # Everything shown may come from an upload, so escaping is on for every template.
    return Environment(
        loader=PackageLoader("geo_app.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, t: Translator, **content: Any) -> str:
    """Fill a template of ``geo_app/report/templates``; every text in it is escaped."""
    return _environment().get_template(template).render(t=t, **content)
