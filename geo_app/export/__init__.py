"""A ranking as files: tables, layers, reports. Pure; the same ranking gives the same bytes."""
