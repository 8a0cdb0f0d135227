"""`gksite doctor`: check the environment and the settings of the site."""

from __future__ import annotations

import importlib.metadata
import os
import re
import sys
from pathlib import Path
from typing import Literal

import click
import msgspec

from gksite.build.reading import plan_folders
from gksite.catalogue import hint, message, severity
from gksite.cli.options import EXIT_PROBLEMS, Shared
from gksite.config.file import parse_config
from gksite.config.values import CONFIG_PATH, Config
from gksite.migrate.questions import questions_of
from gksite.source.files import read_sources
from gksite.source.text import decode
from gksite.source.theme_files import own_theme_files, read_theme
from gksite.theme.template_names import checked_theme

OLDEST_PYTHON = (3, 11)
_ID_CODE = re.compile(r"\d{10}|bm\d{8}|N\d{9}")
"""网站标识码 as seen on government sites. No norm defines it, so another form is only worth a look."""


class Finding(msgspec.Struct, frozen=True):
    """A result in Chinese and English: `✓` fine, `!` worth a look, `✗` will not work."""

    mark: Literal["✓", "!", "✗"]
    zh: str
    en: str


def examine(root: Path) -> list[Finding]:
    """Check Python, the packages, the project, its configuration and its folders."""
    return [_python(), _packages(), *_project(root)]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return Finding(
            "✗",
            f"Python {version} 太旧，需要 3.11 以上",
            f"Python {version} is too old: 3.11 or newer is needed",
        )
    return Finding("✓", f"Python {version}", f"Python {version}")


def _packages() -> Finding:
    wanted = importlib.metadata.requires("gksite") or []
    names = [
        re.split(r"[<>=!~ ;\[]", line, maxsplit=1)[0] for line in wanted if "extra ==" not in line
    ]
    missing = [name for name in names if not _is_installed(name)]
    if missing:
        return Finding(
            "✗", f"缺少软件包：{'、'.join(missing)}", f"missing packages: {', '.join(missing)}"
        )
    return Finding("✓", f"{len(names)} 个依赖包齐全", f"all {len(names)} packages are there")


def _is_installed(name: str) -> bool:
    try:
        importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _project(root: Path) -> list[Finding]:
    path = root / CONFIG_PATH
    if not path.is_file():
        return [Finding("✗", f"{root} 里没有 config.yaml", f"there is no config.yaml in {root}")]
    text, unreadable = decode(path.read_bytes(), CONFIG_PATH)
    config, problems = parse_config(text)
    if config is None or unreadable or problems:
        count = len([*unreadable, *problems])
        return [
            Finding(
                "✗",
                f"config.yaml 有 {count} 处问题，运行 gksite check 查看",
                f"config.yaml has {count} problems: run gksite check",
            )
        ]
    return [
        Finding("✓", "config.yaml 可用", "config.yaml can be used"),
        *_settings(config),
        *_theme(root, config),
        *_format(root),
        _place(root),
    ]


def _settings(config: Config) -> list[Finding]:
    findings = []
    if config.mode == "preview":
        findings.append(
            Finding(
                "!",
                "mode 是 preview：门户必填项不检查，上线前改为 portal",
                "mode is preview: what a portal must carry is not checked; change it to portal "
                "before going live",
            )
        )
    if not config.base_url:
        findings.append(
            Finding(
                "!",
                "没有 site.base_url：不生成 sitemap.xml、规范网址和订阅源（Atom、JSON Feed）",
                "no site.base_url: no sitemap.xml, no canonical addresses, no feeds",
            )
        )
    if config.id_code and not _ID_CODE.fullmatch(config.id_code):
        findings.append(
            Finding(
                "!",
                f"网站标识码“{config.id_code}”的形式少见",
                f"the site code “{config.id_code}” has an unusual form",
            )
        )
    if "pdf" in config.exports.formats:
        findings.append(_pdf())
    return findings


def _theme(root: Path, config: Config) -> list[Finding]:
    """Check the theme and the templates of the site, without rendering a page."""
    files, problems = read_theme(root, config.theme)
    if files.templates:
        own = own_theme_files(root, config.theme, files)
        problems += checked_theme(files, own, config.language)[1]
    if not problems:
        return [Finding("✓", "主题和模板可用", "the theme and its templates can be used")]
    return [
        Finding(
            "✗" if severity(item) == "error" else "!",
            f"{item.location} {message(item, 'zh')}；{hint(item, 'zh')}",
            f"{item.location} {message(item, 'en')}; {hint(item, 'en')}",
        )
        for item in problems
    ]


def _pdf() -> Finding:
    from gksite.exports.plan_pdf import PdfFailed, load_weasyprint

    try:
        load_weasyprint()
    except PdfFailed as failure:
        return Finding("✗", message(failure.diagnostic, "zh"), message(failure.diagnostic, "en"))
    return Finding("✓", "可以生成 PDF", "PDF can be made")


def _format(root: Path) -> list[Finding]:
    """Say that a migration is due, where it changes more than the number of the format."""
    folders = plan_folders(read_sources(root)[0]).values()
    count = sum(len(questions_of(folder)[0]) for folder in folders)
    if not count:
        return []
    zh = f"源文件还是格式 1：有 {count} 条报送要改写，运行 gksite migrate"
    en = f"the sources are still of format 1: {count} reports to rewrite; run gksite migrate"
    return [Finding("!", zh, en)]


def _place(root: Path) -> Finding:
    if not os.access(root, os.W_OK):
        return Finding("✗", f"{root} 不可写", f"{root} cannot be written")
    return Finding("✓", f"{root.resolve()} 可写", f"{root.resolve()} can be written")


@click.command()
@click.pass_obj
def doctor(shared: Shared) -> int:
    """检查运行环境和网站设置。Look at the environment and the settings of the site."""
    findings = examine(shared.project)
    for finding in findings:
        shared.put(f"{finding.mark} {finding.zh if shared.language == 'zh' else finding.en}")
    return EXIT_PROBLEMS if any(finding.mark == "✗" for finding in findings) else 0
