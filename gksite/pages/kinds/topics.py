"""The topics and the page of one topic."""

from __future__ import annotations

from typing import ClassVar

from gksite.model.entities import Task
from gksite.pages import addresses
from gksite.pages.addresses import PageRequest
from gksite.pages.downloads import topic_exports
from gksite.pages.findings import FINDING_STRINGS, finding
from gksite.pages.head import page_head
from gksite.pages.kind import PageKind
from gksite.pages.parts import Finding, Link, Page, PlanTasks, Progress
from gksite.pages.task_lists import tasks_by_plan
from gksite.pages.view import View
from gksite.values import Value


class TopicLine(Value, frozen=True):
    """A topic with its number of tasks."""

    link: Link
    description: str
    count: int


class TopicsPage(Page, frozen=True, kw_only=True):
    """The topics."""

    template: ClassVar[str] = "topics.html"

    topics: tuple[TopicLine, ...]


class TopicPage(Page, frozen=True, kw_only=True):
    """A topic's tasks, by plan."""

    template: ClassVar[str] = "topic.html"

    name: str
    topic_description: str
    plans: tuple[PlanTasks, ...]
    progress: Progress
    finding: Finding | None


def topics_page(view: View, request: PageRequest) -> TopicsPage:
    """Return all topics with their number of tasks."""
    tasks = _tasks_by_topic(view)
    title = view.words["nav.topics"]
    return TopicsPage(
        **page_head(view, request, title, section="topics"),
        topics=tuple(
            TopicLine(
                Link(topic.name, addresses.topic_path(topic.id)),
                topic.description,
                len(view.model.outermost(tasks.get(topic.id, ()))),
            )
            for topic in view.model.topics.values()
        ),
    )


def topic_page(view: View, request: PageRequest) -> TopicPage:
    """Return a topic's tasks by plan."""
    topic = view.model.topics[request.entity]
    tasks = _tasks_by_topic(view).get(topic.id, [])
    plans = tasks_by_plan(view, tasks)
    progress = view.progress(tasks)
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
        plans=plans,
        progress=progress,
        finding=finding(view.words, "tasks", progress, of.values()),
    )


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
