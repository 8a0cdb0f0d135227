"""Why a piece of a document was left out is told in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import gksite.importer
from gksite.documents.blocks import AsideReason
from gksite.importer.writing.html_report import REASON_WORDS

IMPORTER = Path(gksite.importer.__file__).parent
REASON = re.compile(r"""(?:left_out\(|\.left\[\w+\] = |LeftOut\(.*?, |\breason = )"([a-z-]+)"\)?""")


def test_every_reason_has_its_words() -> None:
    written = {
        reason
        for path in IMPORTER.rglob("*.py")
        for reason in REASON.findall(path.read_text("utf-8"))
    }
    written |= set(get_args(AsideReason))
    assert written and written == set(REASON_WORDS)
