"""Small sites in which any key of any source may stand, each with a value of its own, so that what
became of each can be looked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

PLAIN = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制"
    "机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题"
    "党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导"
    "器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研"
    "界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养"
    "易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞"
)
SIGNS = "：，。；、（）“”《》〔〕①—…·％0123456789ABCxyz"
MARKUP = "<>&\"'%#+=;:/|~^$@!?,.()[]{}*_`\\"
RARE = "\U0002c488㐂𠮷"


class Site:
    """The files of a site and the values in them: each with its record, its key, and how it is
    written."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.files: dict[str, str] = {}
        self.values: list[tuple[str, str, Any]] = []
        self.shows_assessments = draw(st.booleans())
        self._count = 0

    # ── values ────────────────────────────────────────────────────────────────────────────────────

    def text(self, *, signs: str = SIGNS + MARKUP + RARE) -> str:
        """A text that stands nowhere else: a number in Chinese characters between two others,
        and any characters that the key may hold."""
        self._count += 1
        number = "".join(PLAIN[int(digit) * 40 + 7] for digit in f"{self._count:03d}")
        free = self.draw(st.text(PLAIN[:60] + signs, max_size=8))
        return f"{PLAIN[self._count % 300]}{number}{free}{PLAIN[(self._count * 7) % 300]}文"

    def word(self) -> str:
        return self.text(signs="")

    def wording(self) -> str:
        """A text in Markdown: without what would be markup."""
        return self.text(signs="：，。；、（）“”《》①—…·％0123456789ABC%+=?!,")

    def day(self) -> date:
        self._count += 1
        return date(2025, 1, 1) + timedelta(days=self._count % 300)

    def some(self, make: Any, most: int = 2) -> list[Any]:
        return [make() for _ in range(self.draw(st.integers(1, most)))]

    def record(self, name: str, required: dict[str, Any], **optional: Any) -> dict[str, Any]:
        """A record with its required keys and any of the others, whose values are made by
        calling; all are noted but containers."""
        found = dict(required)
        for key, make in optional.items():
            if self.draw(st.booleans()):
                found[key] = make()
        for key, value in found.items():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str | date | int | float) and not isinstance(one, bool):
                    self.values.append((name, key, one))
        return found

    def write(self, path: str, value: Any) -> None:
        self.files[path] = value if isinstance(value, str) else written(value)

    def to(self, root: Path) -> Path:
        for path, text in self.files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        return root


