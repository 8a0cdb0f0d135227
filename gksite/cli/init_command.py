"""`gksite init` and `gksite new`: a new site; a new plan, notice, unit or page in it."""

from __future__ import annotations

import click
import msgspec

from gksite.cli.options import EXIT_PROBLEMS, Shared, exit_code, print_problems
from gksite.cli.scaffold import add_record, init_site
from gksite.output.refusal import Refused


@click.command()
@click.argument("folder", type=click.Path(), default=".")
@click.option("--name", default="政务公开工作要点", help="网站名称。The name of the site.")
@click.pass_obj
def init(shared: Shared, folder: str, name: str) -> int:
    """新建一个可以直接生成的网站。Make a site that builds as it is."""
    root = shared.project / folder
    try:
        existing = init_site(root, name)
    except Refused as refusal:
        print_problems(shared, [refusal.diagnostic], "text")
        return EXIT_PROBLEMS
    if existing:
        shared.say(
            f"{root} 里已有 {existing}，没有改动",
            f"{root} already holds {existing}; nothing was changed",
        )
        return 3
    created = msgspec.structs.replace(shared, root=root.as_posix())
    shared.say(
        f"已建立 {root}，里面有一个示例计划。下一步：{created.command('import')} 正式文件.docx，或先看看示例："
        f"{created.command('build')}",
        f"made {root}, with a sample plan in it. Next: {created.command('import')} DOCUMENT.docx, "
        f"or look at the sample first: {created.command('build')}",
    )
    return 0


@click.command()
@click.argument("kind", type=click.Choice(["plan", "notice", "unit", "page"]))
@click.argument("id")
@click.option("--authority", help="行政机关编号。The authority's id.")
@click.option("--title", "--name", "title", help="标题或名称。Title or name.")
@click.option("--year", type=click.IntRange(1900, 2199), help="年度。The year of a plan.")
@click.pass_obj
def new(
    shared: Shared, kind: str, id: str, authority: str | None, title: str | None, year: int | None
) -> int:
    """新建计划、印发通知、单位或页面。Make a plan, its notice, a unit or a page to fill in.

    \b
    gksite new plan qinghe-2026 --authority qinghe --year 2026
    gksite new notice qinghe-2026
    gksite new unit culture --authority qinghe --name 区文化局
    gksite new page faq --title 常见问题
    """
    try:
        written, problems = add_record(shared.project, kind, id, authority or "", title or "", year)
    except Refused as refusal:
        written, problems = [], [refusal.diagnostic]
    print_problems(shared, problems, "text")
    for path in written:
        shared.put(path)
    if written and kind == "notice":
        shared.say(
            "照原件写上通知的正文；写好以前不能生成网站",
            "write the text of the notice as printed; until then no site is built",
        )
    return exit_code(problems, strict=False)
