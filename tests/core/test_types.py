from __future__ import annotations

from pydantic import TypeAdapter

from geo_app.core.types import Bounds, Ring


def test_bounds_are_four_numbers_and_a_ring_is_any_number_of_pairs():
    assert TypeAdapter(Bounds).validate_python([9, 50, 11, 51]) == (9.0, 50.0, 11.0, 51.0)
    assert TypeAdapter(Ring).validate_python([[9, 50], [11, 50], [11, 51]]) == ((9.0, 50.0), (11.0, 50.0), (11.0, 51.0))