def written(value: Any) -> str:
    """A value as YAML: what JSON is, but for dates."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"


@st.composite
def sites(draw: Any) -> Site:
    """A site with one authority, two plans of two years, and everything else that a site may
    have."""
    site = Site(draw)
    units, groups = _registry(site)
    topics = [
        site.record(
            "TopicRecord",
            {"id": f"t{n}", "name": site.word()},
            description=site.text,
            aliases=lambda: site.some(site.word),
        )
        for n in (1, 2)
    ]
    site.write("content/topics.yaml", {"topics": topics})
    terms = site.some(
        lambda: site.record(
            "TermRecord",
            {"term": site.word(), "explanation": site.text()},
            expansion=site.word,
            aliases=lambda: [site.word()],
        )
    )
    site.write("content/glossary.yaml", {"terms": terms})
    site.write("content/review.yaml", [_signed_texts(site)])
    for year in (2024, 2025):
        _plan(site, year, units, groups)
    _others(site)
    _config(site)
    return site


def _config(site: Site) -> None:
    text = site.text
    address = f"https://{'x' * 5}.example/{site.word()}"
    config: dict[str, Any] = {
        "site": site.record(
            "SiteRecord",
            {"name": site.word(), "base_url": "https://www.example.cn/gkyd/"},
            id_code=lambda: "4201020001",
        ),
        "footer": site.record("FooterRecord", {}, host=text, contact=text, icp=text, police=text),
        "exports": site.record(
            "ExportsRecord",
            {
                "formats": [
                    "csv",
                    "xlsx",
                    "json",
                    "ics",
                    "stratml",
                    "feeds",
                    "sqlite",
                    "datapackage",
                    "jsonld",
                ]
            },
            licence=text,
        ),
        "review": _review(site),
        "archive": site.record("ArchiveRecord", {"folder": f"/srv/{site.word()}"}),
        "publish": {
            "targets": {
                "inner": site.record(
                    "TargetRecord",
                    {
                        "kind": "sftp",
                        "host": f"{'h' * 9}.internal",
                        "path": f"/srv/{site.word()}",
                        "user": "wwwdeploy",
                    },
                )
            }
        },
        "rules": site.record("RulesRecord", {"index_number": "free"}),
        "attachments": {"allow": ["drawio"]},
        "assessments": "公开" if site.shows_assessments else "internal",
        "column": {"name": site.word()},
        "breadcrumb": site.some(
            lambda: site.record("PortalLinkRecord", {"text": site.word(), "url": address})
        ),
    }
    site.values = [
        value
        for value in site.values
        if value[2] not in ("sftp", "free") and value[:2] != ("ExportsRecord", "formats")
    ]
    site.write("config.yaml", f"# 批注 {site_secret(site, 'comment')}\n{written(config)}")


def site_secret(site: Site, what: str) -> str:
    """A text of a place that is no key and never goes out, such as a comment."""
    value = site.word()
    site.values.append(("", what, value))
    return value


def _registry(site: Site) -> tuple[list[str], list[str]]:
    units = []
    for id in ("office", "finance", "civil"):
        until = {"until": "2026-12-31"} if site.draw(st.booleans()) else {}
        units.append(
            site.record(
                "UnitRecord",
                {"id": id, "name": f"区{site.word()}局"},
                kind=site.word,
                aliases=lambda: site.some(site.word),
                note=site.text,
                since=lambda: "2019-03",
                former_names=lambda: site.some(
                    lambda: site.record(
                        "FormerNameRecord", {"name": site.word()}, until=lambda: "2018-12-31"
                    )
                ),
            )
            | until
        )
    site.values += [("UnitRecord", "until", "2026-12-31") for unit in units if "until" in unit]
    groups = [
        site.record(
            "GroupRecord",
            {"id": "towns", "name": f"各{site.word()}", "members": ["finance", "civil"]},
            aliases=lambda: [site.word()],
        ),
        site.record("GroupRecord", {"id": "all", "name": f"各{site.word()}", "open": True}),
    ]
    registry = site.record(
        "RegistryRecord",
        {"authority": "qinghe", "name": f"{site.word()}政府"},
        short_name=site.word,
        kind=site.word,
    )
    site.write("content/units/qinghe.yaml", {**registry, "units": units, "groups": groups})
    return [unit["name"] for unit in units], [group["name"] for group in groups]


def _plan(site: Site, year: int, units: list[str], groups: list[str]) -> None:
    draw, text, word = site.draw, site.text, site.word
    folder = f"content/plans/p{year}"
    dates = {"written": date(year, 1, 5), "published": date(year, 1, 9)}
    lists = (
        [site.record("ListRecord", {"id": "main"}, caption=text, columns=lambda: _columns(site))]
        if draw(st.booleans())
        else []
    )
    sections = []
    if draw(st.booleans()):
        sections = [
            site.record("SectionRecord", {"id": "extra", "title": text()}, number=lambda: "九、")
        ]
        if draw(st.booleans()):
            sections = [
                site.record("SectionRecord", {"id": "upper", "title": text()}),
                {**sections[0], "parent": "upper"},
            ]
    head = site.record(
        "PlanRecord",
        {
            "title": text(),
            "authority": "qinghe",
            **draw(
                st.sampled_from(
                    ({"year": year}, {"period": f"{year}年"}, {"period": f"{year}—{year + 1}年"})
                )
            ),
        },
        issuer=lambda: "office",
        publisher=text,
        signature=text,
        document_number=lambda: f"{word()}发〔{year}〕3号",
        index_number=lambda: f"{year}-00{year % 7}17",
        category=text,
        keywords=lambda: site.some(word),
        summary=text,
        addressees=text,
        copies_to=text,
        printed_by=text,
        printed_on=lambda: date(year, 1, 7),
        annotation=text,
        contact=text,
        order=lambda: draw(st.sampled_from(["as_printed", "计划在前"])),
        source_url=lambda: f"https://www.example.org/{year}/原文.html",
        validity=lambda: draw(st.sampled_from(["有效", "失效", "废止", "已修改", "尚未生效"])),
        disclosure=lambda: "主动公开",
        corrections=lambda: site.some(
            lambda: site.record(
                "CorrectionRecord", {"date": date(year, 3, 1), "what": text()}, why=text
            )
        ),
    )
    site.values = [
        value
        for value in site.values
        if value != ("PlanRecord", "issuer", "office") and value[:2] != ("PlanRecord", "order")
    ]
    for key, day in dates.items():
        if draw(st.booleans()):
            head[key] = day
            site.values.append(("PlanRecord", key, day))
    body, heading = site.wording(), word()
    site.values += [("body", "text", body), ("body", "heading", heading)]
    attachments = []
    if draw(st.booleans()):
        attachments = [site.record("AttachmentRecord", {"file": "附件.txt", "title": text()})]
        site.write(f"{folder}/files/附件.txt", "x\n")
        site.values.append(("AttachedFile", "content", "x"))
        site.values.pop()
    annexes = [
        site.record("AnnexRecord", {"title": text(), key: value})
        for key, value, is_there in (("list", "main", lists), ("file", "附件.txt", attachments))
        if is_there and draw(st.booleans())
    ]
    if draw(st.booleans()):
        _notice(site, folder, year)
    front = {
        **head,
        "annexes": annexes,
        "lists": lists,
        "sections": sections,
        "attachments": attachments,
    }
    site.write(
        f"{folder}/plan.md",
        f"---\n# {site_secret(site, 'comment')}\n{written(front)}---\n{body}\n\n## 一、"
        f"{heading}\n\n{site.wording()}\n",
    )
    columns = lists[0].get("columns", {}) if lists else {}
    tasks = [
        _task(site, n, units, groups, ["extra"] if sections else [], columns) for n in (1, 2, 3)
    ]
    site.write(f"{folder}/tasks.yaml", f"# {site_secret(site, 'comment')}\n{written(tasks)}")
    entries = [_entry(site, task, units) for task in tasks for _ in range(draw(st.integers(0, 2)))]
    if entries:
        site.write(f"{folder}/progress.yaml", entries)
    if draw(st.booleans()):
        site.write(f"{folder}/assessments.yaml", [_assessment(site, task) for task in tasks])
    site.write(
        f"{folder}/review.yaml",
        [
            site.record(
                "SignatureRecord",
                {
                    "step": word(),
                    "by": word(),
                    "date": date(year, 1, 8),
                    "digest": "sha256:" + f"{year}" * 16,
                    "opinion": word(),
                    "doubts": "0123" * 16,
                },
            ),
            site.record("SignatureRecord", {"migrated": _migrated(site, year)}),
            site.record(
                "SignatureRecord",
                {
                    "step": word(),
                    "by": word(),
                    "date": date(year, 1, 9),
                    "reports": site.record("ReportBatchRecord", _signed_entries(year)),
                },
            ),
            site.record("SignatureRecord", {"version": _version(site, folder, year)}),
        ],
    )
    site.write(f"{folder}/import.yaml", f"# {site_secret(site, 'import.yaml')}\n")
    site.write(f"{folder}/source/原件.txt", f"{site_secret(site, 'source/')}\n")


def _signed_texts(site: Site) -> dict[str, Any]:
    text = site.record("SignedTextRecord", {"path": site.word(), "digest": "7" * 64})
    required = {"step": site.word(), "by": site.word(), "date": date(2031, 1, 7), "texts": [text]}
    return site.record("TextsSignatureRecord", required, opinion=site.word)


def _signed_entries(year: int) -> dict[str, list[str]]:
    """Digests of entries that no file holds."""
    return {"entries": [f"{year}" * 16], "gone": [f"{year + 1}" * 16]}


def _notice(site: Site, folder: str, year: int) -> None:
    text, word = site.text, site.word
    front = site.record(
        "NoticeRecord",
        {"title": text()},
        masthead=text,
        addressees=text,
        signature=text,
        date=lambda: date(year, 1, 6),
        annotation=text,
        annexes=lambda: site.some(word),
        copies_to=text,
        printed_by=text,
        printed_on=lambda: date(year, 1, 8),
    )
    body = site.wording()
    site.values.append(("body", "text", body))
    site.write(
        f"{folder}/notice.md",
        f"---\n# {site_secret(site, 'comment')}\n{written(front)}---\n{body}\n",
    )


def _review(site: Site) -> dict[str, Any]:
    steps = [site.word(), site.word()]
    values = {"required": False, "steps": steps, "separate": [steps]}
    return site.record("ReviewRecord", values)


def _version(site: Site, folder: str, year: int) -> dict[str, Any]:
    """A version of the plan as it stands: an edit after it would stop the build, with the gate off
    as it is."""
    word = site.word
    values = {
        "digest": f"{year}" * 16,
        "content": _content(site, folder),
        "steps": [word()],
        "separate": [[word(), word()]],
        "adopted": date(year, 1, 9),
        "unsigned": True,
        "by": word(),
        "why": word(),
    }
    return site.record("VersionRecord", values)


def _content(site: Site, folder: str) -> str:
    """The digest of the listing of a plan's files: its texts, and what is attached."""
    names = ("plan.md", "tasks.yaml", "notice.md", "files/附件.txt")
    texts = {name: site.files.get(f"{folder}/{name}") for name in names}
    return sha256(
        "".join(
            f"{sha256(text.encode()).hexdigest()}  {name}\n"
            for name, text in texts.items()
            if text is not None
        ).encode()
    ).hexdigest()


