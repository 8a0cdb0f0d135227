"""The strings of the interface for plans whose tasks are called otherwise: 项目 instead of 任务."""

from __future__ import annotations

import re

from gksite.model.entities import Plan
from gksite.pages.parts import ItemWords
from gksite.pages.wording import Words

_OF_THE_SITE = ("search.", "footer.", "nav.")
"""What is said of all plans, also on the page of one."""
_OF_OTHERS = ("target", "cell.unread", "cell.shared", "calendar.", "page.task")
"""What counts or numbers something else than tasks."""
_COUNTED = re.compile(r"(?<=[}一])( ?)项")
_ENGLISH = re.compile(r"(?<!\{)\b([Tt])ask(s?)\b(?!\})")


def item_words(plan: Plan) -> ItemWords | None:
    """Return the words for a task of a plan; None where they are the usual ones."""
    kind = plan.kind
    if not kind.has_own_words:
        return None
    return ItemWords(kind.item, kind.measure, kind.english, kind.plural)


def words_for(words: Words, own: ItemWords | None) -> Words:
    """Return the words of the interface with others for a task."""
    if own is None:
        return words
    return Words(
        {
            key: text if key.startswith(_OF_THE_SITE) else _spoken(key, text, own)
            for key, text in words.strings.items()
        }
    )


def _spoken(key: str, text: str, own: ItemWords) -> str:
    """Return a string with the plan's own word for a task and its measure, the same throughout."""
    if not key.startswith(_OF_OTHERS):
        text = _COUNTED.sub(rf"\1{own.measure}", text)
    text = text.replace("任务分解表", f"{own.item}表")
    text = text.replace("项任务", f"{own.measure}任务").replace("任务", own.item)

    def english(match: re.Match[str]) -> str:
        word = own.plural if match[2] else own.english
        return word.capitalize() if match[1] == "T" else word

    return _ENGLISH.sub(english, text)
