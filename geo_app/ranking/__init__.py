"""Measures become values, contributions, scores and ranks, and how robust those are."""