def _migrated(site: Site, year: int) -> dict[str, Any]:
    return site.record("MigratedRecord", {"from": f"{year}" * 16, "to": f"{year + 1}" * 16})


def _columns(site: Site) -> dict[str, Any]:
    # Of a table every column that is declared is printed, also one that no task fills.
    keys = ("number", "section", "title", "text", "units", "deadline", "leader", "note", "status")
    columns = site.record(
        "ColumnsRecord", {"number": site.word()}, **dict.fromkeys(keys[1:], site.word)
    )
    if site.draw(st.booleans()):
        columns["number"] = site.record(
            "KnownColumnRecord", {"head": columns["number"]}, over=lambda: [site.word()]
        )
    types = {"source": "text", "投资": "money", "begins": "date", "year": "year"}
    for key, type in types.items():
        if site.draw(st.booleans()):
            columns[key] = {
                **site.record("OwnColumnRecord", {"head": site.text()}, over=lambda: [site.word()]),
                "type": type,
                **({"sum": "yes", "unit": "万元"} if type == "money" else {}),
            }
    return columns


CELLS: dict[str, Any] = {
    "source": lambda site: site.text(),
    "投资": lambda site: f"{(site.day() - date(2024, 1, 1)).days + 4000}.25",
    "begins": lambda site: site.draw(st.sampled_from([f"{site.day():%Y.%m.%d}", site.word()])),
    "year": lambda site: site.draw(st.sampled_from(["2031", site.word()])),
}


