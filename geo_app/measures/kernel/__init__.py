"""The compiled search for what is nearest: branch and bound, exact, on every processor."""
