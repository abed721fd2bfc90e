"""Files that hold a ranking."""
