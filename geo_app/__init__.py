"""Geospatial site selection: layers, proximity, scores and ranks that explain themselves."""

__version__ = "0.1.0"
