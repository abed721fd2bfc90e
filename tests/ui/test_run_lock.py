"""Sessions take turns."""

from __future__ import annotations

import threading

import pytest

from geo_app.ui.run_lock import turn


def test_one_goes_after_the_other():
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        with turn():
            inside += 1
            most = max(most, inside)
            threading.Event().wait(0.005)
            inside -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_an_error_gives_the_turn_back():
    with pytest.raises(RuntimeError), turn():
        raise RuntimeError
    done = []
    thread = threading.Thread(target=lambda: done.append(_in_turn()))
    thread.start()
    thread.join(1)
    assert done == [True]


def test_who_waits_too_long_goes_ahead_and_takes_nothing_away():
    with turn():
        done = []
        thread = threading.Thread(target=lambda: done.append(_in_turn(0.01)))
        thread.start()
        thread.join(1)
        assert done == [True]
    assert _in_turn()


def _in_turn(patience_s: float = 10.0) -> bool:
    with turn(patience_s):
        return True
