"""Versions that documents had before they told of duties, by which an upgrade alone pushes nothing.

The state of a task was then the status of its last report, whichever unit made it. May go once no
portal holds a document of that time.
"""

from __future__ import annotations

import hashlib

import msgspec

from gksite.model.entities import Plan, Task
from gksite.model.reporting import Duty
from gksite.model.site import SiteModel
from gksite.pages.view import View
from gksite.portal.push_documents import push_document

_NEW_KEYS = ("due", "adjustments", "duties")
"""Keys of a task that documents did not have."""


_WORDS = {"zh": ("已调整", "已取消"), "en": ("Adjusted", "Cancelled")}
"""Words for two statuses that are adjustments now, by language."""


def former_versions(view: View) -> dict[str, str]:
    """Return the former version of the document of each plan, by id."""
    then = View(_model_then(view.model), view.words, view.downloads)
    return {plan.id: _version(then, plan) for plan in view.model.plans.values() if not plan.draft}


def _version(then: View, plan: Plan) -> str:
    """Return the former version of the document of a plan, which `then` has as it was."""
    document = msgspec.to_builtins(push_document(then, then.model.plans[plan.id]))
    document["version"] = ""
    words = _WORDS[then.model.config.language]
    for entry, task in zip(document["tasks"], plan.tasks, strict=True):
        entry["status"] = _former_word(task, *words) or entry["status"]
        for key in _NEW_KEYS:
            del entry[key]
    return hashlib.sha256(msgspec.json.encode(document)).hexdigest()


def _former_word(task: Task, adjusted: str, cancelled: str) -> str:
    """Return the word for the status of a task whose last report was migrated into an adjustment;
    "" for any other."""
    last = task.reports[-1].date if task.reports else None
    own = [item for item in task.adjustments if item.date == last]
    return (cancelled if own[-1].withdrawn else adjusted) if own else ""


def _model_then(model: SiteModel) -> SiteModel:
    plans = {
        plan.id: msgspec.structs.replace(plan, tasks=tuple(map(_task_then, plan.tasks)))
        for plan in model.plans.values()
    }
    tasks = {task.key: task for plan in plans.values() for task in plan.tasks}
    return msgspec.structs.replace(model, plans=plans, tasks=tasks)


def _task_then(task: Task) -> Task:
    """Return a task as if it had one duty that every report counts for, and its printed
    deadline."""
    replace, last = msgspec.structs.replace, len(task.reports) - 1
    status = task.reports[last].status if task.reports else "unreported"
    reports = tuple(
        replace(report, standing="counted", duty=0, taken_back=None) for report in task.reports
    )
    return replace(
        task,
        reports=reports,
        duties=(Duty(task.key, "responsible", "", "", status=status, latest=last),),
        passed=(),
        status=status,
        adjustments=tuple(
            replace(item, deadline=None, withdrawn=False) for item in task.adjustments
        ),
    )
