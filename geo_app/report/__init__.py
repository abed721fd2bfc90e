"""A ranking in words, in four languages."""
