"""Print plans: the theme's template for a plan as a document, and the files that it may name."""

from __future__ import annotations

import re
from functools import cached_property

import msgspec

from gksite.model.entities import Plan
from gksite.pages.kinds.plan_print import PlanPrint, plan_print
from gksite.pages.parts import Site
from gksite.pages.view import View
from gksite.theme.render import Renderer, encode
from gksite.theme.theme import Theme

_ASSET = re.compile(r"\basset:([\w./-]+)")


class Printing:
    """Plans as HTML for paper. `compiled` are templates compiled before."""

    def __init__(self, view: View, theme: Theme, site: Site, compiled: dict[str, bytes]) -> None:
        self._view, self._theme, self._compiled = view, theme, compiled
        # A document is the same in every build of a site: neither a snapshot nor another style
        # sheet of the pages changes it.
        self._site = msgspec.structs.replace(site, assets={}, archived=None, navigation=())

    def html(self, plan: Plan) -> bytes:
        """Return the HTML of a plan in UTF-8. Raises TemplateFailed."""
        return self._renderer.render(plan_print(self._view.of_plan(plan), plan))

    @cached_property
    def assets(self) -> dict[str, bytes]:
        """The files of the theme that the template names as `asset:NAME`."""
        named = {name for text in self._texts for name in _ASSET.findall(text)}
        return {
            name: self._theme.assets[name] for name in sorted(named) if name in self._theme.assets
        }

    def inputs(self) -> bytes:
        """Return everything that a document depends on besides its plan and the fonts of this
        machine: equal bytes, equal documents."""
        return msgspec.msgpack.encode((encode(self._site), self._texts, self.assets, _version()))

    @cached_property
    def _texts(self) -> list[str]:
        return [
            self._theme.templates[name][0]
            for name in sorted(self._theme.reached(PlanPrint.template))
        ]

    @cached_property
    def _renderer(self) -> Renderer:
        return Renderer(self._theme, self._site, self._compiled)


def _version() -> str:
    """Return the version of the library that sets documents, "" where it is missing."""
    from importlib import metadata

    try:
        return metadata.version("weasyprint")
    except metadata.PackageNotFoundError:
        return ""
