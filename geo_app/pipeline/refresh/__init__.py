"""Bring newer data into a pack: download, compare, accept or refuse."""
