"""The cases of the rules: small changes to the base site of tests/build, one that breaks the
rule and one that is near and does not."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import yaml

from gksite.build.options import Options

PROJECT = Path(__file__).parents[3]
BASE_DIR = PROJECT / "tests/build/base"
CASES_DIR = Path(__file__).with_name("cases")
PLAN = "content/plans/qinghe-2025"
_SHORT = {
    "plan.md": f"{PLAN}/plan.md",
    "tasks.yaml": f"{PLAN}/tasks.yaml",
    "progress.yaml": f"{PLAN}/progress.yaml",
}
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def make_site(case: Path, root: Path, base: Path = BASE_DIR) -> Options:
    """Write the base with the edits of a case (bad.yaml or good.yaml) to `root`; return the days
    and whether drafts count, as it asks."""
    shutil.copytree(base, root)
    spec = yaml.load(case.read_text("utf-8"), yaml.CSafeLoader)
    for edit in spec["edits"]:
        make_edit(edit, root)
    return Options(spec.get("drafts", False), spec.get("today"), 1, clock=spec.get("clock"))


def make_edit(edit: dict[str, Any], root: Path) -> None:
    """`find` → `put` in a file, `append` to it, `write` it, or a `docx` made anew; `from` is a
    file of the project to begin with."""
    path = root / _SHORT.get(edit["file"], edit["file"])
    path.parent.mkdir(parents=True, exist_ok=True)
    if "from" in edit:
        shutil.copy(PROJECT / edit["from"], path)
    if "docx" in edit:
        path.write_bytes(tiny_docx(**edit["docx"]))
    elif "write" in edit:
        path.write_text(edit["write"], "utf-8")
    elif "append" in edit:
        path.write_text(path.read_text("utf-8") + edit["append"], "utf-8")
    else:
        text = path.read_text("utf-8")
        assert edit["find"] in text, edit
        path.write_text(text.replace(edit["find"], edit["put"], 1), "utf-8")


def tiny_docx(
    text: str = "", author: str = "", comment: str = "", deleted: str = "", hidden: str = ""
) -> bytes:
    """A Word document of a few parts, as far as its text, properties, comments and changes go."""

    def run(words: str, properties: str = "") -> str:
        return f'<w:r>{properties}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'

    body = "".join(f"<w:p>{run(line)}</w:p>" for line in text.split("\n"))
    if deleted:
        body += (
            f'<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>{escape(deleted)}</w:delText></w:'
            "r></w:del></w:p>"
        )
    if hidden:
        body += f"<w:p>{run(hidden, '<w:rPr><w:vanish/></w:rPr>')}</w:p>"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts = {
        "[Content_Types].xml": f'{head}<Types xmlns="http:'
        '//schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f'{head}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:'
        "document>",
        "docProps/core.xml": f'{head}<cp:coreProperties xmlns:cp="http:'
        '//schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        " "
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{escape(author)}</dc:'
        "creator></cp:coreProperties>",
    }
    if comment:
        parts["word/comments.xml"] = (
            f'{head}<w:comments xmlns:w="{_WORD}"><w:comment w:id="1"><w:p>{run(comment)}</w:'
            "p></w:comment></w:comments>"
        )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return stream.getvalue()
