"""Publications to real targets: what a dry run says is what happens, others' files stay, old pages
stay until the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from publishing_places import Place
from publishing_sites import NEW, OLD, write_site

from gksite.config.values import Target
from gksite.publishing.publish import Report, Wishes, publish_folder
from gksite.publishing.records import parse_records
from gksite.publishing.rollback import read_publications
from gksite.publishing.steps import Reuse, Send, Step, render_step


def published(project: Path, out: Path, target: Target, **wishes: Any) -> Report:
    return publish_folder(project, out, target, Wishes(**{"max_deletes": 100, **wishes}))


def test_a_dry_run_says_what_happens_and_changes_nothing(
    place: Place, project: Path, tmp_path: Path
) -> None:
    out = tmp_path / "public"
    for site in (OLD, NEW, OLD):
        write_site(out, site)
        before = place.seen()
        told: list[Step] = []
        dry = publish_folder(
            project, out, place.target, Wishes(dry_run=True, max_deletes=100), told.append
        )
        assert dry.problems == ()
        assert place.seen() == before
        report = published(project, out, place.target)
        assert report.problems == ()
        assert report.done == report.steps == dry.steps
        assert (
            [render_step(step) for step in told]
            == [render_step(step) for step in report.steps]
            != []
        )
        seen = place.seen()
        carried = {path: data for path, data in seen.items() if path not in site}
        assert {path: data for path, data in seen.items() if path in site} == dict(site)
        assert all(path.startswith("assets/style.") for path in carried)
        assert (len(carried) > 0) <= (place.target.layout == "releases")
        assert published(project, out, place.target).steps == ()
    records, problems = read_publications(project, place.target)
    assert problems == []
    assert [record.files for record in records] == [len(OLD), len(NEW), len(OLD)]
    assert parse_records((project / "publications/live.jsonl").read_bytes()) == records


def test_only_what_changed_travels(place: Place, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "public"
    published(project, write_site(out, OLD), place.target)
    report = published(project, write_site(out, NEW), place.target)
    sent = {step.path for step in report.steps if isinstance(step, Send)}
    assert sent == {path for path in NEW if NEW[path] != OLD.get(path)} | {".gksite-manifest"}
    if place.target.layout == "releases":
        assert {step.path for step in report.steps if isinstance(step, Reuse)} == {
            path for path in NEW if NEW[path] == OLD.get(path)
        } | {"assets/style.0a1b2c3d.css"}


def test_a_file_of_others_is_never_deleted(place: Place, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "public"
    published(project, write_site(out, OLD), place.target)
    foreign = {"verify-12345.txt": b"theirs", "plans/theirs.html": b"theirs too"}
    for path, data in foreign.items():
        place.put(path, data)
    for site in (NEW, OLD, NEW, OLD, NEW, OLD, NEW):
        assert published(project, write_site(out, site), place.target).problems == ()
        assert {path: data for path, data in place.seen().items() if path in foreign} == foreign


def test_a_file_of_others_in_the_way_stops_the_publication(
    place: Place, project: Path, tmp_path: Path
) -> None:
    out = tmp_path / "public"
    if place.target.layout == "releases":
        published(project, write_site(out, OLD), place.target)
    place.put("plans/qinghe-2025/3.html", b"theirs")
    place.put("404.html", NEW["404.html"])
    before = place.seen()
    report = published(project, write_site(out, NEW), place.target)
    assert [one.code for one in report.problems] == ["publish-not-ours"]
    assert report.problems[0].location.path.endswith("/plans/qinghe-2025/3.html")
    assert place.seen() == before


def test_what_was_damaged_at_the_target_is_sent_again(
    place: Place, project: Path, tmp_path: Path
) -> None:
    out = tmp_path / "public"
    published(project, write_site(out, OLD), place.target)
    place.put("plans/qinghe-2025/1.html", b"!" * len(OLD["plans/qinghe-2025/1.html"]))
    report = published(project, write_site(out, NEW), place.target)
    assert Send("plans/qinghe-2025/1.html") in report.done
    assert place.seen()["plans/qinghe-2025/1.html"] == NEW["plans/qinghe-2025/1.html"]
