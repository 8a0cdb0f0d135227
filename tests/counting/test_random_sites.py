"""Sites made by chance: gksite and the slow counter say the same of every duty, report, state and
figure; also as they were on the last day of an annual report.
"""

from __future__ import annotations

import pytest
from counted_site import world_on
from random_sites import random_world
from results import gksite_duties_on, gksite_results, model_of, slow_duties, slow_results
from worlds import files_of

SITES = 2000
IN_ONE_TEST = 100
DAYS = (("2025-03-15", "2025-03-15"), ("2025-03-31", "2025-12-31"), ("2025-12-31", "2026-01-31"))
"""Last days of annual reports, and the days on which they are written."""
STARTS = [
    pytest.param(first, marks=[pytest.mark.slow] if first else [])
    for first in range(0, SITES, IN_ONE_TEST)
]


@pytest.mark.parametrize("first", STARTS)
def test_both_counters_agree_on_a_random_site(first: int) -> None:
    for seed in range(first, first + IN_ONE_TEST):
        world = random_world(seed)
        files = files_of(world)
        model = model_of(files)
        assert gksite_results(model) == slow_results(world), f"seed {seed}"
        for day, known in DAYS:
            then = slow_duties(world_on(world, day, known))
            assert gksite_duties_on(model, day, known) == then, f"seed {seed} on {day}"
