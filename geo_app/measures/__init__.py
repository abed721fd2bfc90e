"""Geometry becomes numbers: raw, low and high per site and criterion."""
