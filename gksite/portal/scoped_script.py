"""The theme's scripts for search, sorting and filters as one script that works inside of one
element of a foreign page only."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from gksite.portal.scoped_css import PREFIX, RENAMED

SCRIPT_PATH = "assets/gk.js"
"""The script of pages in a portal."""

INDEX = "search-index.js"
SCRIPTS = ("search.js", "table.js")
"""Scripts of a theme that ask `gksiteScope` for the element that they work in, and for the names of
classes and ids there. A script of a theme that does not would touch the page around, and is left
out."""

BY_SCRIPT = ("site-search", "to-search")
"""Classes of what stands in every page and works only with the script: hidden until it runs."""

PLACES = (*BY_SCRIPT, "tools", "search-place")
"""Classes of the places that the script fills."""

_SCOPE_NAME = b"gksiteScope"
_VERSION = re.compile(r"\.[0-9a-f]{8}(?=\.js$)")

_HEAD = """\
"use strict";

// Search, sorting and filters inside of the elements of the class gk, and nothing outside of them.
// It needs no policy but script-src 'self': no inline code, no eval, no fetch.
(() => {
  const PREFIX = %(prefix)s;
  const RENAMED = %(renamed)s;
  const BY_SCRIPT = %(by_script)s;
  const base = new URL("../", document.currentScript.src).href;
  const ownName = (name) => (name.startsWith(PREFIX) ? name : PREFIX + name);
  const own = (names) => names.replace(/\\S+/g, ownName);
  const at = (selector) => selector
    .replace(/([.#])([a-z][\\w-]*)/gi, (_, sign, name) => sign + own(name))
    .replace(/^[a-z]+(?=[\\s,]|$)/, (name) => RENAMED[name] || name);

"""
_TAIL = """\
  function start() {
    for (const root of document.querySelectorAll(".gk[data-gk-version]:not([data-gk-script])")) {
      root.dataset.gkScript = "";
      for (const name of window.gksiteSearch ? BY_SCRIPT : []) {
        for (const one of root.querySelectorAll(at(`.${name}`))) one.hidden = false;
      }
      run({ root, lang: root.lang, base, own, at });
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
"""


def scoped_script(assets: Mapping[str, bytes], *, has_search: bool) -> bytes:
    """Return the script of pages in a portal, made of the theme's own (address → bytes)."""
    by_name = {
        _VERSION.sub("", path).removeprefix("assets/"): data
        for path, data in assets.items()
        if path.endswith(".js") and _SCOPE_NAME in data
    }
    values = {
        "prefix": json.dumps(PREFIX),
        "renamed": json.dumps(RENAMED),
        "by_script": json.dumps(BY_SCRIPT),
    }
    index = by_name.get(INDEX) if has_search else None
    parts = [(_HEAD % values).encode()]
    if index:
        parts += [b"{\nconst gksiteScope = { base };\n", index, b"\n}\n"]
    scripts = [
        by_name[name] for name in SCRIPTS if name in by_name and (index or name != SCRIPTS[0])
    ]
    return b"".join([*parts, b"function run(gksiteScope) {\n", *scripts, b"}\n", _TAIL.encode()])
