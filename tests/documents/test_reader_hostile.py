"""Hostile documents are refused with one clear message, or read; the process that asked goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import hostile_documents as hostile
import pytest
from reader_documents import sheet_file

from gksite.catalogue import hint, message
from gksite.documents.read import read_standard_input
from gksite.documents.worker import Limits

REFUSED = (
    (hostile.bomb, "docx", {"import-bomb"}),
    (hostile.bomb_of_many, "docx", {"import-bomb"}),
    (hostile.too_many_members, "docx", {"import-bomb"}),
    (hostile.overlapping, "docx", {"import-bomb"}),
    (hostile.lying_size, "docx", {"import-unreadable"}),
    (hostile.nested_zip, "docx", {"import-unreadable"}),
    (hostile.xxe_file, "docx", {"import-doctype"}),
    (hostile.xxe_external, "docx", {"import-doctype"}),
    (hostile.xxe_in_utf16, "docx", {"import-doctype"}),
    (hostile.odd_encoding, "docx", {"import-unreadable"}),
    (hostile.laughs_docx, "docx", {"import-doctype"}),
    (hostile.laughs_xlsx, "xlsx", {"import-doctype"}),
    (hostile.laughs_rels, "docx", {"import-doctype"}),
    (hostile.deep_html_255, "html", {"import-depth"}),
    (hostile.deep_html_100000, "html", {"import-depth"}),
    (hostile.deep_docx, "docx", {"import-depth"}),
    (hostile.sixteen_million_rows, "xlsx", {"import-too-large", "import-limits"}),
    (hostile.huge_strings, "xlsx", {"import-too-large"}),
    (hostile.macro_docm, "docm", {"import-macro"}),
    (hostile.macro_xlsm, "xlsm", {"import-macro"}),
    (hostile.encrypted_docx, "docx", {"import-encrypted"}),
    (hostile.encrypted_zip, "docx", {"import-encrypted"}),
    (hostile.truncated, "docx", {"import-unreadable"}),
    (hostile.truncated_within, "docx", {"import-unreadable"}),
    (hostile.symlink_member, "docx", {"import-unsafe-member"}),
    (hostile.absolute_member, "docx", {"import-unsafe-member"}),
    (hostile.climbing_member, "docx", {"import-unsafe-member"}),
    (hostile.same_member_twice, "docx", {"import-unsafe-member"}),
    (hostile.wide_spans, "docx", {"import-too-large"}),
    (hostile.html_spans, "html", {"import-too-large"}),
    (hostile.spaces, "docx", {"import-limits", "import-too-large", "import-bomb"}),
    (hostile.memory_eater, "docx", {"import-limits", "import-too-large"}),
    (hostile.binary, "txt", {"import-format-unknown"}),
    (hostile.binary, "docx", {"import-unreadable"}),
    (hostile.pdf_garbage, "pdf", {"import-unreadable"}),
)
READ: tuple[tuple[hostile.Maker, str, set[str]], ...] = (
    (hostile.many_unclosed_tags, "html", set()),
    (hostile.many_broken_tags, "html", {"import-no-text", "import-text-lost"}),
    (hostile.nested_alternatives, "docx", set()),
    (hostile.far_cell, "xlsx", set()),
    (hostile.far_merges, "xlsx", set()),
    (hostile.merged_thousands, "docx", set()),
    (hostile.cyclic_styles, "docx", set()),
    (hostile.cyclic_lists, "docx", set()),
    (hostile.huge_number, "docx", set()),
    (hostile.huge_image, "docx", set()),
    (hostile.nul_bytes, "txt", {"import-control-characters"}),
    (hostile.utf16_text, "txt", set()),
    (hostile.utf16_without_mark, "txt", set()),
    (hostile.utf16_text, "docx", {"import-wrong-ending"}),
    (hostile.gbk_as_utf8, "html", {"import-mislabelled-encoding"}),
    (hostile.utf8_as_gbk, "html", {"import-mislabelled-encoding"}),
    (hostile.pdf_loop, "pdf", {"import-no-text"}),
    (hostile.quoted_csv, "csv", set()),
    (hostile.long_box, "txt", set()),
)


def _id(case: object) -> str:
    return getattr(case, "__name__", str(case) if isinstance(case, str) else "")


@pytest.mark.parametrize(("maker", "ending", "expected"), REFUSED, ids=_id)
def test_a_hostile_document_is_refused_with_one_message(
    maker: hostile.Maker, ending: str, expected: set[str]
) -> None:
    document, problems = read_standard_input(maker(), f"坏文件.{ending}")
    assert document is None
    assert len(problems) == 1
    assert problems[0].code in expected
    assert (
        message(problems[0], "zh")
        and hint(problems[0], "zh")
        and message(problems[0], "en")
        and hint(problems[0], "en")
    )


@pytest.mark.parametrize(("maker", "ending", "expected"), READ, ids=_id)
def test_a_strange_document_is_read(maker: hostile.Maker, ending: str, expected: set[str]) -> None:
    document, problems = read_standard_input(maker(), f"怪文件.{ending}")
    assert problems == []
    assert document is not None
    assert {problem.code for problem in document.problems} <= expected
    if "import-no-text" not in expected:
        assert document.blocks


def test_the_memory_of_the_reader_is_limited() -> None:
    document, problems = read_standard_input(
        hostile.huge_image(), "大图.docx", Limits(memory=20 * 1024 * 1024)
    )
    assert document is None
    assert [problem.code for problem in problems] == ["import-limits"]


def test_the_processor_time_of_the_reader_is_limited() -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 250_000)
    )
    document, problems = read_standard_input(sheet_file(rows), "慢.xlsx", Limits(seconds=1))
    assert document is None
    assert [problem.code for problem in problems] == ["import-limits"]


def test_the_patience_of_the_parent_is_limited() -> None:
    document, problems = read_standard_input(b"text", "慢.txt", Limits(patience=0))
    assert document is None
    assert [problem.code for problem in problems] == ["import-limits"]


_EFFECTS = {
    "socket": "import socket; socket.socket()",
    "process": "import subprocess; subprocess.Popen(['true'])",
    "system": "import os; os.system('true')",
    "write": "open('written', 'w')",
    "remove": "import os; os.remove('anything')",
}


@pytest.mark.parametrize("effect", _EFFECTS)
def test_a_reader_cannot_touch_the_world(effect: str, tmp_path: Path) -> None:
    program = (
        f"from gksite.documents.worker import forbid_effects\nforbid_effects()\n{_EFFECTS[effect]}"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "PermissionError" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux takes the network from a process"
)
def test_a_reader_has_no_network() -> None:
    program = (
        "from gksite.documents.worker import leave_network\nif not leave_network(): raise "
        "SystemExit(3)\n"
        "print([line.split(':')[0].strip() for line in open('/proc/self/net/dev').readlines()[2:]])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    if done.returncode == 3 and os.geteuid() != 0:
        pytest.skip(
            "this system gives an ordinary user no network namespace; a reader's sockets are "
            "refused all the same"
        )
    assert done.returncode == 0
    assert done.stdout.strip() in ("['lo']", "[]")
