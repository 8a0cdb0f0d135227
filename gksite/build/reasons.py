"""Why each page was rendered, for `gksite build --explain`."""

from __future__ import annotations

from gksite.build.page_shares import KEY_SIZE, Rendered
from gksite.build.site import Site
from gksite.build.stale import Notes
from gksite.output.writer import Output


def reasons_of(
    rendered: Rendered, output: Output, before: Notes | None, notes: Notes, site: Site
) -> dict[str, str]:
    """Return the reason of each rendered page by its path.

    A reason is `new`, `missing`, `program`, `site`, `template:NAME, NAME` or `content`.
    """
    return {
        path: _reason(path, template, rendered, output, before, notes, site)
        for path, template in rendered.rendered.items()
    }


def _reason(
    path: str,
    template: str,
    rendered: Rendered,
    output: Output,
    before: Notes | None,
    notes: Notes,
    site: Site,
) -> str:
    old, new = output.previous.files.get(path), rendered.fingerprints[path]
    if old is None or before is None:
        return "new"
    if old.fingerprint[KEY_SIZE:] == new[KEY_SIZE:]:
        return "missing"
    if before.program != notes.program:
        return "program"
    if old.fingerprint[KEY_SIZE : 2 * KEY_SIZE] != new[KEY_SIZE : 2 * KEY_SIZE]:
        return "content"
    if before.site != notes.site:
        return "site"
    changed = [
        name
        for name in sorted(site.theme.reached(template))
        if before.templates.get(name) != notes.templates[name]
    ]
    return f"template:{', '.join(changed)}"
