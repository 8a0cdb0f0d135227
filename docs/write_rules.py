"""Write docs/rules/, a page for each rule of `gksite check`, from gksite/check/all_rules.py, the
catalogue and the cases: `python docs/write_rules.py`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from gksite.catalogue import CATALOGUE
from gksite.check.all_rules import FAMILIES, RULES, Rule

PROJECT = Path(__file__).parent.parent
FOLDER = Path(__file__).parent / "rules"
CASES = PROJECT / "tests/check/rules/cases"
MARK = (
    "<!-- Written by docs/write_rules.py from gksite/check/all_rules.py, gksite/catalogue/ and "
    "tests/check/rules/cases: change it there. -->"
)
LEVELS = {"error": "error 错误", "warning": "warning 警告", "info": "info 提示"}
STAGES = {
    "text": "the texts of every source file, and of attachments where it is about privacy or "
    "secrecy 各源文件的文字",
    "words": "the texts of every source file 各源文件的文字",
    "plan": "each plan 每个计划",
    "site": "the whole site 全站",
    "page": "each rendered page 每个网页",
    "links": "the links of all pages 各页的链接",
    "attachment": "each attachment 每个附件",
    "build": "the sources, while they are read; every build does so 读取源文件时（每次生成都检查）",
}
HEAD = f"""\
# The rules of `gksite check` 发布前检查的规则

{MARK}

`gksite check` holds the sources, the rendered pages and the attachments against these rules. Each
finding has its place, a code, and what to do. An **error** keeps a site from being
published; a **warning** wants a correction or a waiver with a reason; **info** informs. The rules
are an aid for careful people: they do not replace the secrecy review, and
nothing here claims conformity with a standard. `[M]` marks what was not read in the standard
itself.

`gksite check` 用下面的规则检查源文件、生成的网页和附件，逐条给出位置、代码和办法。**错误**必须改正后才能发布；**警告**改正，或写明原因予以保留；**提示**仅供参考。
规则只是帮手，不能代替保密审查。

- **Levels** by code in `config.yaml`: `rules: {{levels: {{straight-quotes: off, home-address:
  error}}}}` (`error`, `warning`, `info`, `off`). What breaks the site is an error always.
- **Waivers**: one finding stands where `content/plans/<id>/waivers.yaml` (or `content/waivers.yaml`
  with the path from the project's root) says so:
  `- {{code: mobile-number, file: plan.md, found: 138****1234, why: 值班电话，应当公开, date: 2025-04-27}}`.
  `found` is what the message quotes. `gksite check --waivers` lists them; one that meets nothing is
  told.
- **Mending**: `gksite check --fix` changes what is marked “mends” below, and shows each change;
  `--dry-run` only shows.
- **One rule**: `gksite check --only CODE`, `--skip CODE`. **For the file of a review**: `gksite
  check --report check.html`, with a verdict and a line to sign. **External links**:
  `gksite check --external`.
"""


def render_index() -> str:
    """docs/rules/README.md."""
    parts = [HEAD]
    for family, (zh, en) in FAMILIES.items():
        parts.append(f"\n## {en} {zh}\n\n| rule 规则 | level 级别 | |\n|---|---|---|\n")
        for rule in RULES:
            if rule.family == family:
                mends = " mends 可自动改正" if rule.mends else ""
                parts.append(
                    f"| [`{rule.code}`]({rule.code}.md) | {LEVELS[CATALOGUE[rule.code].severity]} "
                    f"| {rule.zh} {rule.en}{mends} |\n"
                )
    return "".join(parts)


def render_rule(rule: Rule) -> str:
    """The page of a rule."""
    entry = CATALOGUE[rule.code]
    zh, en, fix_zh, fix_en = (
        _readable(text) for text in (entry.zh, entry.en, entry.fix_zh, entry.fix_en)
    )
    asks = " ".join((rule.check.__doc__ or "").partition("\n\n")[0].split()) if rule.check else ""
    return (
        f"# {rule.zh} {rule.en}\n\n{MARK}\n\n"
        f"| | |\n|---|---|\n| code 代码 | `{rule.code}` |\n| level 级别 | {LEVELS[entry.severity]} |"
        f"\n| source 依据 | {_readable(rule.norm)} |\n"
        f"| looks at 检查对象 | {STAGES[rule.stage]} |\n"
        + ("| mends 可自动改正 | `gksite check --fix` |\n" if rule.mends else "")
        + (f"\n{_readable(asks)}\n" if asks else "")
        + f"\n> {zh}\n> → {fix_zh}\n>\n> {en}\n> → {fix_en}\n"
        + f"\n## Breaks it 违反\n\n{_example(rule.code, 'bad')}\n## Does not "
        f"不违反\n\n{_example(rule.code, 'good')}" + "\n[All rules 全部规则](README.md)\n"
    )


def _example(code: str, name: str) -> str:
    spec = yaml.safe_load((CASES / code / f"{name}.yaml").read_text("utf-8"))
    today = spec.get("today") or spec.get("clock")
    day = f"On {today}:\n\n" if today else ""
    return day + ("\n".join(_edits(spec["edits"])) or "The same sources. 同样的源文件。\n")


def _edits(edits: list[dict[str, Any]]) -> Iterator[str]:
    for edit in edits:
        if "docx" in edit:
            inside = "；".join(f"{key}: {value}" for key, value in edit["docx"].items())
            yield f"`{edit['file']}`: {inside}\n"
            continue
        text = edit.get("write") or edit.get("append") or edit.get("put") or ""
        shown = text.strip("\n") or f"(without 没有) {edit.get('find', '').strip()}"
        yield f"`{edit['file']}`:\n\n```\n{shown}\n```\n"


def _readable(text: str) -> str:
    """A text with `…` for what each finding fills in, safe in Markdown."""
    filled = text.format_map(defaultdict(lambda: "…")) if "{" in text else text
    return re.sub(r"([|*_<&\\])", r"\\\1", filled)


def pages() -> dict[str, str]:
    """Every file of docs/rules/ by name."""
    return {"README.md": render_index(), **{f"{rule.code}.md": render_rule(rule) for rule in RULES}}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    written = pages()
    for old in FOLDER.glob("*.md"):
        if old.name not in written:
            old.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, "utf-8", newline="\n")
