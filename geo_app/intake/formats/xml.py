"""Parse XML from outside: no entities, no external documents."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_


def parse_xml(content: bytes, name: str) -> Element:
    """Parse XML that may be hostile.

    Raises
    ------
    SitesError
        If it is not valid, or declares a document type or entities.
    """
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        text = N_("{file}: XML with a document type or entities is not accepted. Save it without them.")
        raise SitesError(text, file=name) from error
    except (ParseError, ValueError, LookupError) as error:
        raise SitesError(N_("{file} is not valid XML: {reason}."), file=name, reason=str(error)[:200]) from error
    return root


def tag(element: Element) -> str:
    """Drop the namespace: files in the wild have several, or none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
