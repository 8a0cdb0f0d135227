"""The filter of the task tables takes for one what the search takes for one."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import gksite
from gksite.search.characters import FOLDING, fold

SCRIPT = (Path(gksite.__file__).parents[1] / "themes/default/static/table.js").read_text("utf-8")
ALIKE: dict[str, str] = json.loads(re.findall(r"const ALIKE = (\{.*?\});", SCRIPT, re.DOTALL)[0])
RADICALS: str = re.search(r'const RADICALS = "([^"]+)"', SCRIPT)[1]  # type: ignore[index]
UNSEEN: str = re.search(r"const UNSEEN = /(.+)/g;", SCRIPT)[1]  # type: ignore[index]
TABLE = {ord(one): to for to, others in ALIKE.items() for one in others} | dict(
    enumerate(RADICALS, 0x2E81)
)
GREEK_WITH_ACCENTS = "\u037a\u0390\u03b0"


def plain(text: str) -> str:
    """As `plain` of table.js."""
    narrow = unicodedata.normalize("NFKC", text.translate(TABLE)).lower().translate(TABLE)
    return re.sub(UNSEEN, "", narrow)


def test_tables_fold_as_the_search_does() -> None:
    for code in {*FOLDING, *range(0x2E80, 0x2FE0), *range(0x21, 0x180)} - set(
        map(ord, GREEK_WITH_ACCENTS)
    ):
        text = f"甲{chr(code)}乙"
        assert plain(text) == "".join(fold(text).split()), f"U+{code:04X}"
