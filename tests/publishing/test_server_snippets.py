"""The configurations for nginx and Apache that gksite ships, in the real servers: headers, types,
redirects, what is denied."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from publishing_places import needs
from publishing_servers import free_port, nginx_running, program, running

from gksite.publishing.content_types import _TYPES, cache_control, content_type

DOCS = Path(__file__).parents[2] / "docs/servers"
ENDINGS = (*_TYPES, "ics", "atom")
POLICY = re.search(
    r'Content-Security-Policy" content="([^"]+)"',
    (Path(__file__).parents[2] / "themes/default/templates/base.html").read_text("utf-8"),
)
WANTED = {
    "content-security-policy": f"{POLICY[1] if POLICY else ''}; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
MODULES = (
    "mpm_event",
    "authz_core",
    "alias",
    "mime",
    "dir",
    "headers",
    "deflate",
    "filter",
    "autoindex",
    "include",
)


@pytest.fixture(scope="session")
def site(scratch: Path) -> Path:
    """A published site: `current` leads to a release; one file of each type, a page of old,
    files that are nobody's business."""
    # The servers' own user has to reach it.
    for folder in (scratch, scratch.parent):
        folder.chmod(0o755)
    top = scratch / "www"
    release = top / "releases/0123456789abcdef"
    files = {
        "index.html": b"<p>home</p>",
        "404.html": b"<p>nothing here</p>",
        "plans/index.html": b"<p>plans</p>",
        "ssi.html": b'<!--#echo var="DATE_LOCAL" -->',
        "assets/style.0a1b2c3d.css": b"p {}",
        "assets/page.0a1b2c3d.html": b"<p>",
        ".gksite-manifest": b"secret",
        "plans/.hidden": b"secret",
        ".well-known/security.txt": b"contact",
        "empty/thing.bin": b"?",
        **{f"files/one.{ending}": b"{}" for ending in ENDINGS},
    }
    for path, data in files.items():
        (release / path).parent.mkdir(parents=True, exist_ok=True)
        (release / path).write_bytes(data)
    (top / "current").symlink_to("releases/0123456789abcdef")
    return top


