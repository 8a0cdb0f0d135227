"""The types of files that may be published: an allow list, since browsers and web servers run
files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from gksite.diagnostics import Diagnostic, Location, problem

DOCUMENTS = frozenset(
    {
        "pdf",
        "ofd",
        "ceb",
        "cebx",
        "doc",
        "docx",
        "wps",
        "rtf",
        "odt",
        "uot",
        "xls",
        "xlsx",
        "et",
        "ods",
        "uos",
        "csv",
        "tsv",
        "ppt",
        "pptx",
        "dps",
        "odp",
        "uop",
        "txt",
        "md",
        "json",
        "ics",
        "jpg",
        "jpeg",
        "png",
        "gif",
        "bmp",
        "webp",
        "tif",
        "tiff",
        "zip",
        "rar",
        "7z",
        "tar",
        "gz",
        "tgz",
        "mp3",
        "m4a",
        "wav",
        "mp4",
        "webm",
    }
)
"""Types of attachments: documents, sheets, slides, plain data, pictures, archives, sound and film.
Nothing that runs when it is opened in a browser."""

FOR_BROWSERS = frozenset(
    {
        "html",
        "htm",
        "xhtml",
        "xht",
        "svg",
        "svgz",
        "xml",
        "xsl",
        "xslt",
        "js",
        "mjs",
        "css",
        "map",
        "wasm",
        "webmanifest",
        "ico",
        "avif",
        "woff",
        "woff2",
        "ttf",
        "otf",
        "eot",
    }
)
"""Further types for static/, which belongs to the makers of the site, not to the authors of its
texts."""

_RUN_BY_BROWSERS = frozenset(
    {
        "html",
        "htm",
        "xhtml",
        "xht",
        "xhtm",
        "svg",
        "svgz",
        "xml",
        "xsl",
        "xslt",
        "js",
        "mjs",
        "cjs",
        "wasm",
        "mht",
        "mhtml",
        "hta",
        "htc",
        "swf",
        "vbs",
        "webmanifest",
    }
)
_RUN_BY_SERVERS = frozenset(
    {
        "php",
        "php3",
        "php4",
        "php5",
        "php7",
        "php8",
        "phps",
        "pht",
        "phtml",
        "phar",
        "asp",
        "aspx",
        "asa",
        "asax",
        "ascx",
        "ashx",
        "asmx",
        "cer",
        "cdx",
        "idc",
        "jsp",
        "jspx",
        "jspf",
        "jsw",
        "jsv",
        "jhtml",
        "shtml",
        "shtm",
        "stm",
        "cfm",
        "cfml",
        "cgi",
        "fcgi",
        "pl",
        "pm",
        "py",
        "pyc",
        "rb",
        "sh",
        "bash",
        "bat",
        "cmd",
        "ps1",
        "lua",
        "exe",
        "dll",
        "so",
        "war",
        "jar",
        "config",
        "htaccess",
        "htpasswd",
        "ini",
    }
)


def type_of(path: str) -> str:
    """Return the type of a file: its ending in small letters, without the dot; "" where it has
    none."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def check_file_types(paths: Iterable[str], allowed: Collection[str]) -> Iterator[Diagnostic]:
    """Report files that are neither of a harmless type nor of one that the site allows.

    Servers judge by any part of a name that a dot or a semicolon ends (`x.php.pdf`, `x.asp;.jpg`),
    and of its folders.
    """
    for path in paths:
        usual = DOCUMENTS | FOR_BROWSERS if path.startswith("static/") else DOCUMENTS
        own = type_of(path)
        if run_type := _run_inside(path, allowed, servers_only=path.startswith("static/")):
            yield problem("file-type-inside", Location(path), type=run_type)
        elif own not in usual and own not in allowed:
            yield _refused(path, own)


def _run_inside(path: str, allowed: Collection[str], *, servers_only: bool) -> str:
    """Return a type that is run, in any part of the path but the ending of the file's name; "" for
    none."""
    *folders, name = path.lower().split("/")
    parts = [part for folder in folders for part in re.split("[.;:]", folder)[1:]]
    parts += re.split("[.;:]", name)[1:-1]
    run = _RUN_BY_SERVERS if servers_only else _RUN_BY_SERVERS | _RUN_BY_BROWSERS
    return next(
        (part.strip() for part in parts if part.strip() in run and part.strip() not in allowed), ""
    )


def _refused(path: str, kind: str) -> Diagnostic:
    if kind in _RUN_BY_SERVERS:
        why = "网站服务器会运行它", "a web server may run it"
    elif kind in _RUN_BY_BROWSERS:
        why = "浏览器会运行其中的脚本", "a browser runs scripts in it"
    elif kind:
        why = (
            "不是常见的文档、表格、图片或压缩文件",
            "it is no usual document, sheet, picture or archive",
        )
    else:
        return problem("file-without-type", Location(path))
    return problem("file-type", Location(path), type=kind, why=why[1], why_zh=why[0])
