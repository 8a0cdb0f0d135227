"""Where a reader reports an error: the address of a form or mailbox, with title and page in it."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

SUBJECT, BODY = "subject", "body"
_PLACES = {"{标题}": "{title}", "{网址}": "{address}"}
_PLACE = re.compile(r"\{(title|address)\}")
_FORM = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?(?:/[^?#]*)?[?#]([^#]*#?[^#]*)"
)
_MAIL = re.compile(
    r"mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:\?((?:subject|body|cc)"
    r"=[^&?#]*(?:&(?:subject|body|cc)=[^&?#]*)*))?"
)
_NEVER = re.compile("[\x00-\x20\x7f-\x9f\"'<>\\\\^`|\ud800-\udfff]")

Reason = tuple[str, str]
"""A fault, in Chinese and in English."""


def report_template(written: str) -> tuple[str, Reason | None]:
    """Return a configured address in ASCII but for `{title}` and `{address}`; or the reason why it
    cannot be used.

    A form's address (http, https) names the title or the address of the page behind `?` or `#`; a
    mailbox (`mailto:`) needs to name neither. What RFC 3986 does not allow in an address is
    percent-encoded; the scheme is any of these three and nothing else.
    """
    text = written
    for chinese, english in _PLACES.items():
        text = text.replace(chinese, english)
    if _NEVER.search(text):
        return "", ("有空格、引号或控制字符", "it holds a blank, a quote or a control character")
    bare = _PLACE.sub("", text)
    if "{" in bare or "}" in bare:
        return "", (
            "花括号里只能是 title（标题）或 address（网址）",
            "only title or address may stand in braces",
        )
    if text.startswith("mailto:"):
        match, wants_place = _MAIL.fullmatch(text), False
    else:
        match, wants_place = _FORM.fullmatch(text), True
    if not match:
        return "", (
            "不是 http、https 网址（带“?”），也不是 mailto: 邮箱",
            "it is neither an http or https address with a “?” nor a mailto: address",
        )
    tail = match[1] or ""
    if len(_PLACE.findall(tail)) != len(_PLACE.findall(text)):
        return "", (
            "{title} 和 {address} 只能写在“?”之后",
            "{title} and {address} may only stand behind the “?”",
        )
    if wants_place and not _PLACE.search(tail):
        return "", (
            "没有写 {title} 或 {address}，读不出是哪一页",
            "it names neither {title} nor {address}, and so not the page",
        )
    return "".join(
        part if part in ("{title}", "{address}") else quote(part, safe="%/:?#@!$&()*+,;=~-._")
        for part in re.split(r"(\{\w+\})", text)
    ), None


def with_words(template: str, subject: str, body: str) -> str:
    """Return a template of `report_template`; a mailbox without a subject of its own gets these,
    which may hold the same two places."""
    if not template.startswith("mailto:") or "?" in template:
        return template
    return f"{template}?{SUBJECT}={_encoded(subject)}&{BODY}={_encoded(body)}"


def report_address(template: str, title: str, address: str) -> str:
    """Return the address for one page; title and address are percent-encoded as UTF-8, so that
    nothing in them can end a parameter. A colon and a slash end none (RFC 3986, 3.4)."""
    return template.replace("{title}", "".join(map(_code, title))).replace(
        "{address}", "".join(map(_code, address))
    )


@lru_cache(maxsize=8192)
def _code(character: str) -> str:
    """Return a character percent-encoded; titles have thousands of them, and few different ones."""
    return quote(character, safe=":/")


def _encoded(text: str) -> str:
    """Return a text of ours with its places left open; lines end as RFC 6068 wants them."""
    parts = re.split(r"(\{title\}|\{address\})", text.replace("\n", "\r\n"))
    return "".join(
        part if part in ("{title}", "{address}") else quote(part, safe="") for part in parts
    )
