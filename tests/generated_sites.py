"""Sites of any size, made of invented words: the same arguments give the same texts."""

from __future__ import annotations

import random
from pathlib import Path

HEAD = ("及时", "主动", "依法", "规范", "全面", "按季度", "集中", "分级")
VERB = ("公开", "发布", "梳理", "更新", "解读", "公示", "归集", "抽查")
THING = (
    "政策解读材料",
    "惠企政策清单",
    "依申请公开答复",
    "重大行政决策事项目录",
    "绩效评价报告",
    "村务公开目录",
    "办事指南",
    "公共资源交易结果",
    "义务教育招生范围",
    "养老服务补贴标准",
    "食品安全抽检情况",
    "12345热线高频问题",
    "个人信息审查记录",
    "政务新媒体账号",
    "无障碍改造进度",
)
WAY = (
    "在门户网站专栏",
    "经会商",
    "在5个工作日内",
    "公开征求意见不少于30日后",
    "通过基层公开专区",
    "与业务培训结合",
    "接受社会监督",
    "解读比例不低于65%",
)
DUE = ("6月底前", "全年", "持续推进", "12月20日前", "每季度", "第三季度")
UNITS = (
    ("office", "区政府办公室", "区府办"),
    ("drc", "区发展改革委", "区发改委"),
    ("finance", "区财政局", ""),
    ("civil", "区民政局", ""),
    ("econ", "区经济和科技局", "区经科局"),
    ("data", "区数据局", "区大数据中心"),
    ("linhu", "临湖街道", ""),
    ("sanxi", "三溪镇", ""),
)


def write_generated_site(folder: Path, plans: int, tasks: int) -> Path:
    """A project at `folder` with one authority and plans of so many tasks."""
    chance = random.Random(plans * 1000 + tasks)
    files = {
        "config.yaml": "site:\n  name: 青禾区政务公开工作要点\n",
        "content/units/qinghe.yaml": registry(),
    }
    files["content/topics.yaml"] = (
        "topics:\n  - {id: interpretation, name: 政策解读}\n  - {id: finance, name: 财政信息}\n"
    )
    for number in range(plans):
        year = 2010 + number % 16
        place = f"content/plans/qinghe-{year}-{number}"
        files[f"{place}/plan.md"] = (
            f"---\ntitle: {year}年青禾区政务公开工作要点（第{number}号）\nauthority: qinghe\nyear: {year}\nissuer:"
            " office\n"
            f"document_number: 青禾府办发〔{year}〕{number + 1}号\n---\n## 一、总体要求\n\n{sentence(chance)}\n"
        )
        files[f"{place}/tasks.yaml"] = "".join(task(chance, n) for n in range(1, tasks + 1))
        files[f"{place}/progress.yaml"] = "".join(
            f"- {{task: {n}, date: {year}-05-10, status: {chance.choice(['推进中', '已完成', '延期'])}, "
            f"情况: {sentence(chance)}}}\n"
            for n in range(1, tasks + 1)
            if chance.random() < 0.3
        )
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def write_large_year(project: Path) -> Path:
    """A project whose year 2010 has 335 tasks, 320 of them in the plan `large`, and its years
    2011 and 2012 15 each. The data bureau has more than 150 of 2010."""
    write_generated_site(project, 3, 15)
    large = write_generated_site(project.with_name(f"{project.name}-plan"), 1, 320)
    (large / "content/plans/qinghe-2010-0").rename(project / "content/plans/large")
    tasks = project / "content/plans/large/tasks.yaml"
    tasks.write_text(tasks.read_text("utf-8").replace("区财政局", "区数据局"), "utf-8")
    config = project / "config.yaml"
    text = (
        f"as_of: 2011-01-31\n{config.read_text('utf-8')}  base_url: https://www.qinghe.example/\n"
    )
    config.write_text(text, "utf-8")
    return project


def registry() -> str:
    """The registry of the one authority."""
    units = "".join(
        f"  - {{id: {id}, name: {name}, {f'aliases: [{alias}], ' if alias else ''}kind: "
        f"{'town' if name[-1] == '镇' else 'department'}}}\n"
        for id, name, alias in UNITS
    )
    return (
        f"authority: qinghe\nname: 云川市青禾区\nshort_name: 青禾\nunits:\n{units}"
        "groups:\n  - {id: towns, name: 各街镇, members: [linhu, sanxi]}\n"
    )


def sentence(chance: random.Random) -> str:
    """A clause or two."""
    clauses = [
        f"{chance.choice(HEAD)}{chance.choice(VERB)}{chance.choice(THING)}，{chance.choice(WAY)}"
        for _ in range(chance.randint(1, 3))
    ]
    return "，".join(clauses) + "。"


def task(chance: random.Random, number: int) -> str:
    """A record of tasks.yaml."""
    names = "、".join(
        chance.sample([name for _, *both in UNITS for name in both if name] + ["各街镇"], 2)
    )
    topic = (
        f", topics: [{chance.choice(['interpretation', 'finance'])}]"
        if chance.random() < 0.2
        else ""
    )
    return (
        f"- {{id: {number}, number: '{number}', text: {sentence(chance)}, units: {names}, "
        f"deadline: {chance.choice(DUE)}{topic}}}\n"
    )
