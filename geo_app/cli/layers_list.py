"""`geo-app layers list`: what a pack is made of."""

from __future__ import annotations

import argparse
import json

from geo_app.cli.console import OK, add_pack_option, open_pack
from geo_app.core.i18n import Translator
from geo_app.core.settings import Settings


def add_arguments(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Add the options of `geo-app layers list`."""
    parser.add_argument("--format", choices=("table", "json"), default="table", help=t("for a person or for a program"))
    add_pack_option(parser, t)
    parser.set_defaults(run=run_list)


def run_list(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    """List the layers of a pack."""
    pack = open_pack(arguments, settings)
    layers = [
        {
            "id": layer.id,
            "title": t.pick(layer.titles),
            "geometry": layer.geometry,
            "features": len(layer.frame),
            "as_of": layer.as_of,
            "accuracy_m": layer.accuracy_m,
            "licences": sorted({source.licence for source in layer.sources}),
        }
        for layer in pack.layers.values()
    ]
    if arguments.format == "json":
        content = {"schema": "geo-app/layers/1", "data_version": pack.data_version, "layers": layers}
        print(json.dumps(content, ensure_ascii=False, indent=1))
        return OK
    for layer in layers:
        print(f"{layer['id']:24} {layer['geometry']:8} {layer['features']:6}  {layer['as_of']:12} {layer['title']}")
    return OK