def _cells(site: Site, columns: dict[str, Any]) -> dict[str, Any]:
    """A cell in any of the columns of the document's own."""
    cells = {key: {"text": make(site)} for key, make in CELLS.items() if key in columns}
    for cell in cells.values():
        site.record("CellRecord", cell)
    return cells


def _task(
    site: Site,
    number: int,
    units: list[str],
    groups: list[str],
    sections: list[str],
    columns: dict[str, Any],
) -> dict[str, Any]:
    draw = site.draw
    roles: dict[str, Any]
    if draw(st.booleans()):
        roles = {"units": lambda: f"牵头单位：{units[0]}；配合单位：{groups[0]}、{groups[1]}"}
    else:
        roles = {
            "lead": lambda: [units[1]],
            "responsible": lambda: [units[0], groups[0]],
            "cooperating": lambda: [units[2], groups[1]],
        }
    task = site.record(
        "TaskRecord",
        {"id": str(number), "text": site.wording()},
        number=lambda: f"{number}.",
        title=site.text,
        deadline=lambda: draw(st.sampled_from(["6月底前", "全年", f"{site.word()}后"])),
        leader=site.text,
        note=site.text,
        topics=lambda: ["t1"],
        **roles,
        indicators=lambda: [
            site.record(
                "IndicatorRecord",
                {
                    "name": site.word(),
                    draw(st.sampled_from(["at_least", "at_most", "equal"])): draw(
                        st.sampled_from([65, 12.5, 3, 100000])
                    ),
                },
                unit=lambda: draw(st.sampled_from(["%", "个", "万元"])),
                printed=site.word,
            )
        ],
    )
    if cells := _cells(site, columns):
        task["cells"] = cells
    if sections and draw(st.booleans()):
        task["section"] = sections[0]
    return task


