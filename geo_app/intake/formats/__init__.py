"""One reader a format: bytes in, features out, nothing else decided."""
