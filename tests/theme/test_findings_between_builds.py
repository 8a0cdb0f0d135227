"""What is wrong with a site's own theme is kept between builds: a second one says it again, and
says nothing of what was mended since."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gksite.build.cache import read_cache
from gksite.build.pipeline import BuildReport, Options, build

BASE = Path(__file__).parents[1] / "build/base"
SOUND = "{% extends 'base.html' %}{% block main %}<h1>{{ page.title }}</h1>{% endblock %}\n"
FAULTS = {
    # A warning: the site is built. An error: it is not.
    "template-name-changed": "{{ page.tasks|length }}",
    "template-name-unknown": "{{ page.tilte }}",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "site", ignore=shutil.ignore_patterns("public", ".gksite"))
    return tmp_path / "site"


def built(project: Path) -> BuildReport:
    out = project.parent / "public"
    return build(project, out, Options(jobs=1), state_dir=project.parent / "state")


def group_page(project: Path) -> str:
    return (project.parent / "public/units/qinghe/towns.html").read_text("utf-8")


def write(project: Path, template: str) -> None:
    (project / "templates").mkdir(exist_ok=True)
    (project / "templates/group.html").write_text(template, "utf-8")


@pytest.mark.parametrize("code", FAULTS)
def test_a_cached_build_reports_a_fault_again(code: str, project: Path) -> None:
    assert not built(project).problems
    write(project, SOUND.replace("{% endblock", f"{FAULTS[code]}{{% endblock"))
    first = built(project)
    assert [(one.code, one.location.path) for one in first.problems] == [
        (code, "templates/group.html")
    ]
    for _ in range(2):
        assert built(project).problems == first.problems
    # Also beside a change of something else.
    index = project / "content/index.md"
    index.write_text(index.read_text("utf-8") + "\n另行说明。\n", "utf-8")
    assert built(project).problems == first.problems
    write(project, SOUND)
    assert not built(project).problems
    assert not built(project).problems


def test_an_edited_template_is_read_again(project: Path) -> None:
    write(project, SOUND)
    assert not built(project).problems
    assert "各街道" in group_page(project) and "甲说明" not in group_page(project)
    assert read_cache(project.parent / "state"), "the second build has what the first kept"
    write(project, SOUND.replace("</h1>", "</h1><p>甲说明</p>"))
    assert not built(project).problems
    assert "甲说明" in group_page(project)
    write(project, SOUND.replace("{{ page.title }}", "{{ page.tilte }}"))
    found = built(project)
    assert [one.code for one in found.problems] == ["template-name-unknown"]
    assert "甲说明" in group_page(project), "what was built before stays"
    (project / "templates/group.html").unlink()
    assert not built(project).problems
    assert "甲说明" not in group_page(project)
