"""The sample of `gksite init`: gone with the first real plan, unless somebody made it their own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gksite.cli import main
from gksite.cli.sample import sample_files, untouched_sample
from gksite.source.files import read_sources

NOTICE = """\
2026年青禾区政务公开工作要点
一、规范主动公开
1.按季度公布重点项目进展。（牵头单位：区发展改革委；责任单位：区司法局）
2.6月底前修订主动公开基本目录。（责任单位：区司法局）
"""
Gksite = Callable[..., tuple[int, str]]


@pytest.fixture
def gksite(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Gksite:
    def run(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["gksite", "--lang", "en", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        assert isinstance(stop.value.code, int)
        captured = capsys.readouterr()
        return stop.value.code, captured.out + captured.err

    return run


@pytest.fixture
def site(tmp_path: Path, gksite: Gksite) -> Path:
    gksite("init", tmp_path / "site")
    (tmp_path / "notice.txt").write_text(NOTICE, "utf-8")
    return tmp_path / "site"


def plans(site: Path) -> list[str]:
    return sorted(path.name for path in (site / "content/plans").iterdir())


def registries(site: Path) -> list[str]:
    return sorted(
        path.name
        for path in (site / "content/units").iterdir()
        if not path.name.endswith(".proposed.yaml")
    )


def import_notice(site: Path, gksite: Gksite, *arguments: object) -> tuple[int, str]:
    return gksite("-C", site, "import", site.parent / "notice.txt", *arguments)


def test_the_first_import_removes_what_nobody_touched(site: Path, gksite: Gksite) -> None:
    (sample,) = plans(site)
    code, told = import_notice(site, gksite, "--authority", "qinghe")
    assert code == 0
    assert f"removed the sample of gksite init: content/plans/{sample}/plan.md" in told
    assert (plans(site), registries(site)) == (["qinghe-2026"], ["qinghe.yaml"])
    assert gksite("-C", site, "build", "--drafts")[0] == 0


def test_a_document_is_not_taken_for_the_samples(site: Path, gksite: Gksite) -> None:
    (site.parent / "notice.txt").write_text(NOTICE.replace("青禾区", ""), "utf-8")
    code, told = import_notice(site, gksite)
    assert (code, "add --authority ID" in told) == (2, True)
    assert len(plans(site)) == 1


@pytest.mark.parametrize(
    "touch",
    [
        lambda site, sample: (site / sample / "plan.md").write_text(
            (site / sample / "plan.md").read_text("utf-8") + "\n再议。\n", "utf-8"
        ),
        lambda site, sample: (site / sample / "plan.md").write_bytes(
            (site / sample / "plan.md").read_bytes().replace(b"\n", b"\r\n")
        ),
        lambda site, sample: (
            (site / sample / "files").mkdir() or (site / sample / "files/a.txt").write_text("x")
        ),
        lambda site, sample: (
            (site / "content/pages").mkdir()
            or (site / "content/pages/a.md").write_text(
                f"---\ntitle: a\n---\n[见](/plans/{Path(sample).name}/index.html)\n", "utf-8"
            )
        ),
    ],
    ids=["a word", "line ends", "an attachment", "a link"],
)
def test_what_somebody_uses_stays(
    site: Path, gksite: Gksite, touch: Callable[[Path, str], object]
) -> None:
    (sample,) = plans(site)
    touch(site, f"content/plans/{sample}")
    assert import_notice(site, gksite, "--authority", "qinghe")[0] == 0
    assert plans(site) == [sample, "qinghe-2026"]


def test_the_registry_stays_where_it_is_used(site: Path, gksite: Gksite) -> None:
    gksite("-C", site, "new", "plan", "own", "--authority", "example")
    assert import_notice(site, gksite, "--authority", "qinghe")[0] == 0
    assert (plans(site), registries(site)) == (
        ["own", "qinghe-2026"],
        ["example.yaml", "qinghe.yaml"],
    )


def test_an_import_for_the_samples_authority_keeps_its_registry(site: Path, gksite: Gksite) -> None:
    import_notice(site, gksite, "--authority", "example")
    assert (plans(site), registries(site)) == (["example-2026"], ["example.yaml"])


def test_nothing_goes_in_a_dry_run(site: Path, gksite: Gksite) -> None:
    import_notice(site, gksite, "--authority", "qinghe", "--dry-run")
    sources, _ = read_sources(site)
    assert untouched_sample(sources) == plans(site)[0]
    assert len(sample_files(sources)) == 4
