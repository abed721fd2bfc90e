"""The one definition of the map, for the page, the stage and the exported file."""
