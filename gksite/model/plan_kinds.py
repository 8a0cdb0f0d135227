"""The kinds of plans: what each calls its tasks, and which columns and sums it usually has."""

from __future__ import annotations

from gksite.values import Value


class Kind(Value, frozen=True):
    """A 种类 of plan: its id and name, the words for one of its tasks (`measure` counts them:
    12个项目), in English `english` and `plural`, and the keys of the columns whose sums its
    overview states."""

    id: str
    name: str
    item: str = "任务"
    measure: str = "项"
    english: str = "task"
    plural: str = "tasks"
    overview: tuple[str, ...] = ()

    @property
    def is_usual(self) -> bool:
        """Whether it is the kind of plans that name none."""
        return self.id == USUAL.id

    @property
    def has_own_words(self) -> bool:
        """Whether its tasks are called otherwise than those of most plans."""
        return (self.item, self.measure) != ("任务", "项")


USUAL_KINDS: tuple[Kind, ...] = (
    Kind("work-plan", "工作要点"),
    Kind("task-table", "任务分解", overview=("investment",)),
    Kind(
        "livelihood", "民生实事", "项目", "个", "project", "projects",
        ("total_investment", "investment"),
    ),
    Kind(
        "projects", "重点项目", "项目", "个", "project", "projects",
        ("total_investment", "investment"),
    ),
    Kind("decisions", "决策目录", "事项", "项", "matter", "matters"),
    Kind("legislation", "立法计划", "项目", "个", "project", "projects"),
    Kind("programme", "规划", overview=("investment",)),
)  # fmt: skip
"""The kinds that come with gksite; content/kinds.yaml changes them and adds others. A plan that
names none is of the first."""

USUAL = USUAL_KINDS[0]


def find_kind(kinds: tuple[Kind, ...], name: str) -> Kind | None:
    """Return the kind of an id or a name."""
    return next((kind for kind in kinds if name in (kind.id, kind.name)), None)
