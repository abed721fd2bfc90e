"""Thin pages: read what was chosen, call one use case, show the answer."""
