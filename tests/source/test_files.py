"""Sources are read in order, strangers are reported, and nothing outside of the project is
opened."""

import hashlib
import os
from pathlib import Path

import pytest

from gksite.source.files import read_sources
from gksite.source.text import LARGEST_TEXT
from gksite.source.theme_files import read_theme


def write(root: Path, *paths: str, text: str = "x") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")


def codes(root: Path) -> list[str]:
    return [
        f"{p.location.path} {p.code}"
        f"{dict(p.arguments).get('near', '') and ' ' + dict(p.arguments)['near']}"
        for p in read_sources(root)[1]
    ]


def test_known_files_are_read_sorted(tmp_path: Path) -> None:
    known = [
        "config.yaml",
        "content/index.md",
        "content/pages/about.md",
        "content/plans/a-2025/plan.md",
        "content/plans/a-2025/progress.yaml",
        "content/plans/a-2025/review.yaml",
        "content/plans/a-2025/tasks.yaml",
        "content/topics.yaml",
        "content/units/a.yaml",
        "content/units/b.yml",
    ]
    write(tmp_path, *reversed(known))
    write(
        tmp_path,
        "content/plans/a-2025/files/原文.docx",
        "content/plans/a-2025/files/x/b.pdf",
        "content/files/c.yaml",
        "static/logo.svg",
    )
    sources, problems = read_sources(tmp_path)
    assert problems == []
    assert list(sources.texts) == known
    assert list(sources.attachments) == [
        "content/files/c.yaml",
        "content/plans/a-2025/files/x/b.pdf",
        "content/plans/a-2025/files/原文.docx",
    ]
    logo = sources.static["static/logo.svg"]
    assert (logo.path, logo.size, logo.digest) == (
        "static/logo.svg",
        1,
        hashlib.sha256(b"x").digest(),
    )


def test_an_empty_folder_has_no_sources(tmp_path: Path) -> None:
    sources, problems = read_sources(tmp_path)
    assert (sources.texts, sources.attachments, sources.static, problems) == ({}, {}, {}, [])


@pytest.mark.parametrize(
    "name", [".hidden", ".git/config", "a.md~", "#a.md#", "Thumbs.db", ".DS_Store", "~$plan.docx"]
)
def test_leftovers_of_editors_are_silent(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"content/{name}")
    assert codes(tmp_path) == []


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("content/plans/a/task.yaml", "content/plans/a/task.yaml unexpected-file tasks.yaml"),
        ("content/plans/a/tasks.yml", "content/plans/a/tasks.yml unexpected-file tasks.yaml"),
        ("content/plans/a/file/x.pdf", "content/plans/a/file unexpected-file files"),
        ("content/plans/plan.md", "content/plans/plan.md unexpected-file"),
        ("content/unit/a.yaml", "content/unit unexpected-file units"),
        ("content/units/a.txt", "content/units/a.txt unexpected-file"),
        ("content/pages/a/b.md", "content/pages/a unexpected-file"),
    ],
)
def test_a_stranger_is_reported_with_what_may_be_meant(
    tmp_path: Path, path: str, told: str
) -> None:
    write(tmp_path, path)
    assert codes(tmp_path) == [told]


def test_links_out_of_the_project_are_refused(tmp_path: Path) -> None:
    root, outside = tmp_path / "site", tmp_path / "site-secret"
    write(outside, "a.md", "b/c.md")
    write(root, "content/pages/real.md")
    (root / "content/pages/a.md").symlink_to(outside / "a.md")
    (root / "content/plans").symlink_to(outside / "b", target_is_directory=True)
    (root / "content/pages/inside.md").symlink_to("real.md")
    (root / "config.yaml").symlink_to(outside / "a.md")
    (root / "static").symlink_to(outside, target_is_directory=True)
    assert codes(root) == [
        f"{path} symlink-outside"
        for path in ("config.yaml", "content/pages/a.md", "content/plans", "static")
    ]
    assert list(read_sources(root)[0].texts) == ["content/pages/inside.md", "content/pages/real.md"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path, "content/files/a/b.pdf")
    (tmp_path / "content/files/a/up").symlink_to("..", target_is_directory=True)
    assert list(read_sources(tmp_path)[0].attachments) == ["content/files/a/b.pdf"]


def test_what_is_no_plain_file_is_never_opened(tmp_path: Path) -> None:
    write(tmp_path, "content/index.md")
    os.mkfifo(tmp_path / "content/topics.yaml")
    (tmp_path / "config.yaml").mkdir()
    (tmp_path / "content/plans/a").mkdir(parents=True)
    (tmp_path / "content/plans/a/plan.md").symlink_to("gone.md")
    assert codes(tmp_path) == [
        "config.yaml file-unreadable",
        "content/plans/a/plan.md file-vanished",
        "content/topics.yaml unexpected-file",
    ]


def test_a_text_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, "content/index.md", "content/files/a.zip", text="x" * (LARGEST_TEXT + 1))
    assert codes(tmp_path) == ["content/index.md file-too-large"]
    assert list(read_sources(tmp_path)[0].attachments) == ["content/files/a.zip"]


def test_the_theme_of_the_project_goes_first_and_single_templates_before_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        "themes/own/templates/plan.html",
        "themes/own/templates/base.html",
        "themes/own/static/css/a.css",
        text="theme",
    )
    write(tmp_path, "themes/own/strings/zh.yaml", "themes/own/strings/en.yaml", text="a: b")
    write(tmp_path, "templates/plan.html", "templates/note.txt", text="site")
    theme, problems = read_theme(tmp_path, "own")
    assert problems == []
    assert theme.templates == {
        "base.html": ("theme", "themes/own/templates/base.html"),
        "plan.html": ("site", "templates/plan.html"),
    }
    assert theme.assets == {"css/a.css": b"theme"}
    assert theme.strings == {"en": "a: b", "zh": "a: b"}
    assert theme.strings_path["zh"] == "themes/own/strings/zh.yaml"


def test_the_shipped_theme_is_found_without_one_of_the_project(tmp_path: Path) -> None:
    theme, problems = read_theme(tmp_path, "default")
    assert problems == []
    assert theme.templates["base.html"][1] == "themes/default/templates/base.html"


@pytest.mark.parametrize("name", ["nowhere", "../default", "", "a/b"])
def test_a_missing_theme_is_reported(tmp_path: Path, name: str) -> None:
    assert [problem.code for problem in read_theme(tmp_path, name)[1]] == ["theme-missing"]


def test_a_template_in_another_encoding_is_reported(tmp_path: Path) -> None:
    write(tmp_path, "themes/own/templates/base.html")
    (tmp_path / "themes/own/templates/plan.html").write_bytes("公开".encode("gb18030"))
    assert [str(problem.location) for problem in read_theme(tmp_path, "own")[1]] == [
        "themes/own/templates/plan.html"
    ]
