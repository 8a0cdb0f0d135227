"""Bytes become text, wrong encodings are named, and front matter is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gksite.diagnostics import Location, problem
from gksite.source.front_matter import FrontMatter, split_front_matter
from gksite.source.text import LARGEST_TEXT, decode

HEAD = "title: 要点\n"


@pytest.mark.parametrize(
    ("data", "text", "codes"),
    [
        ("公开\n".encode(), "公开\n", []),
        (b"\xef\xbb\xbfa", "a", []),
        (b"a\r\nb\rc\n", "a\nb\nc\n", []),
        ("e\u0301".encode(), "e\u0301", []),
        ("公开".encode("gb18030"), "公开", ["gb18030-file"]),
        ("公开".encode("utf-16"), "", ["utf16-file"]),
        ("公开".encode("utf-16-be").join([b"\xfe\xff", b""]), "", ["utf16-file"]),
        (b"abc\xff\xff", "", ["not-utf8"]),
        (b"a\xed\xa0\x80", "", ["not-utf8"]),
        (b"a" * (LARGEST_TEXT + 1), "", ["file-too-large"]),
        (b"", "", []),
    ],
)
def test_bytes_become_text(data: bytes, text: str, codes: list[str]) -> None:
    found, problems = decode(data, "f.md")
    assert (found, [problem.code for problem in problems]) == (text, codes)


def test_the_first_wrong_byte_is_named() -> None:
    assert decode(b"abc\xff\xff", "f.md")[1] == [problem("not-utf8", Location("f.md"), byte=4)]


@pytest.mark.parametrize(
    ("text", "found", "codes"),
    [
        (f"---\n{HEAD}---\n正文\n", FrontMatter(HEAD, 2, "正文\n", 4), []),
        (f"--- \n{HEAD}---\t\n", FrontMatter(HEAD, 2, "", 4), []),
        (f"\n\n---\n{HEAD}---\n正文", FrontMatter(HEAD, 4, "正文", 6), []),
        ("---\n---\n正文", FrontMatter("", 2, "正文", 3), []),
        (f"---\n{HEAD}---\n甲\n---\n乙", FrontMatter(HEAD, 2, "甲\n---\n乙", 4), []),
        (
            f"———\n{HEAD}———\n正文",
            FrontMatter(HEAD, 2, "正文", 4),
            ["1:1 front-matter-dashes", "3:1 front-matter-dashes"],
        ),
        (f"－－－\n{HEAD}---\n", FrontMatter(HEAD, 2, "", 4), ["1:1 front-matter-dashes"]),
        (f"---\n{HEAD}——\n正文", FrontMatter(HEAD, 2, "正文", 4), ["3:1 front-matter-dashes"]),
        (f"{HEAD}---\n", None, ["1:1 front-matter-missing"]),
        ("", None, ["1:1 front-matter-missing"]),
        (f"\n---\n{HEAD}", None, ["2:1 front-matter-unclosed"]),
        ("---", None, ["1:1 front-matter-unclosed"]),
    ],
)
def test_front_matter_is_split_off(text: str, found: FrontMatter | None, codes: list[str]) -> None:
    front_matter, problems = split_front_matter(text, "f.md")
    assert front_matter == found
    assert [f"{p.location.line}:{p.location.column} {p.code}" for p in problems] == codes


@given(st.binary())
def test_any_bytes_are_taken(data: bytes) -> None:
    text, problems = decode(data, "f.md")
    assert "\r" not in text
    assert problems or text.encode() or not data.strip(b"\xef\xbb\xbf")


@given(st.lists(st.sampled_from(["---", "———", "\n", " ", "a: 1", "正文", "－－－"])).map("".join))
def test_body_and_front_matter_keep_their_lines(text: str) -> None:
    found, problems = split_front_matter(text, "f.md")
    lines = text.split("\n")
    if found is None:
        assert problems
    else:
        assert lines[found.body_line - 1 :] == (
            found.body.split("\n") if found.body_line <= len(lines) else []
        )
        assert (
            lines[found.first_line - 1 :][: found.text.count("\n")] == found.text.split("\n")[:-1]
        )
