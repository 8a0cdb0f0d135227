"""What the preview lets in, as tables: hosts, origins, paths, file systems."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gksite.preview.addresses import host_name, is_own_host, is_own_origin, is_wildcard, site_path
from gksite.preview.file_systems import silent_type

OWN = frozenset({"192.168.1.5", "office.example"})
HOSTS = {
    "localhost:8000": True,
    "LOCALHOST": True,
    "127.0.0.1:8000": True,
    "127.8.9.10": True,
    "[::1]:8000": True,
    "[::1]": True,
    "192.168.1.5:8000": True,
    "office.example": True,
    "evil.example": False,
    "evil.example:8000": False,
    "192.168.1.6": False,
    "localhost.evil.example": False,
    "127.0.0.1.evil.example": False,
    "": False,
    ":8000": False,
    "localhost@evil.example": False,
    "localhost/evil": False,
    "[::2]:80": False,
    "[::1": False,
    "::1": False,
    "localhost:port": False,
    "0.0.0.0:8000": False,
    "127.0.0.1\\evil": False,
    "localhost evil": False,
    "2130706433": False,
}


@pytest.mark.parametrize("host", HOSTS)
def test_only_the_loopback_and_what_was_asked_for_are_own_hosts(host: str) -> None:
    assert is_own_host(host, OWN) is HOSTS[host]


def test_a_request_without_a_host_is_not_for_us() -> None:
    assert not is_own_host(None, OWN)
    assert host_name("[::1]:80") == "::1"


ORIGINS = {
    None: True,
    "http://localhost:8000": True,
    "https://localhost:8000": True,
    "http://LOCALHOST:8000": True,
    "null": False,
    "": False,
    "http://localhost": False,
    "http://localhost:8001": False,
    "http://127.0.0.1:8000": False,
    "http://evil.example": False,
    "http://localhost:8000.evil.example": False,
    "file://": False,
    "http://localhost:8000/x": False,
    "http://evil.example@localhost:8000": False,
    "chrome-extension://localhost:8000": False,
    "http://[": False,
}


@pytest.mark.parametrize("origin", ORIGINS)
def test_only_our_own_pages_are_an_own_origin(origin: str | None) -> None:
    assert is_own_origin(origin, "localhost:8000") is ORIGINS[origin]


@pytest.mark.parametrize(
    ("name", "wild"),
    [
        ("0.0.0.0", True),
        ("::", True),
        ("*", True),
        ("", True),
        ("127.0.0.1", False),
        ("office", False),
    ],
)
def test_every_address_at_once_is_no_address(name: str, wild: bool) -> None:
    assert is_wildcard(name) is wild


PATHS: dict[str, str | int] = {
    "/": "",
    "/index.html": "index.html",
    "/plans/": "plans/",
    "/plans/qinghe-2025/7.html": "plans/qinghe-2025/7.html",
    "/files/%E8%A6%81%E7%82%B9.docx": "files/要点.docx",
    "/a%20b.html": "a b.html",
    "/a+b": "a+b",
    "/a%2Fb": "a/b",
    "/50%": "50%",
    "/.env": 404,
    "/.git/config": 404,
    "/plans/.gksite-manifest": 404,
    "/.gksite-manifest": 404,
    "/%2eenv": 404,
    "/..": 404,
    "/../etc/passwd": 404,
    "/..%2f..%2fetc/passwd": 404,
    "/a/../b": 404,
    "/a/./b": 404,
    "//evil.example/": 404,
    "/a//b": 404,
    "/%00": 400,
    "/a%00.html": 400,
    "/a%0d%0aX: y": 400,
    "/%5c..%5cwindows": 400,
    "/a\\b": 400,
    "/%ff": 400,
    "/%c0%ae%c0%ae/": 400,
    "/%7f": 400,
    "": 400,
    "index.html": 400,
    "*": 400,
    "http://evil.example/": 400,
    "/" + "a" * 5000: 414,
    "/\u8981": 400,
}


@pytest.mark.parametrize("raw", PATHS, ids=lambda raw: raw[:30])
def test_paths_are_read_once_and_strictly(raw: str) -> None:
    assert site_path(raw) == PATHS[raw]


@given(st.text())
def test_any_path_is_read_or_refused(raw: str) -> None:
    read = site_path("/" + raw)
    if isinstance(read, str):
        assert not read.startswith("/") and "\0" not in read and "\\" not in read
        assert not any(part.startswith(".") for part in read.split("/"))
    else:
        assert 400 <= read < 500


@given(
    st.text(
        st.characters(exclude_characters="./\\", exclude_categories=["Cs", "Cc"]),
        min_size=1,
        max_size=50,
    )
)
def test_names_come_through_unharmed(name: str) -> None:
    assert site_path("/" + quote(name)) == name


MOUNTS = """\
overlay / overlay rw 0 0
proc /proc proc rw 0 0
C:\\134 /mnt/c 9p rw 0 0
//server/share /mnt/my\\040share cifs rw 0 0
/dev/sda1 /mnt/c/inner ext4 rw 0 0
host /data fuse.grpcfuse rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "type"),
    [
        ("/srv/site", ""),
        ("/mnt/c/site", "9p"),
        ("/mnt/c", "9p"),
        ("/mnt/cd", ""),
        ("/mnt/my share/site", "cifs"),
        ("/mnt/c/inner/x", ""),
        ("/data/site", "fuse.grpcfuse"),
    ],
)
def test_folders_of_other_machines_tell_nothing(place: str, type: str) -> None:
    assert silent_type(MOUNTS, place) == type