def replaced(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


@contextmanager
def nginx(site: Path, folder: Path) -> Iterator[str]:
    needs("nginx")
    port = free_port()
    shipped = {
        "/etc/nginx/conf.d/gksite/nginx-headers.conf": str(DOCS / "nginx-headers.conf"),
        "/srv/www/gkyd": str(site),
    }
    text = replaced(
        (DOCS / "nginx.conf").read_text("utf-8"),
        {**shipped, "listen 80;": f"listen 127.0.0.1:{port};"},
    )
    # The commented location for a folder of the portal's host, in a portal that has headers of its
    # own.
    commented = re.search(r"# location \^~ /gkyd/ \{\n(?:#.*\n)*?# \}\n", text)
    assert commented
    location = re.sub(r"^# ?", "", commented[0], flags=re.MULTILINE)
    other = free_port()
    portal = (
        f"server {{ listen 127.0.0.1:{other}; add_header X-Portal yes; root {folder}; {location} }}"
    )
    with nginx_running(folder, port, f"{text}\n{portal}"):
        (folder / "portal").write_text(f"http://127.0.0.1:{other}/gkyd", "ascii")
        yield f"http://127.0.0.1:{port}"


@contextmanager
def apache(site: Path, folder: Path) -> Iterator[str]:
    needs("apache2")
    port = free_port()
    modules = next(
        place
        for place in (
            Path("/usr/lib/apache2/modules"),
            Path("/usr/lib64/httpd/modules"),
            Path("/usr/libexec/apache2"),
        )
        if place.is_dir()
    )
    loaded = "".join(
        f"LoadModule {name}_module {modules}/mod_{name}.so\n"
        for name in MODULES
        if (modules / f"mod_{name}.so").is_file()
    )
    text = replaced((DOCS / "apache.conf").read_text("utf-8"), {"/srv/www/gkyd": str(site)})
    user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    if user:
        loaded += (
            f"LoadModule unixd_module {modules}/mod_unixd.so\n"
            if (modules / "mod_unixd.so").is_file()
            else ""
        )
    (folder / "httpd.conf").write_text(
        f"{loaded}{user}ServerRoot {folder}\nServerName localhost\nListen 127.0.0.1:"
        f"{port}\nPidFile {folder}/httpd.pid\nErrorLog {folder}/error.log\n"
        f"TypesConfig /etc/mime.types\nMutex posixsem\n{text}",
        "utf-8",
    )
    with running(
        [program("apache2") or "", "-X", "-f", str(folder / "httpd.conf")],
        port,
        folder / "httpd.log",
    ):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module", params=[nginx, apache], ids=["nginx", "apache"])
def address(
    request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with request.param(site, tmp_path_factory.mktemp("server")) as started:
        yield started


def assert_headers(response: httpx.Response) -> None:
    for name, value in WANTED.items():
        assert response.headers.get_list(name) == [value], (str(response.url), name)
    assert len(response.headers.get_list("cache-control")) == 1


@pytest.mark.parametrize(
    "path",
    [
        "",
        "index.html",
        "plans/",
        "plans/index.html",
        "assets/style.0a1b2c3d.css",
        "files/one.pdf",
        "files/one.svg",
        "empty/thing.bin",
        "missing.html",
        "plans/none/",
        ".gksite-manifest",
        "empty/",
        "plans",
    ],
)
def test_every_answer_has_every_header(address: str, path: str) -> None:
    assert_headers(httpx.get(f"{address}/{path}"))


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_file_has_its_type(address: str, ending: str) -> None:
    response = httpx.get(f"{address}/files/one.{ending}")
    assert response.status_code == 200
    assert response.headers["content-type"].replace("UTF-8", "utf-8") == content_type(f"x.{ending}")


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "assets/style.0a1b2c3d.css",
        "assets/page.0a1b2c3d.html",
        "files/one.pdf",
        "plans/",
    ],
)
def test_only_files_whose_names_say_their_content_are_kept(address: str, path: str) -> None:
    assert httpx.get(f"{address}/{path}").headers["cache-control"] == cache_control(
        path or "index.html"
    )


def test_what_did_not_change_is_not_sent_again(address: str) -> None:
    etag = httpx.get(f"{address}/index.html").headers["etag"]
    assert httpx.get(f"{address}/index.html", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    "path", [".gksite-manifest", "plans/.hidden", "missing.html", "plans/none/x.html"]
)
def test_what_is_not_there_or_nobodys_business_is_the_404_page(address: str, path: str) -> None:
    response = httpx.get(f"{address}/{path}")
    assert response.status_code == 404
    assert "nothing here" in response.text


def test_no_listing_no_includes_and_a_slash_is_added(address: str) -> None:
    assert httpx.get(f"{address}/empty/").status_code in (403, 404)
    assert "#echo" in httpx.get(f"{address}/ssi.html").text
    assert httpx.get(f"{address}/.well-known/security.txt").text == "contact"
    assert httpx.get(f"{address}/plans").status_code == 301
    assert httpx.get(f"{address}/plans", follow_redirects=True).text == "<p>plans</p>"


def test_nginx_below_a_path_of_a_portal(site: Path, tmp_path: Path) -> None:
    with nginx(site, tmp_path):
        below = (tmp_path / "portal").read_text("ascii")
        for path in (
            "/",
            "/index.html",
            "/assets/style.0a1b2c3d.css",
            "/missing.html",
            "/.gksite-manifest",
        ):
            response = httpx.get(f"{below}{path}")
            assert_headers(response)
            assert response.status_code == (
                404 if path in ("/missing.html", "/.gksite-manifest") else 200
            )
        assert "nothing here" in httpx.get(f"{below}/missing.html").text
        assert httpx.get(f"{below}/assets/style.0a1b2c3d.css").headers[
            "cache-control"
        ] == cache_control("x.0a1b2c3d.css")
