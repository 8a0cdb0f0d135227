"""Whose tasks a search knows, and the states that its filters use, where units disagree, duties
passed on, and a task was withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from plain_search import model_of

from gksite.model.site import SiteModel
from gksite.search.documents import Document, plan_documents
from gksite.search.index import statuses_of

SITE = Path(__file__).parents[1] / "pages" / "cases" / "duties" / "site"
TOWNS = ("songling/east", "songling/west", "songling/north")


@pytest.fixture(scope="module")
def model() -> SiteModel:
    return model_of(SITE)


@pytest.fixture(scope="module")
def tasks(model: SiteModel) -> list[Document]:
    return plan_documents(model, model.plans["songling-2025"], {})[1:]


@pytest.mark.parametrize(
    ("task", "holders", "members"),
    [
        pytest.param(2, ("songling/towns",), TOWNS, id="members on the plan's day"),
        pytest.param(3, ("songling/emergency", "songling/safety"), (), id="a successor"),
        pytest.param(4, (), ("songling/office",), id="the issuer, where nobody is named"),
        pytest.param(5, ("songling/finance", "songling/concerned"), (), id="an open group"),
    ],
)
def test_a_task_is_found_by_whoever_has_it(
    tasks: list[Document], task: int, holders: tuple[str, ...], members: tuple[str, ...]
) -> None:
    document = tasks[task - 1]
    assert tuple(key for key in document.holders if not key.startswith("#")) == holders
    assert document.members == members


def test_filters_use_the_states_of_tasks(model: SiteModel) -> None:
    """a: done, b: under way, f: unreported, g: withdrawn; capital: overdue; `-`: not tracked."""
    letters = {id: statuses_of(plan, model.is_overdue) for id, plan in model.plans.items()}
    assert letters == {"silent-2025": "--", "songling-2025": "afFabgBb", "songling-2024": "a"}
