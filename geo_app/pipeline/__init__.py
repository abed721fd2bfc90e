"""Region packs are built from packages and figures, and refreshed from the network."""
