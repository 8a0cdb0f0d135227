"use strict";

// The display and the size of text that a reader chose, on every page of the site. The choices themselves work without this
// script, for the page at hand; it carries them along. It blocks nothing: style.css holds back the first paint until it has run, for
// 0.3 s at most, so that no page shifts when the wish comes into force.
// Something is stored only while a reader wishes for something other than the standard.

(() => {
  const KEY = "gksite-reading";
  const CHOICES = { mode: ["elder", "contrast", "dark"], size: ["large", "larger"] };
  const NAMES = Object.keys(CHOICES);
  let wish = {};

  function recall() {
    try {
      const stored = new URLSearchParams(localStorage.getItem(KEY) || "");
      wish = Object.fromEntries(NAMES.map((name) => [name, stored.get(name)]).filter(([name, value]) => CHOICES[name].includes(value)));
    } catch {
      // Where nothing may be stored (some browsers from disk, or a reader's own settings) the wish holds on this page.
    }
  }

  function keep() {
    try {
      if (Object.keys(wish).length) localStorage.setItem(KEY, String(new URLSearchParams(wish)));
      else localStorage.removeItem(KEY);
    } catch {
      // As above.
    }
  }

  function apply() {
    for (const name of NAMES) {
      if (wish[name]) document.documentElement.dataset[name] = wish[name];
      else delete document.documentElement.dataset[name];
      const radio = document.getElementById(`${name}-${wish[name] || "standard"}`);
      if (radio) radio.checked = true;
    }
  }

  function refresh() {
    recall();
    apply();
  }

  document.addEventListener("change", ({ target }) => {
    if (!target.closest(".modes") || !NAMES.includes(target.name)) return;
    const { [target.name]: _, ...others } = wish;
    wish = CHOICES[target.name].includes(target.value) ? { ...others, [target.name]: target.value } : others;
    apply();
    keep();
  });
  // A page that a browser brings back as it was left may be older than the wish; so may another window.
  for (const kind of ["DOMContentLoaded", "pageshow"]) window.addEventListener(kind, refresh);
  window.addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) refresh();
  });
  refresh();
  delete document.documentElement.dataset.reading;
})();