def _entry(site: Site, task: dict[str, Any], units: list[str]) -> dict[str, Any]:
    names = [one["name"] for one in task.get("indicators", ())]
    entry = site.record(
        "ProgressRecord",
        {
            "task": task["id"],
            "date": site.day(),
            "status": site.draw(st.sampled_from(["推进中", "已完成", "延期", "未开始"])),
        },
        note=site.wording,
        unit=lambda: site.draw(st.sampled_from(units)),
        evidence=lambda: site.some(
            lambda: site.record(
                "EvidenceRecord", {"title": site.text(), "url": "https://www.example.org/a"}
            )
        ),
    )
    if names and site.draw(st.booleans()):
        entry["readings"] = {names[0]: 17}
        site.values.append(("ProgressRecord", "readings", 17))
    return entry


def _assessment(site: Site, task: dict[str, Any]) -> dict[str, Any]:
    """What somebody found of a task: to be shown where the settings say so, else a secret."""
    name = "AssessmentRecord" if site.shows_assessments else ""
    shown = {"date": site.day(), "by": f"区{site.word()}室", "note": site.wording()}
    site.values += [(name, key, value) for key, value in shown.items()]
    verdict = site.draw(st.sampled_from(["属实", "部分属实", "refuted"]))
    return {"task": task["id"], **shown, "verdict": verdict, "points": 83.25}


def _others(site: Site) -> None:
    text, word = site.text, site.word
    for id in ("about", "more"):
        front = site.record(
            "FreePageRecord",
            {"title": text()},
            description=text,
            published=lambda: date(2025, 2, 3),
        )
        body = site.wording()
        site.values.append(("body", "text", body))
        site.write(f"content/pages/{id}.md", f"---\n{written(front)}---\n{body}\n")
    site.write(
        "content/withdrawn.yaml",
        [
            site.record(
                "WithdrawnRecord",
                {"address": "plans/gone/index.html", "title": text(), "date": date(2025, 4, 2)},
                why=text,
            )
        ],
    )
    site.write(
        "content/waivers.yaml",
        [
            site.record(
                "WaiverRecord",
                {
                    "code": "blank-in-text",
                    "file": "content/index.md",
                    "why": word(),
                    "date": date(2025, 1, 2),
                },
            )
        ],
    )
    site.values = [
        value for value in site.values if value[2] not in ("blank-in-text", "content/index.md")
    ]
    site.write(
        "content/confusions.yaml",
        [site.record("ConfusionRecord", {"wrong": word(), "right": word()})],
    )
    site.write(
        "content/index-numbers.yaml",
        [site.record("IndexNumberRecord", {"index_number": "X" * 7, "plan": "plan-of-long-ago"})],
    )
    site.write(
        "content/links.yaml",
        [
            site.record(
                "VisitRecord",
                {
                    "url": f"https://never.example/{word()}",
                    "checked": "2025-01-02",
                    "error": word(),
                },
            )
        ],
    )
    draft = {"title": word(), "authority": "qinghe", "year": 2025, "draft": True}
    site.values.append(("", "draft", draft["title"]))
    site.write(
        "content/plans/draft-2025/plan.md",
        f"---\n{written(draft)}---\n{site_secret(site, 'draft')}\n",
    )
    site.write(
        "content/plans/draft-2025/notice.md",
        f"---\n{written({'title': site_secret(site, 'draft')})}---\n{site_secret(site, 'draft')}\n",
    )
    site.write("reviews/p2025/0/notice.md", f"{site_secret(site, 'reviews/')}\n")
    site.write("reviews/p2025/0/plan.md", f"{site_secret(site, 'reviews/')}\n")
    site.write("publications/plans.yaml", [])
    site.files.pop("publications/plans.yaml")


def leaves(site: Site) -> Iterator[tuple[str, str, Any]]:
    """The values of a site, each once."""
    yield from dict.fromkeys(site.values)
