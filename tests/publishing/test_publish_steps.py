"""The steps of a publication, for any two sites: carried out on a tree in memory, they lead from
the one to the other, safely."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from publishing_sites import files_below, folder_target, write_site

from gksite.publishing.layout import release_folder
from gksite.publishing.listing import LocalSite, SiteFile, parse_listing
from gksite.publishing.publish import Wishes, publish_folder
from gksite.publishing.steps import (
    Delete,
    Place,
    Record,
    Send,
    Standing,
    Step,
    Switch,
    check_deletes,
    gone_paths,
    is_hashed,
    order_steps,
)

PATHS = st.sampled_from(
    [
        "404.html",
        "plans/index.html",
        "plans/a/1.html",
        "plans/a/2.html",
        "plans/b/index.html",
        "assets/style.0a1b2c3d.css",
        "assets/style.4e5f6a7b.css",
        "assets/icon.svg",
        "units",
        "units/index.html",
        "Plans/A.html",
        "plans/a.html",
    ]
)
CONTENTS = st.sampled_from([b"one", b"two", b"three"])
SITES = st.dictionaries(PATHS, CONTENTS).map(
    lambda found: _consistent({"index.html": b"home", **found})
)


def _consistent(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """No path is a file and a folder, and none differs from another by case alone, as in what a
    build writes."""
    kept: dict[str, bytes] = {}
    for path, data in sorted(files.items()):
        names = {one.casefold() for one in kept}
        if path.casefold() not in names and not any(
            one.startswith(f"{path}/") or path.startswith(f"{one}/")
            for one in files
            if one != path and len(one) < len(path)
        ):
            kept[path] = data
    return kept


def render_listing(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()


def local(files: Mapping[str, bytes]) -> LocalSite:
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    marker = render_listing(digests)
    return LocalSite(
        {path: SiteFile(path, digests[path], len(files[path]), "") for path in files},
        SiteFile(".gksite-manifest", hashlib.sha256(marker).hexdigest(), len(marker), ""),
    )


def standing(old: Mapping[str, bytes], new: LocalSite, **more: object) -> Standing:
    live = local(old).digests
    intact = frozenset(path for path, sha256 in new.digests.items() if live.get(path) == sha256)
    return Standing(
        live=live,
        owned=frozenset(live),
        intact=intact,
        marked=local(old).marker == new.marker,
        **more,  # type: ignore[arg-type]
    )


def apply(tree: dict[str, bytes], new: Mapping[str, bytes], step: Step) -> None:
    match step:
        case Place(path=path) if path in new:
            assert not any(one.startswith(f"{path}/") or path.startswith(f"{one}/") for one in tree)
            assert not any(one != path and one.casefold() == path.casefold() for one in tree)
            tree[path] = new[path]
        case Delete(path=path):
            del tree[path]


@given(SITES, SITES)
def test_in_place_every_page_works_until_the_last_step(
    old: dict[str, bytes], new: dict[str, bytes]
) -> None:
    site = local(new)
    steps = order_steps(site, standing(old, site), "in-place", 5)
    tree, sent = dict(old), set()
    for step in steps:
        if isinstance(step, Send):
            sent.add(step.path)
        if isinstance(step, Place):
            assert step.path in sent, "nothing takes its place before it was sent and read back"
        apply(tree, new, step)
        if isinstance(step, Place) and step.path == "index.html":
            assert all(tree.get(path) == data for path, data in new.items()), "home comes last"
    assert tree == new
    places = [number for number, step in enumerate(steps) if isinstance(step, Place)]
    sends = [number for number, step in enumerate(steps) if isinstance(step, Send)]
    assert not sends or not places or max(sends) < min(places), (
        "all is there before anything changes"
    )
    assert (
        {step.path for step in steps if isinstance(step, Delete)}
        == set(gone_paths(site, standing(old, site)))
        == old.keys() - new.keys()
    )


@given(SITES, SITES)
def test_a_release_is_whole_before_the_switch(old: dict[str, bytes], new: dict[str, bytes]) -> None:
    site = local(new)
    steps = order_steps(
        site,
        standing(old, site, release=local(old).release, releases=(local(old).release,)),
        "releases",
        5,
    )
    if old == new:
        assert steps == ()
        return
    switch = steps.index(Switch(site.release))
    before = {step.path for step in steps[:switch] if hasattr(step, "path")}
    assert before == {*new, ".gksite-manifest"}
    assert steps[switch - 1] == Send(".gksite-manifest")
    assert steps[switch + 1 :] == (Record(),)


@given(SITES, SITES, st.none() | st.integers(0, 12))
def test_no_more_goes_than_is_allowed(
    old: dict[str, bytes], new: dict[str, bytes], allowed: int | None
) -> None:
    site = local(new)
    gone = len(old.keys() - new.keys())
    limit = len(old) // 4 if allowed is None else allowed
    assert (check_deletes(site, standing(old, site), allowed, "live") == []) == (gone <= limit)


def test_no_more_than_256_files_go() -> None:
    old = {f"{number}.html": b"" for number in range(2_000)} | {"index.html": b""}
    for gone, allowed in ((256, True), (257, False)):
        site = local(
            {path: data for number, (path, data) in enumerate(old.items()) if number >= gone}
        )
        assert (check_deletes(site, standing(old, site), None, "live") == []) == allowed


@settings(max_examples=40)
@given(st.lists(SITES, min_size=2, max_size=3), st.sampled_from(["releases", "in-place"]))
def test_a_dry_run_is_what_happens(
    scratch: Path, sites: list[dict[str, bytes]], layout: str
) -> None:
    place = scratch / hashlib.sha256(repr((sites, layout)).encode()).hexdigest()
    target = folder_target(place / "live", layout, keep=2)
    live = place / "live/current" if layout == "releases" else place / "live"
    for files in sites:
        out = write_site(place / "public", files)
        before = files_below(live)
        dry = publish_folder(place, out, target, Wishes(dry_run=True, max_deletes=20))
        assert files_below(live) == before
        report = publish_folder(place, out, target, Wishes(max_deletes=20))
        assert dry.problems == report.problems == ()
        assert dry.steps == report.steps == report.done
        after = files_below(live)
        changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
        if layout == "in-place":
            assert changed == {
                step.path for step in report.steps if isinstance(step, Place | Delete)
            } - {".gksite-manifest"}
        assert {path: data for path, data in after.items() if path in files} == files
        assert all(is_hashed(path) for path in after if path not in files)


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=20), st.binary(min_size=32, max_size=32).map(bytes.hex)
    )
)
def test_a_listing_reads_back_and_never_leads_astray(digests: dict[str, str]) -> None:
    back = parse_listing(
        render_listing(
            {
                path: sha256
                for path, sha256 in digests.items()
                if "\n" not in path and path.isprintable()
            }
        )
    )
    assert back.items() <= digests.items()
    assert not any(part in ("", ".", "..") for path in back for part in path.split("/"))
    assert release_folder(local({}).release).count("/") == 1


@given(st.binary(max_size=300))
def test_any_bytes_are_a_listing_of_safe_paths(data: bytes) -> None:
    assert not any(
        path.startswith(("/", ".gksite")) or ".." in path.split("/") for path in parse_listing(data)
    )
