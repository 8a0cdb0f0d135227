"""Sites made by chance: gksite and the slow counter say the same of every duty, report, state and
figure.
"""

from __future__ import annotations

import pytest
from random_sites import random_world
from results import gksite_results, model_of, slow_results
from worlds import files_of

SITES = 2000
IN_ONE_TEST = 100
STARTS = [
    pytest.param(first, marks=[pytest.mark.slow] if first else [])
    for first in range(0, SITES, IN_ONE_TEST)
]


@pytest.mark.parametrize("first", STARTS)
def test_both_counters_agree_on_a_random_site(first: int) -> None:
    for seed in range(first, first + IN_ONE_TEST):
        world = random_world(seed)
        files = files_of(world)
        said, counted = gksite_results(model_of(files)), slow_results(world)
        assert said == counted, f"seed {seed}"
