"""Context → HTML: a pure function, and the fingerprint of everything that it depends on."""

from __future__ import annotations

import contextlib
import re
import traceback
from collections.abc import Mapping

import jinja2
import msgspec
from markupsafe import Markup

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.pages.item_words import words_for
from gksite.pages.kinds.plan_print import PlanPrint
from gksite.pages.parts import CONTENT_LANGUAGE, ItemWords, Page, Site
from gksite.pages.wording import Words
from gksite.theme.theme import Theme, environment

_encoder = msgspec.msgpack.Encoder()

FRAME = {"site_header": "site-header.html", "site_footer": "site-footer.html"}
"""Parts of base.html that are rendered once: name there → template."""

_SEES_PAGE = re.compile(r"\bpage\b(?!\.section\b|\")")
"""The name `page`, but for its section and for `aria-current="page"`."""

_DETAILS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(form), chinese)
    for form, chinese in (
        (r"'([^']+)' is undefined", r"变量“\1”没有定义"),
        (r"'(\w+)' object has no attribute '([^']+)'", r"“\1”里没有“\2”"),
        (r"there is no template (.+)", r"没有模板 \1"),
        (r"Encountered unknown tag '([^']+)'", r"不认识的标签“\1”，或它前面的标签没有结束"),
        (r"Unexpected end of template", r"模板没有写完，可能缺少 endblock、endfor 或 endif"),
        (r"unexpected end of template", r"模板没有写完，可能缺少“}}”或“%}”"),
        (r"expected token '([^']+)', got '([^']+)'", r"这里应当是“\1”，现在是“\2”"),
        (r"unexpected '([^']+)'", r"多余的“\1”"),
        (r"No (?:filter|test) named '([^']+)'", r"没有过滤器或测试“\1”"),
    )
)


class TemplateFailed(Exception):
    """A template cannot be rendered; `diagnostic` names its file and line. Pickles."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic


class Renderer:
    """Renders pages with one theme and one site context; templates are compiled when they are first
    needed.

    `compiled` holds templates compiled before, and receives those that are compiled now.
    """

    def __init__(self, theme: Theme, site: Site, compiled: dict[str, bytes]) -> None:
        self.theme = theme
        self.site = site
        self.compiled = compiled
        self._environment = environment(theme, compiled)
        # A custom head or foot that uses more of the page than its section cannot be shared.
        self._framed = {
            name: template
            for name, template in FRAME.items()
            if theme.reached(template) == {template}
            and not _SEES_PAGE.search(theme.templates[template][0])
        }
        self._frames: dict[tuple[str, str], dict[str, str]] = {}
        self._spoken: dict[ItemWords | None, Mapping[str, str]] = {None: site.strings}

    def __reduce__(self) -> tuple[type[Renderer], tuple[Theme, Site, dict[str, bytes]]]:
        """Pickle without compiled templates: an unforked worker makes its own environment."""
        return Renderer, (self.theme, self.site, self.compiled)

    def compile_all(self) -> None:
        """Compile every template of pages now, before workers start that would each do it;
        faults show when a page meets them."""
        for name in _of_pages(self.theme):
            with contextlib.suppress(jinja2.TemplateError):
                self._environment.get_template(name)

    def render(self, page: Page) -> bytes:
        """Return the HTML of a page in UTF-8; the same arguments always give the same bytes. Raises
        TemplateFailed."""
        try:
            text = self._render(page.template, page, self._frame(page), self._strings(page.item))
        except jinja2.TemplateSyntaxError as error:
            where = Location(error.filename or error.name or page.template, error.lineno, 1)
            detail = error.message or "template syntax error"
            raise TemplateFailed(
                problem("template-syntax", where, detail=detail, detail_zh=in_chinese(detail))
            ) from error
        except jinja2.TemplateNotFound as error:
            where = self._place(error, page)
            raise _failed(where, page, f"there is no template {error.name}") from error
        except Exception as error:
            where = self._place(error, page)
            raise _failed(where, page, str(error) or type(error).__name__) from error
        if self.site.language != CONTENT_LANGUAGE:
            from gksite.theme.language_marks import mark_chinese

            text = mark_chinese(text)
        return text.encode()

    def _render(
        self,
        template: str,
        page: Page,
        frame: Mapping[str, str],
        strings: Mapping[str, str],
    ) -> str:
        names = {"page": page, "site": self.site, "root": page.root, "s": strings}
        return self._environment.get_template(template).render(names, **frame)

    def _strings(self, own: ItemWords | None) -> Mapping[str, str]:
        """Return the strings of the interface, in the words of the page."""
        if own not in self._spoken:
            self._spoken[own] = words_for(Words(self.site.strings), own).strings
        return self._spoken[own]

    def _frame(self, page: Page) -> Mapping[str, str]:
        """Return head and foot of a page, the same on all pages of a depth and section."""
        key = (page.root, page.section)
        if key not in self._frames:
            self._frames[key] = {
                name: Markup(self._render(template, page, {}, self.site.strings))
                for name, template in self._framed.items()
            }
        return self._frames[key]

    def _place(self, error: Exception, page: Page) -> Location:
        """Return the innermost line of a template that the error passed through."""
        paths = {path for _, path in self.theme.templates.values()}
        frames = [
            frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in paths
        ]
        if frames:
            return Location(frames[-1].filename, frames[-1].lineno or 1, 1)
        return Location(self.theme.templates.get(page.template, ("", page.template))[1])


def _of_pages(theme: Theme) -> list[str]:
    """Return the templates of pages. That of PDF is compiled on first use: few sites need it."""
    return [name for name in theme.templates if name not in theme.reached(PlanPrint.template)]


def compiled_templates(theme: Theme) -> bytes:
    """Return all templates of pages compiled, for `unpacked`; faulty ones are left out."""
    compiled: dict[str, bytes] = {}
    made = environment(theme, compiled)
    for name in _of_pages(theme):
        with contextlib.suppress(jinja2.TemplateError):
            made.get_template(name)
    return packed(compiled)


def packed(compiled: dict[str, bytes]) -> bytes:
    """Return compiled templates as one sequence of bytes."""
    return msgspec.msgpack.encode(compiled)


def unpacked(compiled: bytes) -> dict[str, bytes]:
    """Return the templates that `packed` joined, as a Renderer takes them."""
    return msgspec.msgpack.decode(compiled, type=dict[str, bytes])


def in_chinese(detail: str) -> str:
    """Return a message of Jinja in Chinese where its form is known, else unchanged."""
    for form, chinese in _DETAILS:
        if found := form.match(detail):
            return found.expand(chinese)
    return detail


def _failed(where: Location, page: Page, detail: str) -> TemplateFailed:
    # Python and Jinja word a missing attribute in two ways; authors know the class without its
    # module.
    detail = re.sub(r"'(?:\w+\.)*(\w+) object' has no", r"'\1' object has no", detail)
    return TemplateFailed(
        problem(
            "template-error", where, page=page.path, detail=detail, detail_zh=in_chinese(detail)
        )
    )


def encode(context: Page | Site) -> bytes:
    """Return a context as bytes: equal contexts have equal bytes, on any machine."""
    return _encoder.encode(context)


def template_digests(theme: Theme, digest_of: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return for each template the digests of all templates that it uses, joined by name."""
    return {
        name: b"".join(digest_of[other] for other in sorted(theme.reached(name)))
        for name in theme.templates
    }
