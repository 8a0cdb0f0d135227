"""Whatever happens to a snapshot's file is noticed, and named; and no file, however hostile, does
harm."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import json
import random
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from archive_sites import (
    AT,
    BASE,
    GOLDEN_DIR,
    copy_site,
    copy_small_site,
    edit,
    make,
    members_of,
    pack,
    remake,
    told,
)
from hypothesis import given
from hypothesis import strategies as st

from gksite.archive import package_texts as texts
from gksite.archive.container import open_container
from gksite.archive.file_bundle import BrokenBundle, read_bundle
from gksite.archive.verification import Verdict, verify_snapshot
from gksite.archive.web_archive import (
    BrokenRecord,
    Record,
    index_lines,
    read_web_archive,
    write_web_archive,
)
from gksite.archive.zip_form import Member, directory
from gksite.diagnostics import Diagnostic
from gksite.output.refusal import Refused

FLIPS = 1000


def test_what_was_made_is_sound(snapshot: Path) -> None:
    verdict = verify_snapshot(snapshot)
    assert verdict.problems == ()
    assert (verdict.signature, verdict.sm3, verdict.missing_previous) == ("unsigned", True, "")
    assert verdict.build and verdict.records == verdict.build.files + 1


# ── every byte ────────────────────────────────────────────────────────────────────────────────────


def places_of(snapshot: Path) -> dict[str, Member]:
    with open_container(snapshot) as container:
        return container.members


def assert_flips_are_noticed(snapshot: Path, target: Path, flips: list[tuple[int, int]]) -> None:
    """Each flip (place, mask) is noticed; in the bytes of a member or before them, that member
    is the first that is named."""
    whole = bytearray(snapshot.read_bytes())
    members = places_of(snapshot)
    for place, mask in flips:
        whole[place] ^= mask
        target.write_bytes(whole)
        whole[place] ^= mask
        verdict = verify_snapshot(target)
        assert verdict.problems, (place, mask)
        member = next((one for one in members.values() if one.header <= place < one.end), None)
        if member:
            first = dict(verdict.problems[0].arguments)
            assert (
                member.name in (first.get("member"), first.get("was"))
                or verdict.problems[0].code == "snapshot-unsafe"
            ), (place, mask)


def test_a_thousand_random_flips(snapshot: Path, tmp_path: Path) -> None:
    seeded = random.Random(20250701)
    size = snapshot.stat().st_size
    assert_flips_are_noticed(
        snapshot,
        tmp_path / "x.wacz",
        [(seeded.randrange(size), 1 << seeded.randrange(8)) for _ in range(FLIPS)],
    )


def test_every_byte_of_the_zip_itself(small_snapshot: Path, tmp_path: Path) -> None:
    """Names, times, flags, checksums, the directory: what no digest covers."""
    seeded = random.Random(7)
    members = list(places_of(small_snapshot).values())
    own = [place for one in members for place in range(one.header, one.start)]
    own += range(members[-1].end, small_snapshot.stat().st_size)
    assert_flips_are_noticed(
        small_snapshot, tmp_path / "x.wacz", [(place, 1 << seeded.randrange(8)) for place in own]
    )


@pytest.mark.parametrize("cut", [0, 1, 21, 22, 23, 500, -1, -22, -23, -500])
def test_cut_off(cut: int, snapshot: Path, tmp_path: Path) -> None:
    (tmp_path / "x.wacz").write_bytes(snapshot.read_bytes()[:cut])
    assert told(verify_snapshot(tmp_path / "x.wacz").problems) == [("snapshot-unreadable",)]


@pytest.mark.parametrize(
    ("before", "behind"), [(b"x", b""), (b"", b"x"), (b"MZ" * 100, b""), (b"", b"\0" * 22)]
)
def test_bytes_around_it(before: bytes, behind: bytes, snapshot: Path, tmp_path: Path) -> None:
    (tmp_path / "x.wacz").write_bytes(before + snapshot.read_bytes() + behind)
    assert verify_snapshot(tmp_path / "x.wacz").problems


def test_a_gap_between_members(snapshot: Path, tmp_path: Path) -> None:
    """A zip that any program takes for the same files, and that is another file."""
    members = [*places_of(snapshot).values()]
    whole = snapshot.read_bytes()
    gap = b"hidden"
    moved = [
        Member(one.name, one.header + len(gap), one.start + len(gap), one.size, one.crc)
        for one in members
    ]
    (tmp_path / "x.wacz").write_bytes(gap + whole[: members[-1].end] + directory(moved))
    with zipfile.ZipFile(tmp_path / "x.wacz") as archive:
        assert archive.testzip() is None
    assert told(verify_snapshot(tmp_path / "x.wacz").problems) == [
        ("snapshot-form", members[0].name)
    ]


def test_the_same_members_packed_by_another_program(snapshot: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.wacz", "w") as archive:
        for name, data in members_of(snapshot).items():
            archive.writestr(zipfile.ZipInfo(name), data)
    assert told(verify_snapshot(tmp_path / "x.wacz").problems) == [("snapshot-form", "SHA256SUMS")]
    with zipfile.ZipFile(tmp_path / "x.wacz", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members_of(snapshot).items():
            archive.writestr(name, data)
    assert verify_snapshot(tmp_path / "x.wacz").problems


# ── members ───────────────────────────────────────────────────────────────────────────────────────

MEMBERS = (
    "SHA256SUMS",
    "SM3SUMS",
    "about/archive.json",
    "about/build.json",
    "archive/site.warc.gz",
    "data/exports.zip",
    "datapackage-digest.json",
    "datapackage.json",
    "indexes/index.cdx",
    "pages/pages.jsonl",
    "sources/SHA256SUMS",
    "sources/project.zip",
)


def packed(members: dict[str, bytes], target: Path, form: str) -> Path:
    """By somebody who keeps to the form of a snapshot, or with a usual program."""
    if form == "own":
        return pack(members, target)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target


def test_these_are_all_members(snapshot: Path) -> None:
    assert tuple(members_of(snapshot)) == MEMBERS


@pytest.mark.parametrize("form", ["own", "usual"])
@pytest.mark.parametrize("name", MEMBERS)
def test_a_removed_or_renamed_member_is_named(
    name: str, form: str, snapshot: Path, tmp_path: Path
) -> None:
    members = members_of(snapshot)
    data = members.pop(name)
    found = told(verify_snapshot(packed(members, tmp_path / "x.wacz", form)).problems)
    assert found[0] == ("snapshot-member-missing", name)
    found = told(
        verify_snapshot(
            packed({**members, "about/other.bin": data}, tmp_path / "x.wacz", form)
        ).problems
    )
    if name in (texts.PACKAGE_PATH, texts.PACKAGE_DIGEST_PATH):
        # Their own digests stand in no list: one is missing, and another one is there.
        assert {
            ("snapshot-member-missing", name),
            ("snapshot-member-added", "about/other.bin"),
        } <= set(found[:2]) or name == texts.PACKAGE_PATH
        assert found[0] == ("snapshot-member-missing", name)
    else:
        assert found[0] == ("snapshot-member-renamed", "about/other.bin", name)


@pytest.mark.parametrize("form", ["own", "usual"])
@pytest.mark.parametrize(
    "name", ["added.txt", "archive/extra.warc.gz", "about/archive.json.bak", "SHA256SUMS.asc"]
)
def test_an_added_member_is_named(name: str, form: str, snapshot: Path, tmp_path: Path) -> None:
    found = told(
        verify_snapshot(
            packed({**members_of(snapshot), name: b"x"}, tmp_path / "x.wacz", form)
        ).problems
    )
    assert found[0] == ("snapshot-member-added", name)


@pytest.mark.parametrize("name", MEMBERS)
def test_a_member_with_another_content_is_named(name: str, snapshot: Path, tmp_path: Path) -> None:
    found = told(
        verify_snapshot(pack({**members_of(snapshot), name: b"{}"}, tmp_path / "x.wacz")).problems
    )
    assert ("snapshot-member-changed", name) in found[:2]


def test_two_members_of_one_name(snapshot: Path, tmp_path: Path) -> None:
    shutil.copy(snapshot, tmp_path / "x.wacz")
    with (
        pytest.warns(UserWarning, match="Duplicate"),
        zipfile.ZipFile(tmp_path / "x.wacz", "a") as archive,
    ):
        archive.writestr("about/build.json", b"{}")
    assert ("snapshot-form", "about/build.json") in told(
        verify_snapshot(tmp_path / "x.wacz").problems
    )


# ── what stands in the members, where somebody made all digests around it anew ────────────────────


def with_page(
    snapshot: Path, tmp_path: Path, alter: Callable[[str, bytes], bytes], *, honest: bool
) -> dict[str, bytes]:
    """The members with altered pages; `honest` records state the digests that the pages have,
    others those they had."""
    members = members_of(snapshot)
    files: dict[str, bytes] = {}
    with io.BytesIO(members[texts.WARC_PATH]) as stream:
        for record in read_web_archive(
            stream,
            lambda record, data: files.update({record.url: files.get(record.url, b"") + data}),
        ):
            files.setdefault(record.url, b"")
    paths = {url.removeprefix(BASE): data for url, data in files.items() if url}
    for number, (path, data) in enumerate(paths.items()):
        (tmp_path / f"file-{number}").write_bytes(alter(path, data) if honest else data)
    out = io.BytesIO()
    pairs = [
        (
            path.replace("%E5%8F%B8%E6%B3%95", "司法").replace("%E9%99%84%E8%A1%A8", "附表"),
            tmp_path / f"file-{n}",
        )
        for n, path in enumerate(paths)
    ]
    records = write_web_archive(out, pairs, BASE, AT, {"software": "another"})
    warc = out.getvalue()
    if not honest:
        warc = b"".join(
            gzip.compress(
                alter("", gzip.decompress(warc[one.offset : one.offset + one.length])), mtime=0
            )
            for one in records
        )
        warc = gzip.compress(gzip.decompress(out.getvalue()[: records[0].offset]), mtime=0) + warc
        records = [one for one in read_web_archive(io.BytesIO(warc)) if one.kind != "warcinfo"]
    return {**members, texts.WARC_PATH: warc, texts.INDEX_PATH: index_lines(records, AT)}


def doctored(_: str, data: bytes) -> bytes:
    return data.replace("重大行政决策".encode(), "一般行政决策".encode())


def test_a_record_that_is_not_what_it_states_is_named_by_its_address(
    snapshot: Path, tmp_path: Path
) -> None:
    made = remake(with_page(snapshot, tmp_path, doctored, honest=False), tmp_path / "x.wacz")
    found = told(verify_snapshot(made).problems)
    assert found
    assert all(code == "snapshot-item-changed" for code, *_ in found)
    assert ("snapshot-item-changed", f"{BASE}plans/qinghe-2025/2.html", texts.WARC_PATH) in found


def test_digests_alone_prove_nothing_against_a_remaker_and_a_signature_does(
    snapshot: Path, key: Path, tmp_path: Path
) -> None:
    members = with_page(snapshot, tmp_path, doctored, honest=True)
    made = remake(members, tmp_path / "x.wacz")
    verdict = verify_snapshot(made)
    assert (verdict.problems, verdict.signature) == ((), "unsigned")
    assert told(verify_snapshot(made, key.with_name("key.pub.pem")).problems) == [
        ("snapshot-signature",)
    ]


def test_an_index_that_leads_elsewhere_is_named(snapshot: Path, tmp_path: Path) -> None:
    members = members_of(snapshot)
    members[texts.INDEX_PATH] = members[texts.INDEX_PATH].replace(
        b"qinghe-2025/1.html", b"qinghe-2025/9.html"
    )
    assert told(verify_snapshot(remake(members, tmp_path / "x.wacz")).problems) == [
        ("snapshot-index", "example,qinghe)/gkyd/plans/qinghe-2025/1.html")
    ]


def test_a_source_that_is_not_what_its_sums_state_is_named(snapshot: Path, tmp_path: Path) -> None:
    members = members_of(snapshot)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(members[texts.SOURCES_PATH])) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            if name != "content/topics.yaml":
                new.writestr(name, old.read(name).replace(b"2025-06-18", b"2025-06-19"))
        new.writestr("content/added.yaml", b"")
    members[texts.SOURCES_PATH] = out.getvalue()
    found = {
        item for _, item, _ in told(verify_snapshot(remake(members, tmp_path / "x.wacz")).problems)
    }
    assert found == {"content/plans/qinghe-2025/progress.yaml", "content/added.yaml"}


@pytest.mark.parametrize("name", [texts.SHA256_PATH, texts.SM3_PATH])
def test_sums_that_are_not_those_of_the_members(name: str, snapshot: Path, tmp_path: Path) -> None:
    members = members_of(snapshot)
    members[name] = members[name].replace(b"0", b"1", 1)
    package = json.loads(members[texts.PACKAGE_PATH])
    resources = [
        (n, len(members[n]), hashlib.sha256(members[n]).hexdigest())
        for n in (one["path"] for one in package["resources"])
    ]
    members[texts.PACKAGE_PATH] = texts.package_text(package["title"], AT, BASE, resources)
    sha256 = hashlib.sha256(members[texts.PACKAGE_PATH]).hexdigest()
    members[texts.PACKAGE_DIGEST_PATH] = texts.package_digest_text(sha256, None)
    assert told(verify_snapshot(pack(members, tmp_path / "x.wacz")).problems) == [
        ("snapshot-member-changed", name)
    ]


def test_a_newer_format_is_not_guessed_at(snapshot: Path, tmp_path: Path) -> None:
    members = members_of(snapshot)
    members[texts.BUILD_PATH] = members[texts.BUILD_PATH].replace(b'"format": 1', b'"format": 2')
    assert told(verify_snapshot(remake(members, tmp_path / "x.wacz")).problems) == [
        ("snapshot-newer", "2")
    ]


def test_a_wacz_of_another_program_is_no_snapshot(snapshot: Path, tmp_path: Path) -> None:
    members = members_of(snapshot)
    del members[texts.BUILD_PATH]
    assert told(verify_snapshot(remake(members, tmp_path / "x.wacz")).problems) == [
        ("snapshot-member-missing", texts.BUILD_PATH)
    ]


# ── signatures and the chain ──────────────────────────────────────────────────────────────────────


def test_signatures(key: Path, tmp_path: Path) -> None:
    root = copy_site(tmp_path / "site")
    place = make(root, key=key).place
    public = key.with_name("key.pub.pem")
    assert (verify_snapshot(place).signature, verify_snapshot(place).problems) == (
        "by-its-own-key",
        (),
    )
    assert (verify_snapshot(place, public).signature, verify_snapshot(place, public).problems) == (
        "trusted",
        (),
    )
    assert len(verify_snapshot(place).signed_by) == 64
    ledger = (root / "snapshots/index.yaml").read_text("utf-8")
    assert f"signed_by: {verify_snapshot(place).signed_by}\n" in ledger
    from gksite.archive.signing import make_keys

    make_keys(tmp_path / "other.pem", tmp_path / "other.pub.pem")
    other = verify_snapshot(place, tmp_path / "other.pub.pem")
    assert (other.signature, told(other.problems)) == ("by-another-key", [("snapshot-signature",)])
    members = members_of(place)
    members[texts.PACKAGE_PATH] = members[texts.PACKAGE_PATH].replace(
        "青禾区".encode(), "青木区".encode()
    )
    sha256 = hashlib.sha256(members[texts.PACKAGE_PATH]).hexdigest()
    stated = texts.parse_record(members[texts.PACKAGE_DIGEST_PATH], texts.PackageDigest)
    assert stated
    members[texts.PACKAGE_DIGEST_PATH] = texts.package_digest_text(sha256, stated.signature)
    assert told(verify_snapshot(pack(members, tmp_path / "x.wacz")).problems) == [
        ("snapshot-signature",)
    ]
    for wrong in (tmp_path / "site/config.yaml", key):
        with pytest.raises(Refused) as caught:
            verify_snapshot(place, wrong)
        assert caught.value.diagnostic.code == "snapshot-key"


def test_flips_in_a_signature(key: Path, tmp_path: Path) -> None:
    place = make(copy_small_site(tmp_path / "site"), key=key).place
    member = places_of(place)[texts.PACKAGE_DIGEST_PATH]
    seeded = random.Random(3)
    assert_flips_are_noticed(
        place,
        tmp_path / "x.wacz",
        [(at, 1 << seeded.randrange(8)) for at in range(member.start, member.end)],
    )


def test_the_signature_can_be_checked_by_hand(key: Path, tmp_path: Path) -> None:
    """In twenty years too: `openssl pkeyutl` reads the same three files."""
    import base64
    import subprocess

    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("openssl is missing, which this test needs")
    members = members_of(make(copy_site(tmp_path / "site"), key=key).place)
    stated = json.loads(members[texts.PACKAGE_DIGEST_PATH])
    (tmp_path / "signature").write_bytes(base64.b64decode(stated["signature"]["value"]))
    (tmp_path / "package").write_bytes(members[texts.PACKAGE_PATH])
    command = [
        openssl,
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        str(key.with_name("key.pub.pem")),
        "-rawin",
        "-in",
        str(tmp_path / "package"),
        "-sigfile",
        str(tmp_path / "signature"),
    ]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_the_chain(tmp_path: Path) -> None:
    root = copy_site(tmp_path / "site")
    first = make(root).place
    second = make(root, datetime.fromisoformat("2025-12-31T18:00:00+08:00")).place
    assert verify_snapshot(second).problems == ()
    away = first.rename(tmp_path / "kept-elsewhere.wacz")
    alone = verify_snapshot(second)
    assert (alone.problems, alone.missing_previous) == ((), "2025-07-01")
    assert verify_snapshot(second, previous=away).missing_previous == ""
    other = copy_site(tmp_path / "other")
    edit(other, "content/pages/about.md", "关于本站", "本站说明")
    forged = make(other).place
    assert told(verify_snapshot(second, previous=forged).problems) == [
        ("snapshot-chain", "2025-07-01", forged.as_posix())
    ]


# ── hostile files ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/evil", "a/../../evil", "..\\evil", "C:/evil", "C:evil", "a\nb", "a\x00b"],
)
def test_names_that_lead_out_are_refused(name: str, snapshot: Path, tmp_path: Path) -> None:
    shutil.copy(snapshot, tmp_path / "x.wacz")
    with zipfile.ZipFile(tmp_path / "x.wacz", "a") as archive:
        info = zipfile.ZipInfo("placeholder")
        info.filename = name
        archive.writestr(info, b"x")
    assert [one.code for one in verify_snapshot(tmp_path / "x.wacz").problems] == [
        "snapshot-unsafe"
    ]


def test_too_many_members(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.wacz", "w") as archive:
        for number in range(1001):
            archive.writestr(f"n{number}", b"")
    assert [one.code for one in verify_snapshot(tmp_path / "x.wacz").problems] == [
        "snapshot-unsafe"
    ]


def bundle(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            info = zipfile.ZipInfo("placeholder")
            info.filename, info.compress_type = name, zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


BUNDLES: dict[str, tuple[tuple[str, bytes], ...]] = {
    "a path that leads out": (("../../evil", b""),),
    "an absolute path": (("/evil", b""),),
    "a folder": (("content/", b""),),
    "the same path twice": (("a", b""), ("b", b""), ("a", b"")),
    "a zip bomb": (("zeros", bytes(210_000_000)),),
}


@pytest.mark.filterwarnings("ignore:Duplicate")
@pytest.mark.parametrize("what", BUNDLES)
def test_sources_that_would_do_harm_are_refused(what: str, snapshot: Path, tmp_path: Path) -> None:
    made = remake(
        {**members_of(snapshot), texts.SOURCES_PATH: bundle(*BUNDLES[what])}, tmp_path / "x.wacz"
    )
    assert [one.code for one in verify_snapshot(made).problems] == ["snapshot-unsafe"]


def record(head: str, body: bytes) -> bytes:
    return gzip.compress(
        head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body + b"\r\n\r\n", mtime=0
    )


def test_broken_web_archives_are_said_to_be_broken() -> None:
    sound = record("WARC/1.1\nWARC-Type: resource\nContent-Length: 1", b"x")
    assert [one.size for one in read_web_archive(io.BytesIO(sound))] == [1]
    for data in (
        b"x",
        sound[:-1],
        sound + b"x",
        sound[:20],
        record("WARC/1.0\nContent-Length: 1", b"x"),
        record("WARC/1.1\nno colon", b""),
        record("WARC/1.1\nContent-Length: 2", b"x"),
        record("WARC/1.1\nContent-Length: 0", b"x"),
        record("WARC/1.1\nContent-Length: -1", b"x"),
        record(f"WARC/1.1\nX: {'x' * 200_000}\nContent-Length: 0", b""),
        record(
            "WARC/1.1\nWARC-Type: \udcff".encode("utf-8", "surrogateescape").decode("latin-1"), b""
        ),
        zlib.compress(b"WARC/1.1"),
    ):
        with pytest.raises(BrokenRecord):
            list(read_web_archive(io.BytesIO(data)))


def test_a_record_that_unpacks_to_very_much_takes_no_memory() -> None:
    """50 MB of zeros in 50 kB: read in steps, and never held."""
    held = 0

    def take(_: Record, data: bytes) -> None:
        nonlocal held
        held = max(held, len(data))

    data = record("WARC/1.1\nWARC-Type: resource\nContent-Length: 50000000", b"\0" * 50_000_000)
    assert [one.size for one in read_web_archive(io.BytesIO(data), take)] == [50_000_000]
    assert held <= 1 << 16


@given(st.binary(max_size=400))
def test_any_bytes_for_a_web_archive_or_a_bundle_are_refused_at_worst(data: bytes) -> None:
    for begun in (b"", record("WARC/1.1\nWARC-Type: resource\nContent-Length: 1", b"x")):
        with contextlib.suppress(BrokenRecord):
            list(read_web_archive(io.BytesIO(begun + data)))
    with contextlib.suppress(BrokenBundle, Refused):
        list(read_bundle(io.BytesIO(data), "x"))


@given(
    st.dictionaries(
        st.sampled_from(MEMBERS),
        st.binary(max_size=60)
        | st.sampled_from([b"[" * 10_000, b'{"resources": [{"path": 1}]}', b"null"]),
    )
)
def test_any_bytes_for_members(members: dict[str, bytes]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        assert verify_snapshot(pack(members, Path(folder, "x.wacz"))).problems


@given(st.binary(max_size=300), st.integers(0, 300))
def test_any_bytes_for_a_file(data: bytes, at: int) -> None:
    import tempfile

    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 46, at, 0)
    with tempfile.TemporaryDirectory() as folder:
        for content in (data, data + end):
            Path(folder, "x.wacz").write_bytes(content)
            assert verify_snapshot(Path(folder, "x.wacz")).problems


# ── for ever ──────────────────────────────────────────────────────────────────────────────────────


def test_there_is_a_golden_snapshot() -> None:
    assert list(GOLDEN_DIR.glob("*.wacz"))


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN_DIR.glob("*.wacz")))
def test_snapshots_of_every_version_verify_for_ever(name: str) -> None:
    """Never make them anew: they stand for the snapshots that lie in archives. A later format
    adds its own."""
    verdict: Verdict = verify_snapshot(GOLDEN_DIR / name, GOLDEN_DIR / "golden.pub.pem")
    problems: tuple[Diagnostic, ...] = verdict.problems
    assert problems == ()
    assert verdict.signature == "trusted"
