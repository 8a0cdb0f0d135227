"""The input of a plan: the files of its folder, and the names outside of it that it may refer
to."""

from __future__ import annotations

import msgspec

from gksite.model.plan_kinds import USUAL_KINDS, Kind
from gksite.model.registry import Registry
from gksite.schema.keys import TaskStatus
from gksite.source.folder_reader import Attachment


class PlanSources(msgspec.Struct, frozen=True):
    """The files of one plan's folder: its id (the folder's name), texts by file name, attachments
    below files/ by their name in NFC.

    `lost` are files that are there and cannot be read, by their names as above. `reading` is the
    file of the reading that these texts were signed with, `read_at` its path; empty without one.
    """

    id: str
    folder: str
    texts: dict[str, bytes]
    attachments: dict[str, Attachment]
    lost: frozenset[str] = frozenset()
    reading: bytes = b""
    read_at: str = ""


class Surroundings(msgspec.Struct, frozen=True):
    """What a plan depends on outside of its folder, other plans apart: the names that it may refer
    to, the usual rule of a task's state, whether assessments are published, and
    the kinds of plans. `topics` are None
    if they cannot be known."""

    registry: Registry
    topics: frozenset[str] | None
    task_status: TaskStatus = "lead"
    shows_assessments: bool = True
    kinds: tuple[Kind, ...] = USUAL_KINDS
