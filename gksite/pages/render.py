"""Context → HTML: a pure function, and the fingerprint of all that it depends on."""

from __future__ import annotations

import traceback
from collections.abc import Mapping

import jinja2
import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.pages.contexts import Page, Site
from gksite.pages.theme import Theme, environment

_encoder = msgspec.msgpack.Encoder()


class TemplateFailed(Exception):
    """A template cannot be rendered; `diagnostic` names its file and line. Pickles."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic


class Renderer:
    """Renders pages with one theme and one site context; templates are compiled when they are first needed."""

    def __init__(self, theme: Theme, site: Site) -> None:
        self.theme = theme
        self.site = site
        self._environment = environment(theme)

    def __reduce__(self) -> tuple[type[Renderer], tuple[Theme, Site]]:
        """A worker that was not forked makes its own environment, since compiled templates do not pickle."""
        return Renderer, (self.theme, self.site)

    def render(self, page: Page) -> bytes:
        """The HTML of a page in UTF-8; the same arguments always give the same bytes. Raises TemplateFailed."""
        try:
            template = self._environment.get_template(page.template)
            text = template.render(page=page, site=self.site, root=page.root, s=self.site.strings)
        except jinja2.TemplateSyntaxError as error:
            where = Location(error.filename or error.name or page.template, error.lineno, 1)
            raise TemplateFailed(problem("template-syntax", where, detail=error.message)) from error
        except jinja2.TemplateNotFound as error:
            where = self._place(error, page)
            detail = f"there is no template {error.name}"
            raise TemplateFailed(problem("template-error", where, page=page.path, detail=detail)) from error
        except Exception as error:
            where = self._place(error, page)
            detail = str(error) or type(error).__name__
            raise TemplateFailed(problem("template-error", where, page=page.path, detail=detail)) from error
        return text.encode()

    def _place(self, error: Exception, page: Page) -> Location:
        """The innermost line of a template that the error went through."""
        paths = {path for _, path in self.theme.templates.values()}
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in paths]
        if frames:
            return Location(frames[-1].filename, frames[-1].lineno or 1, 1)
        return Location(self.theme.templates.get(page.template, ("", page.template))[1])


def encode(context: Page | Site) -> bytes:
    """A context as bytes: equal contexts have equal bytes, on any machine."""
    return _encoder.encode(context)


def template_digests(theme: Theme, digest_of: Mapping[str, bytes]) -> dict[str, bytes]:
    """For each template the digests of all that it reaches, joined in the order of their names."""
    return {name: b"".join(digest_of[other] for other in sorted(theme.reached(name))) for name in theme.templates}
