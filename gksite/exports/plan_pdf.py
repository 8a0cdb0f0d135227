"""Plans as PDF: tagged (PDF/UA-1, ISO 14289-1), with subsets of the fonts, made from the HTML of
plan-pdf.html without any network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

from gksite.config.values import CONFIG_PATH
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.exports.prepared import Prepared
from gksite.pages import addresses
from gksite.pages.downloads import ExportRequest

_ASSET = "asset:"
_TYPES = {"css": "text/css", "svg": "image/svg+xml", "png": "image/png"}
"""Media types by ending; a font needs none."""
_MENTIONED = 20
"""Missing characters that are named at most."""


class PdfFailed(Exception):
    """A PDF cannot be made; `diagnostic` says why. Pickles."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic


def pdf_export(prepared: Prepared, request: ExportRequest) -> bytes:
    """Return a plan as a PDF. Raises TemplateFailed and PdfFailed."""
    printing, plan = prepared.printing, prepared.model.plans[request.entity]
    assert printing, "a PDF needs a theme"
    base = prepared.model.config.base_url
    base = base and f"{base}{addresses.plan_path(plan.id)}"
    return plan_pdf(printing.html(plan), base, printing.assets, Location(plan.location.path))


def plan_pdf(html: bytes, base_url: str, assets: Mapping[str, bytes], place: Location) -> bytes:
    """Return the PDF of a document; the same arguments, libraries and fonts give the same bytes.

    Links of the text are relative to `base_url`; "" leaves them out. The document may load
    `asset:NAME`, a file of `assets`, and nothing else. Raises PdfFailed where WeasyPrint or what it
    needs is missing, and, at `place`, where no font has a character of the text.
    """
    weasyprint = load_weasyprint()
    missing: list[str] = []

    def finish(document: Any, pdf: Any) -> None:
        missing.extend(chr(code) for font in document.fonts.values() for code in font.missing)
        _mark_heads(pdf)

    document = weasyprint.HTML(
        string=html.decode(), base_url=base_url or None, url_fetcher=_fetcher(weasyprint, assets)
    )
    data = bytes(document.write_pdf(finisher=finish, pdf_variant="pdf/ua-1"))
    if missing:
        raise PdfFailed(
            problem(
                "pdf-characters-missing",
                place,
                count=len(missing),
                characters=" ".join(sorted(missing)[:_MENTIONED]),
            )
        )
    return data


def load_weasyprint() -> Any:
    """Import WeasyPrint, which takes most of a second, and needs Pango, which is not a Python
    package. Raises PdfFailed."""
    try:
        # It prints a long advice if Pango is missing.
        with redirect_stdout(StringIO()):
            import weasyprint
    except ImportError as error:
        raise PdfFailed(problem("pdf-library-missing", Location(CONFIG_PATH))) from error
    except OSError as error:
        raise PdfFailed(
            problem(
                "pdf-library-broken", Location(CONFIG_PATH), reason=str(error).partition("\n")[0]
            )
        ) from error
    return weasyprint


def _fetcher(weasyprint: Any, assets: Mapping[str, bytes]) -> Any:
    """Return a fetcher that gives the files of the theme by name, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class _Given(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:
            if not url.startswith(_ASSET) or url.removeprefix(_ASSET) not in assets:
                raise ValueError(f"nothing is loaded: {url}")
            headers = {
                "Content-Type": _TYPES.get(url.rpartition(".")[2], "application/octet-stream")
            }
            return URLFetcherResponse(url, assets[url.removeprefix(_ASSET)], headers)

    return _Given()


def _mark_heads(pdf: Any) -> None:
    """Mark every head of a table as one of its column or row, and the rows below the row of a
    section as belonging to it.

    WeasyPrint names only the heads of its row and column for a cell, and keeps no list of the
    names. A table is a structure element on each of its pages.
    """
    named: dict[str, bytes] = {}
    for table in pdf.objects:
        if not isinstance(table, dict) or table.get("S") != "/Table":
            continue
        for group in _children(pdf, table, "/THead", "/TBody"):
            section = None
            for row in _children(pdf, group, "/TR"):
                cells = list(_children(pdf, row, "/TH", "/TD"))
                for cell in cells:
                    if cell["S"] == "/TH":
                        cell["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"
                        named[cell["ID"].string] = cell.reference
                    elif section:
                        cell["A"]["Headers"].append(section)
                if len(cells) == 1 and cells[0]["S"] == "/TH":
                    section = cells[0]["ID"]
    if named:
        import pydyf

        pairs = [
            value
            for name, reference in sorted(named.items())
            for value in (pydyf.String(name), reference)
        ]
        root = pdf.objects[int(pdf.catalog["StructTreeRoot"].split()[0])]
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(pairs)})


def _children(pdf: Any, element: Any, *tags: str) -> Iterator[Any]:
    """Yield the children of a structure element that have any of these tags."""
    for reference in element["K"]:
        if isinstance(reference, bytes):
            child = pdf.objects[int(reference.split()[0])]
            if child.get("S") in tags:
                yield child
