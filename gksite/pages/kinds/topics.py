"""The topics and the page of one topic."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from gksite.model.entities import Task
from gksite.pages import addresses
from gksite.pages.addresses import PageRequest
from gksite.pages.downloads import topic_exports
from gksite.pages.findings import FINDING_STRINGS, finding
from gksite.pages.head import page_head
from gksite.pages.kind import PageKind
from gksite.pages.parts import Finding, Link, Page, PageCode, PlanTasks, Progress
from gksite.pages.task_lists import TasksOfYear, other_years, tasks_by_plan, tasks_by_year
from gksite.pages.view import View
from gksite.values import Value


class TopicLine(Value, frozen=True):
    """A topic with its number of tasks of the current year."""

    link: Link
    description: str
    count: int


class TopicsPage(Page, frozen=True, kw_only=True):
    """The topics."""

    template: ClassVar[str] = "topics.html"

    year: int
    """The current year, of which tasks are counted."""
    topics: tuple[TopicLine, ...]


class TopicPage(Page, frozen=True, kw_only=True):
    """A topic's tasks, by year and plan."""

    template: ClassVar[str] = "topic.html"

    name: str
    topic_description: str
    year: int
    """The current year."""
    plans: tuple[PlanTasks, ...]
    """Of the current year."""
    earlier: tuple[TasksOfYear, ...]
    """Of other years, the latest first."""
    progress: Progress
    """Of the current year."""
    finding: Finding | None
    code: PageCode | None


def topics_page(view: View, request: PageRequest) -> TopicsPage:
    """Return all topics with their number of tasks of the current year."""
    tasks, year = _tasks_by_topic(view), view.model.current_year()
    title = view.words["nav.topics"]
    return TopicsPage(
        **page_head(view, request, title, section="topics"),
        year=year,
        topics=tuple(
            TopicLine(
                Link(topic.name, addresses.topic_path(topic.id)),
                topic.description,
                len(view.model.outermost(_of_year(view, tasks.get(topic.id, ()), year))),
            )
            for topic in view.model.topics.values()
        ),
    )


def topic_page(view: View, request: PageRequest) -> TopicPage:
    """Return a topic's tasks of the current year by plan, and those of other years."""
    model = view.model
    topic = view.model.topics[request.entity]
    year = model.current_year()
    by_year = tasks_by_year(view, _tasks_by_topic(view).get(topic.id, []))
    tasks = by_year.get(year, [])
    progress = view.progress(tasks, year)
    of = {task.plan: view.model.plans[task.plan] for task in tasks}
    return TopicPage(
        **page_head(
            view,
            request,
            topic.name,
            view.nav("topics"),
            section="topics",
            description=topic.description or topic.name,
        ),
        name=topic.name,
        topic_description=topic.description,
        year=year,
        plans=tasks_by_plan(view, tasks),
        earlier=other_years(view, by_year, year, lambda own: tasks_by_plan(view, own)),
        progress=progress,
        finding=finding(view.words, "topic", progress, of.values(), year),
        code=view.code(request),
    )


def _of_year(view: View, tasks: Iterable[Task], year: int) -> list[Task]:
    return [task for task in tasks if year in view.years_of(task)]


def _tasks_by_topic(view: View) -> dict[str, list[Task]]:
    found: dict[str, list[Task]] = {}
    for task in view.model.tasks.values():
        for topic in task.topics:
            found.setdefault(topic, []).append(task)
    return found


TOPICS = PageKind(
    name="topics",
    context=topics_page,
    addresses=lambda model: [("topics/index.html", "")] if model.topics else [],
    depends_on="site",
    source="content/topics.yaml",
)

TOPIC = PageKind(
    name="topic",
    context=topic_page,
    addresses=lambda model: ((addresses.topic_path(id), id) for id in model.topics),
    depends_on="site",
    source=lambda model, request: model.topics[request.entity].location,
    strings=FINDING_STRINGS,
    files=topic_exports,
)
