"""A push: its documents follow the schema, tell all and only what changed, and can be sent again
and again."""

from __future__ import annotations

import hashlib
import http.client
import json
import runpy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import jsonschema
import msgspec
import pytest
from receiver import Receiver, content_digest, receiving
from sample_copy import copy_sample

from gksite.build.pipeline import Options, build
from gksite.portal.addresses import idempotency_key
from gksite.portal.gkmlpt import gkmlpt_article
from gksite.portal.profiles import Since
from gksite.portal.push_changes import ManifestEntry, PushManifest, changes
from gksite.portal.push_documents import FORMAT, Document, Tombstone
from gksite.portal.push_xml import NAMESPACE, xml_documents

PROJECT = Path(__file__).parents[2]
SCHEMA = json.loads((PROJECT / "docs/push.schema.json").read_text("utf-8"))


def pushed(root: Path, out: Path, since: Path | None = None) -> dict[str, Any]:
    """Build a push; its manifest."""
    last = Since(str(since), since.read_bytes()) if since else None
    report = build(root, out, Options(jobs=1, profile="push", since=last))
    assert report.problems == ()
    manifest: dict[str, Any] = json.loads((out / "manifest.json").read_bytes())
    return manifest


def actions(manifest: dict[str, Any]) -> dict[str, str]:
    return {one["id"]: one["action"] for one in manifest["documents"]}


