"""Medians of a few runs; the ways that are compared take turns, so that a busy machine slows them alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping


def medians(ways: Mapping[str, Callable[[], object]], *, rounds: int = 5) -> dict[str, float]:
    """Seconds by the wall for each way, in turns after one round that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for round_ in range(rounds + 1):
        for name, way in ways.items():
            gc.collect()
            began = time.perf_counter()
            way()
            if round_:
                taken[name].append(time.perf_counter() - began)
    found = {name: statistics.median(times) for name, times in taken.items()}
    for name, seconds in found.items():
        print(f"  {name:<40} {seconds * 1000:10.1f} ms")
    return found
