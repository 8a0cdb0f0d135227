// The preview's script: tells the server what this page shows, reloads when that is stale, shows errors and the toolbar.
// Only pages of `gksite serve` load it; published pages have no script.
(() => {
  "use strict";
  const own = document.currentScript;
  const BASE = "/.gksite-preview/";
  const shown = { path: own.dataset.path, page: own.dataset.page, styles: own.dataset.styles, kind: own.dataset.kind };
  const isFramed = window.top !== window;
  const store = window.sessionStorage;
  let words = {};
  let status = null;
  let socket = null;
  let isAway = false;
  let attempts = 0;
  let timer = 0;
  let isLeaving = false;

  // ── the socket: every connection begins by saying what is shown, so that no reload is ever lost ──

  function connect() {
    window.clearTimeout(timer);
    if (isLeaving || (socket && socket.readyState < 2)) return;
    socket = new WebSocket(`ws://${location.host}${BASE}socket`);
    const mine = socket;
    mine.addEventListener("open", () => {
      attempts = 0;
      isAway = false;
      say();
    });
    mine.addEventListener("message", (event) => hear(JSON.parse(event.data)));
    mine.addEventListener("close", () => {
      if (isLeaving || mine !== socket) return;
      isAway = true;
      draw();
      timer = window.setTimeout(connect, Math.min(2000, 100 * 2 ** attempts++));
    });
  }

  function say() {
    if (socket && socket.readyState === 1) socket.send(JSON.stringify(shown));
  }

  function hear(message) {
    if (message.type === "reload") reload();
    else if (message.type === "styles") exchangeStyles(message);
    else if (message.type === "words") words = message.words;
    else if (message.type === "status") {
      status = message;
      draw();
    }
  }

  // Somebody who has just followed a link is not called back; the page that comes says itself what it shows.
  let busyUntil = 0;
  window.addEventListener("beforeunload", () => {
    busyUntil = Date.now() + 1500;
    window.setTimeout(say, 1600); // where nothing came of it, the server is asked again
  });

  function reload() {
    if (Date.now() < busyUntil) return;
    isLeaving = true;
    location.reload();
    // A reload that something stopped is tried again.
    window.setTimeout(() => { isLeaving = false; socket.close(); }, 10000);
  }

  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    isLeaving = false;
    connect();
    say();
  });
  window.addEventListener("pagehide", () => { if (socket) socket.close(); });
  for (const name of ["online", "focus"]) window.addEventListener(name, () => { attempts = 0; connect(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) connect(); });

  // ── stylesheets ──

  const siteSheets = () => [...document.querySelectorAll('head link[rel~="stylesheet"]')].filter((one) => !one.dataset.gksite);

  function exchangeStyles({ sheets, styles }) {
    const links = siteSheets();
    if (links.length !== sheets.length) return reload();
    shown.styles = styles;
    links.forEach((old, index) => replaceSheet(old, `${sheets[index]}?v=${styles}`));
    return undefined;
  }

  function replaceSheet(old, href) {
    const fresh = old.cloneNode();
    const url = new URL(href, location.href);
    if (view() === "print") url.searchParams.set("gksite-media", "print");
    fresh.href = url.pathname + url.search;
    const done = () => old.remove();
    fresh.addEventListener("load", done, { once: true });
    fresh.addEventListener("error", done, { once: true });
    old.after(fresh);
  }

  // ── ways to look at the page ──

  const view = () => (shown.kind === "frame" ? "narrow" : store.getItem("gksite-view") || "screen");

  function choose(name) {
    if (name === "narrow") {
      store.setItem("gksite-view", "screen");
      location.assign(`${BASE}narrow?path=${encodeURIComponent(shown.path)}`);
      return;
    }
    store.setItem("gksite-view", name);
    if (shown.kind === "frame") location.assign(`/${encodeURI(shown.path)}`);
    else {
      look();
      draw();
    }
  }

  function look() {
    if (isFramed || shown.kind !== "page") return;
    const root = document.documentElement;
    const name = view();
    if (name === "elder") root.dataset.mode = "elder";
    else if (root.dataset.gksiteView === "elder") delete root.dataset.mode;
    const wasPrint = root.dataset.gksiteView === "print";
    root.dataset.gksiteView = name;
    if (wasPrint === (name === "print")) return;
    for (const link of siteSheets()) {
      if (name === "print") {
        link.dataset.gksiteMedia = link.media;
        link.media = /print/i.test(link.media) || !link.media ? "all" : link.media.replace(/screen/gi, "not all");
      } else {
        link.media = link.dataset.gksiteMedia || "";
      }
      const url = new URL(link.href);
      url.searchParams.delete("gksite-media");
      replaceSheet(link, url.pathname + url.search);
    }
  }

  // ── drawing ──

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  const word = (name, values = {}) =>
    Object.entries(values).reduce((text, [key, value]) => text.replaceAll(`{${key}}`, value), words[name] || "");

  function host(tag) {
    const made = document.createElement(tag);
    made.hidden = true;
    const root = made.attachShadow({ mode: "open" });
    const sheet = element("link", { rel: "stylesheet", href: `${BASE}toolbar.css` });
    sheet.addEventListener("load", () => { made.dataset.ready = "true"; draw(); });
    const inside = element("div", { lang: document.documentElement.lang.startsWith("en") ? "en" : "zh-CN" });
    root.append(sheet, inside);
    document.documentElement.append(made);
    return { made, inside };
  }

  let bar = null;
  let panel = null;
  let hiddenErrors = "";
  let isOpen = store.getItem("gksite-panel") === "open";
  let isSmall = store.getItem("gksite-bar") ? store.getItem("gksite-bar") === "small" : window.matchMedia("(max-width: 48em)").matches;
  let drawn = "";

  function draw() {
    if (isFramed || !words.toolbar) return;
    if (!bar) {
      const page = element("link", { rel: "stylesheet", href: `${BASE}page.css`, "data-gksite": "page" });
      document.head.append(page);
      panel = host("gksite-errors");
      bar = host("gksite-toolbar");
      new ResizeObserver(makeRoom).observe(bar.inside);
      panel.made.addEventListener("keydown", (event) => { if (event.key === "Escape") hideErrors(); });
      bar.made.addEventListener("keydown", (event) => { if (event.key === "Escape" && isOpen) toggle(false); });
    }
    // Nothing is drawn anew that is the same, so that the focus stays where it is.
    const now = JSON.stringify([status, isAway, isOpen, isSmall, view(), hiddenErrors]);
    if (now !== drawn) {
      drawn = now;
      keepingFocus(drawErrors, panel);
      keepingFocus(drawBar, bar);
    }
    for (const one of [bar, panel]) one.made.hidden = one.made.dataset.ready !== "true" || !one.inside.firstChild;
    document.documentElement.toggleAttribute("data-gksite-bar", !bar.made.hidden);
    makeRoom();
  }

  // Room at the end of the page, so that the toolbar never lies over what cannot be scrolled away from below it.
  function makeRoom() {
    const fixed = bar.inside.querySelector(".bar, .pill");
    if (fixed) document.documentElement.style.setProperty("--gksite-bar", `${Math.ceil(fixed.offsetHeight) + (isSmall ? 24 : 0)}px`);
  }

  function keepingFocus(work, place) {
    const key = place.made.shadowRoot.activeElement && place.made.shadowRoot.activeElement.dataset.key;
    const scrolled = [...place.inside.querySelectorAll("[data-scroll]")].map((one) => one.scrollTop);
    work();
    place.inside.querySelectorAll("[data-scroll]").forEach((one, index) => { one.scrollTop = scrolled[index] || 0; });
    const next = key && [...place.inside.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
    if (next) next.focus({ preventScroll: true });
  }

  const errors = () => (status && !status.stands ? status.findings.filter((one) => one.severity === "error") : []);
  const errorKey = () => JSON.stringify(errors().map((one) => [one.code, one.place, one.message]));

  function hideErrors() {
    hiddenErrors = errorKey();
    draw();
    const again = bar.inside.querySelector('[data-key="errors"]');
    if (again) again.focus();
  }

  function showErrors() {
    hiddenErrors = "";
    draw();
    const close = panel.inside.querySelector("button");
    if (close) close.focus();
  }

  function drawErrors() {
    const found = errors();
    if (!found.length || hiddenErrors === errorKey()) {
      panel.inside.replaceChildren();
      return;
    }
    const more = status.counts.error - found.length;
    panel.inside.replaceChildren(
      element("section", { class: "errors", role: "alert", "aria-labelledby": "title" },
        element("div", { class: "head" },
          element("h2", { id: "title" }, word("errors", { n: status.counts.error }),
            element("small", {}, shown.kind === "page" ? `${word("fix")}${word("old") ? " · " : ""}${word("old")}` : word("fix"))),
          element("button", { type: "button", "data-key": "hide", onclick: hideErrors }, word("hide-errors"))),
        element("ol", { "data-scroll": "errors" }, ...found.map(finding)),
        more > 0 ? element("p", { class: "more" }, word("more", { n: more })) : null));
  }

  function finding(one, index) {
    const place = one.link ? element("a", { href: one.link, "data-key": `open${index}`, title: word("open", { place: one.place }) }, one.place)
      : element("span", {}, one.place);
    return element("li", { class: one.severity },
      element("p", { class: "place" }, element("code", {}, place), copyButton(one.place, `copy${index}`)),
      element("p", { class: "message" }, element("b", {}, word(one.severity)), ` ${one.message} `, element("code", { class: "code" }, one.code)),
      one.lines.length ? excerpt(one.lines) : null,
      element("p", { class: "hint" }, one.hint));
  }

  function excerpt(lines) {
    return element("pre", { tabindex: "0" }, ...lines.map((line) => {
      const row = element("span", { class: line.column ? "line here" : "line" }, element("i", {}, String(line.number)));
      if (!line.column) row.append(element("span", {}, line.text || " "));
      else {
        const text = [...line.text];
        const at = line.column - 1;
        row.append(element("span", {}, text.slice(0, at).join(""), element("mark", {}, text[at] || " "), text.slice(at + 1).join("")));
      }
      return row;
    }));
  }

  function copyButton(text, key) {
    const button = element("button", { type: "button", class: "copy", "data-key": key, "aria-label": `${word("copy")} ${text}` }, word("copy"));
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        const field = element("textarea", { readonly: true });
        field.value = text;
        button.after(field);
        field.select();
        document.execCommand("copy");
        field.remove();
        button.focus();
      }
      button.textContent = word("copied");
      window.setTimeout(() => { button.textContent = word("copy"); }, 1500);
    });
    return button;
  }

  function toggle(open) {
    isOpen = open;
    store.setItem("gksite-panel", open ? "open" : "shut");
    draw();
    const button = bar.inside.querySelector('[data-key="problems"]');
    if (button) button.focus({ preventScroll: true });
  }

  function shrink(small) {
    isSmall = small;
    store.setItem("gksite-bar", small ? "small" : "large");
    draw();
    const button = bar.inside.querySelector(small ? '[data-key="show"]' : '[data-key="small"]');
    if (button) button.focus({ preventScroll: true });
  }

  function state() {
    if (isAway || !status) return ["offline", word("offline")];
    if (status.building) return ["building", word("building")];
    if (status.counts.error) return ["error", word("errors", { n: status.counts.error })];
    if (status.counts.warning) return ["warning", word("warnings", { n: status.counts.warning })];
    return ["ready", word("ready")];
  }

  function drawBar() {
    const [kind, text] = state();
    const light = element("span", { class: `light ${kind}`, "aria-hidden": "true" });
    if (isSmall) {
      bar.inside.replaceChildren(element("button", {
        type: "button", class: "pill", "data-key": "show", "aria-label": `${word("show")}: ${text}`, onclick: () => shrink(false),
      }, light, text));
      return;
    }
    const problems = status ? status.findings.filter((one) => status.stands || one.severity !== "error") : [];
    const hasErrors = errors().length > 0;
    const summary = hasErrors
      ? element("button", { type: "button", class: "state", "data-key": "errors", onclick: showErrors, title: word("show-errors") }, light, text)
      : problems.length
        ? element("button", { type: "button", class: "state", "data-key": "problems", "aria-expanded": String(isOpen), onclick: () => toggle(!isOpen) },
          light, text, element("span", { class: "turn", "aria-hidden": "true" }))
        : element("span", { class: "state" }, light, text);
    const views = ["screen", "print", "elder", "narrow"].map((name) => element("button", {
      type: "button", "data-key": name, "aria-pressed": String(view() === name), onclick: () => choose(name),
    }, word(name)));
    bar.inside.replaceChildren(
      isOpen && !hasErrors && problems.length ? problemList(problems) : "", // above the bar
      element("div", { class: "bar", role: "region", "aria-label": word("toolbar") },
        element("span", { role: "status" }, summary),
        status && status.checked ? element("span", { class: "label checked", title: status.checked.whole }, status.checked.short) : null,
        source(),
        shown.kind === "own" ? null : element("span", { class: "views", role: "group", "aria-label": word("view") }, ...views),
        shown.kind === "own" ? null : element("a", { class: "diff", "data-key": "diff", href: `${BASE}diff?path=${encodeURIComponent(shown.path)}` }, word("diff")),
        element("button", { type: "button", class: "small", "data-key": "small", onclick: () => shrink(true) }, word("hide"))));
  }

  function source() {
    if (!status || !status.source) return null;
    const { place, link } = status.source;
    const name = link ? element("a", { href: link, "data-key": "source", title: word("open", { place }) }, place) : element("span", {}, place);
    return element("span", { class: "source" }, element("span", { class: "label" }, word("source")), name, copyButton(place, "copy"));
  }

  function problemList(problems) {
    const here = problems.filter((one) => one.here);
    const elsewhere = problems.filter((one) => !one.here);
    const list = (found, from) => element("ol", {}, ...found.map((one, index) => finding(one, `${from}${index}`)));
    return element("section", { class: "problems", "data-scroll": "problems", role: "region", "aria-label": word("problems"), tabindex: "0" },
      element("h2", {}, `${word("here")} (${here.length})`),
      here.length ? list(here, "here") : element("p", {}, word("none-here")),
      elsewhere.length ? element("h2", {}, `${word("elsewhere")} (${elsewhere.length})`) : "",
      elsewhere.length ? list(elsewhere, "else") : "",
      status.more > 0 ? element("p", { class: "more" }, word("more", { n: status.more })) : "");
  }

  // ── the page in a narrow frame: the toolbar speaks of the page that the frame shows ──

  const frame = shown.kind === "frame" ? document.querySelector("iframe.narrow") : null;
  if (frame) {
    frame.addEventListener("load", () => {
      const script = frame.contentDocument && frame.contentDocument.querySelector("script[data-path]");
      if (!script) return;
      shown.path = script.dataset.path;
      document.querySelector("#back").href = `/${encodeURI(shown.path)}`;
      history.replaceState(null, "", `${BASE}narrow?path=${encodeURIComponent(shown.path)}`);
      document.title = frame.contentDocument.title;
      say();
    });
  }

  look();
  connect();
})();