@pytest.fixture(scope="module")
def push(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The push of the sample site; not to be changed."""
    out = tmp_path_factory.mktemp("push") / "public-push"
    report = build(PROJECT, out, Options(jobs=1, profile="push"), state_dir=out.with_name("state"))
    assert report.problems == ()
    return out


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the sample project."""
    return copy_sample(tmp_path / "project")


# ── what it holds ─────────────────────────────────────────────────────────────────────────────────


def test_the_schema_is_what_the_documents_say() -> None:
    """Else: python docs/write_push_schema.py."""
    writer = runpy.run_path(str(PROJECT / "docs/write_push_schema.py"))
    assert (PROJECT / "docs/push.schema.json").read_text("utf-8") == writer["render_schema"]()


def test_every_file_follows_the_schema(push: Path) -> None:
    checker = jsonschema.Draft202012Validator(SCHEMA)
    documents = [json.loads(path.read_bytes()) for path in sorted((push / "documents").iterdir())]
    plans = {
        path.parent.name
        for path in PROJECT.glob("content/plans/*/plan.md")
        if "\ndraft: true" not in path.read_text("utf-8")
    }
    assert {one["id"] for one in documents} == plans
    for document in documents:
        checker.validate(document)
    for name, definition in (("manifest.json", "PushManifest"), ("documents.json", "DocumentList")):
        part = jsonschema.Draft202012Validator(
            {**SCHEMA, "oneOf": [{"$ref": f"#/$defs/{definition}"}]}
        )
        part.validate(json.loads((push / name).read_bytes()))


def test_a_version_is_the_digest_of_its_document(push: Path) -> None:
    for entry in json.loads((push / "manifest.json").read_bytes())["documents"]:
        data = (push / entry["path"]).read_bytes()
        document = msgspec.json.decode(data, type=Document)
        assert document.id == entry["id"]
        assert entry["action"] == "add"
        without = data.replace(f'"version":"{document.version}"'.encode(), b'"version":""', 1)
        assert hashlib.sha256(without).hexdigest() == document.version == entry["version"]
        assert hashlib.sha256(document.content.html.encode()).hexdigest() == document.content.sha256


def test_every_attachment_lies_where_its_document_says(push: Path) -> None:
    told = {}
    for path in (push / "documents").iterdir():
        for one in json.loads(path.read_bytes())["attachments"]:
            data = (push / one["path"]).read_bytes()
            assert (len(data), hashlib.sha256(data).hexdigest()) == (one["bytes"], one["sha256"])
            told[one["path"]] = one
    assert set(told) == {
        path.relative_to(push).as_posix() for path in push.glob("plans/**/*") if path.is_file()
    }
    assert told


def test_xml_says_the_same(push: Path) -> None:
    def value(element: ElementTree.Element, like: Any) -> Any:
        if isinstance(like, dict):
            assert [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element] == list(like)
            return {key: value(child, like[key]) for key, child in zip(like, element, strict=True)}
        if isinstance(like, list):
            return [value(child, one) for child, one in zip(element, like, strict=True)]
        return int(element.text or "") if isinstance(like, int) else element.text or ""

    root = ElementTree.fromstring((push / "documents.xml").read_bytes())
    documents = json.loads((push / "documents.json").read_bytes())["documents"]
    assert [
        value(one, document) for one, document in zip(root, documents, strict=True)
    ] == documents


def test_xml_holds_any_text() -> None:
    tombstone = Tombstone(FORMAT, "a", "0" * 64, "a\x00<&\r\n\ufffe]]>", "https://x.example/")
    root = ElementTree.fromstring(xml_documents([tombstone]))
    assert root[0].findtext(f"{{{NAMESPACE}}}title") == "a<&\r\n]]>"


GKMLPT = [
    "id",
    "title",
    "document_number",
    "identifier",
    "publisher",
    "keywords",
    "date",
    "created_at",
    "display_publish_time",
    "abstract",
    "classify_main_name",
    "classify_genre_name",
    "classify_theme_name",
    "url",
    "post_url",
    "is_expired",
    "is_abolished",
    "attachment",
    "relation",
]


def test_the_list_of_articles_has_the_usual_names(push: Path) -> None:
    listed = json.loads((push / "articles.json").read_bytes())
    assert listed["total"] == len(listed["articles"]) == len(list((push / "documents").iterdir()))
    assert {tuple(article) for article in listed["articles"]} == {tuple(GKMLPT)}
    [article] = [
        one for one in listed["articles"] if one["title"] == "2025年青禾区政务公开工作要点"
    ]
    assert article["document_number"] == "青禾府办发〔2025〕6号"
    assert article["identifier"] == "515301022/2025-00011"
    # Midnight in Beijing of 2025-04-20 and 2025-04-27.
    assert (article["date"], article["display_publish_time"]) == (1745078400, 1745683200)
    assert article["created_at"] == "2025-04-27 00:00:00"
    assert article["url"] == "https://www.yunchuan.example/gkyd/plans/qinghe-2025/"
    assert len({one["id"] for one in listed["articles"]}) == listed["total"]
    assert all(0 < one["id"] < 2**53 for one in listed["articles"])


def test_a_hundred_articles_a_file(push: Path) -> None:
    from gksite.portal.gkmlpt import article_files

    one = msgspec.json.decode(next((push / "documents").iterdir()).read_bytes(), type=Document)
    many = [msgspec.structs.replace(one, id=f"plan-{n}") for n in range(201)]
    files = {name: json.loads(data) for name, data in article_files(many).items()}
    assert {name: (one["total"], len(one["articles"])) for name, one in files.items()} == {
        "articles.json": (201, 100),
        "articles-2.json": (201, 100),
        "articles-3.json": (201, 1),
    }
    assert len({article["id"] for one in files.values() for article in one["articles"]}) == 201
    assert json.loads(article_files([])["articles.json"]) == {"total": 0, "articles": []}
    abolished = gkmlpt_article(msgspec.structs.replace(one, validity="废止"))
    assert (abolished.is_expired, abolished.is_abolished) == (0, 1)


# ── what changed ──────────────────────────────────────────────────────────────────────────────────


def test_only_what_changed_since_the_last_push(project: Path) -> None:
    first, last = pushed(project, project / "one"), project / "one/manifest.json"
    assert set(actions(first).values()) == {"add"}
    nothing = pushed(project, project / "two", last)
    assert set(actions(nothing).values()) == {"keep"}
    assert not (project / "two/documents").exists()
    assert json.loads((project / "two/documents.json").read_bytes())["documents"] == []
    assert not list((project / "two").glob("plans/**/*"))

    plan = project / "content/plans/qinghe-2025/plan.md"
    plan.write_text(plan.read_text("utf-8").replace("更好服务全区", "更好地服务全区"), "utf-8")
    shutil.rmtree(project / "content/plans/dsj-2024")
    second = pushed(project, project / "two", last)
    done = {id: action for id, action in actions(second).items() if action != "keep"}
    # The plan that it was based on says so no longer.
    assert done == {"qinghe-2025": "change", "dsj-2024": "delete", "yunchuan-2024": "change"}
    assert {path.stem for path in (project / "two/documents").iterdir()} == set(done)
    tombstone = json.loads((project / "two/documents/dsj-2024.json").read_bytes())
    jsonschema.Draft202012Validator(SCHEMA).validate(tombstone)
    assert tombstone["action"] == "delete"
    assert {path.name for path in (project / "two/plans").iterdir()} <= {
        "qinghe-2025",
        "yunchuan-2024",
    }
    assert (
        json.loads((project / "two/articles.json").read_bytes())["total"]
        == len(first["documents"]) - 1
    )
    # What was taken down stays so without being said again.
    third = pushed(project, project / "three", project / "two/manifest.json")
    assert set(actions(third).values()) == {"keep"}
    assert "dsj-2024" not in actions(third)


def test_a_draft_is_never_pushed(project: Path) -> None:
    assert "\ndraft: true" in (project / "content/plans/qinghe-2026/plan.md").read_text("utf-8")
    report = build(project, project / "out", Options(jobs=1, profile="push", drafts=True))
    assert report.problems == ()
    assert b"qinghe-2026" not in b"".join(
        path.read_bytes() for path in (project / "out").rglob("*") if path.is_file()
    )


def manifest_of(versions: dict[str, str], deleted: tuple[str, ...] = ()) -> PushManifest:
    return PushManifest(
        FORMAT,
        "",
        tuple(
            ManifestEntry(id, version * 64, "delete" if id in deleted else "add", "", "", "")
            for id, version in versions.items()
        ),
    )


def test_changes(push: Path) -> None:
    one = msgspec.json.decode(next((push / "documents").iterdir()).read_bytes(), type=Document)
    current = [
        msgspec.structs.replace(one, id=id, version=version * 64)
        for id, version in {"b": "1", "c": "2", "d": "3"}.items()
    ]
    former = {"b": "7" * 64, "c": "8" * 64, "d": "9" * 64}
    last = manifest_of({"a": "0", "b": "1", "c": "1", "e": "5"}, deleted=("e",))
    found = changes(last, current, former)
    assert (found.added, found.changed, found.kept, found.removed) == (
        ("d",),
        ("c",),
        ("b",),
        ("a",),
    )
    # A manifest of before duties has former versions alone; a later one is not compared with them.
    assert changes(manifest_of({"b": "7", "c": "1"}), current, former).kept == ("b",)
    later = msgspec.structs.replace(
        last, documents=tuple(msgspec.structs.replace(e, former="7" * 64) for e in last.documents)
    )
    assert changes(later, current, {"c": "1" * 64}).kept == ("b",)
    assert changes(None, current, former).added == ("b", "c", "d")


# ── sending it ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def portal() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def request(
    url: str,
    method: str,
    path: str,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    cut: bool = False,
) -> tuple[int, Any]:
    """One request; cut: the connection breaks off in the middle of the body. ConnectionError
    where no answer comes."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        every = {
            "Content-Length": str(len(body)),
            **({"Content-Digest": content_digest(body)} if body else {}),
            **(headers or {}),
        }
        connection.putrequest(method, f"{parts.path}{path}")
        for name, value in every.items():
            connection.putheader(name, value)
        connection.endheaders()
        connection.send(body[: len(body) // 2] if cut else body)
        if cut:
            raise ConnectionResetError
        answer = connection.getresponse()
        data = answer.read()
        return answer.status, json.loads(data) if data else None
    except http.client.HTTPException as error:
        raise ConnectionResetError from error
    finally:
        connection.close()


def send_all(folder: Path, url: str, publication: int, cut: int = -1) -> int:
    """Send a push as docs/portal.md says; the number of requests. With `cut` the request of that
    number breaks off."""
    count = 0

    def say(
        method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        nonlocal count
        count += 1
        return request(url, method, path, body, headers, cut=count - 1 == cut)

    for entry in json.loads((folder / "manifest.json").read_bytes())["documents"]:
        if entry["action"] == "keep":
            continue
        data = (folder / entry["path"]).read_bytes()
        document: Document | Tombstone = msgspec.json.decode(data, type=Document | Tombstone)
        for file in document.attachments if isinstance(document, Document) else ():
            if say("HEAD", f"/attachments/{file.sha256}")[0] == 404:
                assert say("PUT", f"/attachments/{file.sha256}", (folder / file.path).read_bytes())[
                    0
                ] in (200, 201)
        key_of = idempotency_key(
            publication, document.id, document.version, gone=isinstance(document, Tombstone)
        )
        key = {"Idempotency-Key": key_of, "Content-Type": "application/json"}
        assert say("POST", "/documents", data, key)[0] in (200, 201)
    return count


def versions(folder: Path) -> dict[str, str]:
    entries = json.loads((folder / "manifest.json").read_bytes())["documents"]
    return {one["id"]: one["version"] for one in entries if one["action"] != "delete"}


def test_sending_twice_changes_nothing(push: Path, portal: Receiver) -> None:
    send_all(push, portal.url, 1)
    assert portal.state() == versions(push)
    done = list(portal.changes)
    for publication in (1, 1, 2):
        send_all(push, portal.url, publication)
    assert portal.changes == done
    assert len(portal.changes) == len(versions(push))
    assert request(portal.url, "GET", "/documents") == (200, {"documents": versions(push)})


def test_a_cut_at_any_request_and_a_repetition_end_where_one_clean_sending_does(push: Path) -> None:
    with receiving() as portal:
        total = send_all(push, portal.url, 1)
        clean, stored = portal.state(), dict(portal.attachments)
    for number in range(total):
        for answer_lost in (False, True):
            with receiving() as portal:
                if answer_lost:
                    portal.drops = {number}
                with pytest.raises(ConnectionError):
                    send_all(push, portal.url, 1, -1 if answer_lost else number)
                portal.drops = set()
                send_all(push, portal.url, 1)
                assert (portal.state(), portal.attachments) == (clean, stored)
                assert sorted(id for id, _ in portal.changes) == sorted(clean)


def test_a_change_a_tombstone_and_the_way_back(project: Path, portal: Receiver) -> None:
    """A document that returns to what it once was is not taken for a repetition."""
    pushed(project, project / "one")
    send_all(project / "one", portal.url, 1)
    plan = project / "content/plans/qinghe-2025/plan.md"
    original = plan.read_text("utf-8")
    plan.write_text(original.replace("更好服务全区", "更好地服务全区"), "utf-8")
    kept = project / "dsj-2024"
    (project / "content/plans/dsj-2024").rename(kept)
    pushed(project, project / "two", project / "one/manifest.json")
    send_all(project / "two", portal.url, 2)
    assert portal.state() == versions(project / "two")
    assert portal.changes[-3:] == [
        ("dsj-2024", "deleted"),
        ("qinghe-2025", "changed"),
        ("yunchuan-2024", "changed"),
    ]
    plan.write_text(original, "utf-8")
    kept.rename(project / "content/plans/dsj-2024")
    pushed(project, project / "three", project / "two/manifest.json")
    for _ in range(2):
        send_all(project / "three", portal.url, 3)
    assert portal.state() == versions(project / "one")
    assert portal.changes[-3:] == [
        ("dsj-2024", "added"),
        ("qinghe-2025", "changed"),
        ("yunchuan-2024", "changed"),
    ]


def test_what_the_receiver_refuses(push: Path, portal: Receiver) -> None:
    """The contract's other answers: a missing attachment, a digest that does not fit, another body
    under a used key."""
    documents = [
        (path.read_bytes(), json.loads(path.read_bytes()))
        for path in sorted((push / "documents").iterdir())
    ]
    data, document = next(one for one in documents if one[1]["attachments"])
    key = {"Idempotency-Key": "one"}
    digests = [one["sha256"] for one in document["attachments"]]
    assert request(portal.url, "POST", "/documents", data, key) == (409, {"missing": digests})
    assert request(portal.url, "PUT", f"/attachments/{digests[0]}", b"other")[0] == 422
    assert (
        request(
            portal.url, "POST", "/documents", data, {"Content-Digest": content_digest(b"x"), **key}
        )[0]
        == 422
    )
    plain = [one for one, decoded in documents if not decoded["attachments"]]
    assert request(portal.url, "POST", "/documents", plain[0], key)[0] == 201
    assert request(portal.url, "POST", "/documents", plain[1], key)[0] == 422
    assert len(portal.changes) == 1
