"use strict";

// The search page: a form, filters, results. Everything here is made by script, so that without it no dead control is shown.
// All words come from the page (data-… of #search), since the script has no language of its own.

(() => {
  // In a page of a portal all is done inside of one element, whose classes and ids have a prefix (gksite/portal/scoped_script.py).
  const scope = typeof gksiteScope === "undefined"
    ? { root: document, lang: document.documentElement.lang, base: "", own: String, at: String } : gksiteScope;
  const find = (selector) => scope.root.querySelector(scope.at(selector));
  const place = find("#search");
  if (!place) return;
  const browse = find("#browse");
  const pages = place.dataset.href.replace(/search\.html$/, ""); // where the pages are that are found
  const say = (key, values = {}) => (place.dataset[key] || "").replace(/\{(\w+)\}/g, (_, name) => values[name]);
  // The same as nodes, where values are nodes: what is Chinese in them is marked as such.
  const fill = (key, values) => (place.dataset[key] || "").split(/\{(\w+)\}/).flatMap((part, i) => (i % 2 ? values[part] : part));
  const AT_ONCE = 20; // results shown before «more»
  const PAUSE = 350; // ms without typing before results follow what is typed
  const AROUND = 36; // characters of a text shown before the first find
  const LONG = 130; // characters of a text shown in all
  const FILTERS = ["authority", "year", "unit", "role", "status"];
  const HAN = /[\u3400-\u9fff]/;
  const isOther = !scope.lang.startsWith("zh"); // the interface speaks another language than the content
  let latest = 0; // the number of the last search begun; an older one that ends later is not shown

  const OWN = new Set(["class", "id", "for", "headers"]);

  function make(name, attributes = {}, ...children) {
    const one = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, OWN.has(key) ? scope.own(value) : value);
    one.append(...children.filter((child) => child !== null && child !== ""));
    if (isOther && [attributes.label, ...children].some((text) => typeof text === "string" && HAN.test(text))) one.lang = "zh-CN";
    return one;
  }

  // ---- what stands on the page

  const input = make("input", { type: "search", name: "q", id: "q", autocomplete: "off", enterkeyhint: "search" });
  const selects = Object.fromEntries(FILTERS.map((name) => [name, make("select", { name, id: `filter-${name}` })]));
  const status = make("p", { role: "status", class: "search-status" });
  const offers = make("p", { class: "search-offers", hidden: "" });
  const help = find("#search-help") || make("div"); // what to do where nothing was found
  const results = make("ol", { class: "results" });
  const more = make("button", { type: "button", class: "more", hidden: "" }, say("more"));
  const reset = make("button", { type: "button", class: "quiet", hidden: "" }, say("reset"));
  // On a narrow screen, or in a narrow column of a portal, the filters are folded, so that results begin on the first one.
  const wide = matchMedia("(min-width: 48rem)");
  const isWide = () => (scope.root === document ? wide.matches : scope.root.clientWidth >= 768);
  const folding = make("details", { class: "filters-fold" }, make("summary", {}, say("filters")),
    make("fieldset", { class: "filters" },
      make("legend", {}, say("filters")),
      ...FILTERS.map((name) => make("div", {}, make("label", { for: `filter-${name}` }, say(name)), selects[name])),
      reset));
  const form = make("form", { role: "search", action: place.dataset.href, class: "search-form", "aria-label": say("label") },
    make("div", { class: "search-line" },
      make("label", { for: "q" }, say("query")), input, make("button", { type: "submit" }, say("submit"))),
    folding);

  function option(value, text) {
    return make("option", { value }, text);
  }

  async function fillFilters() {
    const index = await gksiteSearch.start();
    const authorities = gksiteSearch.authorities();
    const years = [...new Set(index.plans.flatMap(([, year]) => year).filter(Boolean))].sort((a, b) => b - a);
    const letters = new Set(index.plans.flatMap(([, , , statuses]) => [...statuses]));
    const isReported = index.statuses.filter((_, i) => letters.has(String.fromCharCode(97 + i)) || letters.has(String.fromCharCode(65 + i)));
    for (const select of Object.values(selects)) select.append(option("", say("any")));
    selects.authority.append(...authorities.map(({ id, name }) => option(id, name)));
    selects.year.append(...years.map((year) => option(String(year), say("yearOf", { year }))));
    selects.unit.append(...authorities.map(({ name }, i) => {
      const own = gksiteSearch.holders().filter((holder) => holder.kind !== "topic" && holder.authority === i);
      return own.length ? make("optgroup", { label: name }, ...own.map((holder) => option(holder.key, holder.name))) : "";
    }).filter(Boolean));
    if ([...letters].some((letter) => /[A-Z]/.test(letter))) selects.status.append(option("late", say("late")));
    selects.status.append(...isReported.map((code) => option(code, say(`status_${code}`))));
    selects.role.append(...gksiteSearch.roles.map((role) => option(role, say(`role_${role}`))));
    // A filter that leaves no choice only takes room.
    for (const select of Object.values(selects)) select.parentElement.hidden = select.options.length < 3;
  }

  // How many results each choice would leave stands beside it; of choices that leave none only the chosen one can be chosen.
  async function tellChoices(search, isCurrent) {
    const counts = search && await search.choices();
    if (!isCurrent()) return;
    for (const [name, select] of Object.entries(selects)) {
      for (const one of select.querySelectorAll("option")) {
        if (!one.value) continue;
        if (!one.dataset.text) one.dataset.text = one.textContent;
        const count = counts ? counts[name].get(one.value) || 0 : null;
        one.textContent = count === null ? one.dataset.text : say("choice", { text: one.dataset.text, count });
        one.disabled = count === 0 && !one.selected;
      }
    }
  }

  // What a portal has in the address of its page stays there.
  function addressOf(query, filters) {
    const asked = new URLSearchParams(location.search);
    for (const name of ["q", ...FILTERS]) asked.delete(name);
    for (const [name, value] of [["q", query], ...Object.entries(filters)]) if (value) asked.append(name, value);
    return `${location.pathname}${String(asked) ? `?${asked}` : ""}`;
  }

  function askedFor() {
    const asked = new URLSearchParams(location.search);
    return [asked.get("q") || "", Object.fromEntries(FILTERS.map((name) => [name, asked.get(name) || ""]))];
  }

  // ---- the address is the state: what is shown can be sent to others, and the way back works

  function queryFromAddress() {
    [input.value] = askedFor();
  }

  function filtersFromAddress() {
    const [, filters] = askedFor();
    for (const name of FILTERS) {
      selects[name].value = filters[name];
      if (selects[name].selectedIndex < 0) selects[name].value = "";
    }
    unfold();
  }

  function unfold() {
    folding.open = isWide() || folding.open || Object.values(selects).some((select) => select.value);
  }

  function toAddress(isNew) {
    // An archive answers for addresses that it was given, and for none with a query.
    if (document.querySelector("aside.archived")) return;
    const address = addressOf(input.value.trim(), Object.fromEntries(FILTERS.map((name) => [name, selects[name].value])));
    if (address === addressOf(...askedFor())) return;
    try {
      history[isNew ? "pushState" : "replaceState"](null, "", address);
    } catch {
      // Some browsers keep the address of a page from disk as it is; the search works all the same.
    }
  }

  // ---- results

  function marked(text, terms) {
    const parts = [];
    let last = 0;
    for (const [start, end] of gksiteSearch.rangesIn(text, terms)) {
      parts.push(text.slice(last, start), make("mark", {}, text.slice(start, end)));
      last = end;
    }
    return [...parts, text.slice(last)].filter((part) => part !== "");
  }

  // The words around the first find. Nothing that the title says already: a text that repeats it follows on from it.
  function excerpt(found, terms) {
    const first = (text) => {
      const ranges = gksiteSearch.rangesIn(text, terms);
      return ranges.length ? ranges[0][0] : -1;
    };
    const title = found.title.replace(/…$/u, "");
    const texts = found.texts.map((one) => (one.startsWith(title) ? one.slice(title.length).replace(/^[，。；：、]+/u, "") : one))
      .filter((one) => one && !title.includes(one.replace(/[。；]$/u, "")));
    const text = texts.find((one) => first(one) >= 0) || (first(found.title) < 0 && texts[0]) || "";
    let start = Math.max(0, first(text) - AROUND);
    if (start + LONG > text.length) start = Math.max(0, text.length - LONG);
    // Not in the middle of a clause, if one begins near.
    const clause = start && text.slice(start, start + AROUND).search(/[，。；：、]/u);
    if (clause > 0 && start + clause + 1 <= first(text)) start += clause + 1;
    const shown = text.slice(start, start + LONG);
    return [start ? "…" : "", ...marked(shown, terms), start + LONG < text.length ? "…" : ""];
  }

  function units(found, search) {
    return found.units.flatMap((printed, i) => {
      // A unit that was found by another of its names is marked whole.
      const parts = marked(printed, search.terms);
      const isMarked = parts.length > 1 || typeof parts[0] !== "string";
      const whole = !isMarked && search.shown.has(gksiteSearch.fold(printed));
      return [i ? say("separator") : "", ...(whole ? [make("mark", {}, printed)] : parts)];
    });
  }

  const dayOf = (iso) => new Date(`${iso}T00:00Z`).toLocaleDateString(isOther ? "en-GB" : "zh-CN", { dateStyle: "long", timeZone: "UTC" });

  // Who, by when, how far: the first line below the title; then the words that were found, and where it stands.
  function result(found, search) {
    const { terms } = search;
    const isTask = found.kind === "task";
    const title = isTask && found.number ? [make("span", { class: "line-number" }, ...marked(found.number, terms)), " "] : [];
    const where = isTask ? [found.head[0]] : [];
    if (found.kind === "plan" && found.year) {
      const years = [].concat(found.year);
      where.push(say("yearOf", { year: years.length > 1 ? `${years[0]}—${years[years.length - 1]}` : years[0] }));
    }
    if (!isTask && found.authority) where.push(found.authority.name);
    const places = where.map((text) => make("span", {}, ...marked(text, terms)));
    const facts = found.facts.map((fact, i) => {
      const isDay = isTask && found.due && !i;
      const printed = make("span", {}, ...marked(fact, terms));
      return isDay ? make("span", {}, printed, " ", make("span", { class: "dates" }, dayOf(found.due))) : printed;
    });
    const answer = [
      found.units.length ? make("span", { class: "result-units" }, ...units(found, search)) : "",
      ...facts,
      found.status ? make("span", { class: `status status-${found.status}` }, say(`status_${found.status}`)) : "",
      found.isLate ? make("strong", { class: "late" }, say("late")) : "",
    ].filter(Boolean);
    const line = (name, some) => (some.length ? make("p", { class: name }, ...some.flatMap((one) => [one, " "])) : "");
    const text = excerpt(found, terms);
    return make("li", { class: `result result-${found.kind}` },
      make("h3", {}, make("a", { href: pages + found.path }, ...title, ...marked(found.title, terms)), " ",
        make("span", { class: "flag" }, say(`kind_${found.kind}`))),
      line("result-more", answer),
      text.some(Boolean) && found.kind !== "unit" && found.kind !== "group" ? make("p", { class: "result-text" }, ...text) : "",
      line("result-more result-where", places));
  }

  // ---- what else may be meant

  const listed = (texts) => texts.flatMap((text, i) => [i ? say("separator") : "", make("span", {}, text)]);
  const nameOf = (name, value) => {
    const one = [...selects[name].options].find((each) => each.value === value);
    return one ? one.dataset.text || one.textContent : "";
  };

  async function link(query, filters, text) {
    const search = await gksiteSearch.find(query, filters);
    await search.settle();
    const { count, isExact } = search.count();
    return count ? make("a", { href: addressOf(query, filters) }, ...text, say(isExact ? "count" : "about", { count })) : null;
  }

  // The same without filters, where these leave nothing; or by filters, where a word of the query is a state or a role.
  async function offer(isNone, hasFilter) {
    if (hasFilter) return isNone && input.value.trim() ? link(input.value.trim(), {}, [say("unfiltered")]) : null;
    const asked = await gksiteSearch.asFilters(input.value, isNone);
    if (!asked) return null;
    const named = FILTERS.filter((name) => asked.filters[name]).map((name) => nameOf(name, asked.filters[name]));
    const text = (query) => fill("offer", { what: listed([...named, query].filter(Boolean)) });
    return await link(asked.query, asked.filters, text(asked.query)) || (asked.query ? link("", asked.filters, text("")) : null);
  }

  async function show(search, isCurrent, isMore, parts, other) {
    const some = await search.next(AT_ONCE);
    await search.settle();
    if (!isCurrent()) return;
    const items = some.map((found) => result(found, search));
    if (isMore) results.append(...items);
    else results.replaceChildren(...items);
    results.hidden = !results.children.length;
    offers.replaceChildren(...(other ? [other] : []));
    offers.hidden = !other;
    const { count, isExact } = search.count();
    more.hidden = results.children.length >= count;
    more.onclick = async () => {
      const before = results.children.length;
      await show(search, isCurrent, true, parts, other);
      const next = results.children[before];
      if (next) next.querySelector("a").focus();
    };
    const quoted = (some) => listed(some.map((text) => say("quoted", { text })));
    const near = () => fill("near", { parts: quoted(parts), count: `${isExact ? "" : say("roughly")}${count}` });
    const said = !count ? [say("none")] : parts ? near() : [say(isExact ? "count" : "about", { count })];
    const also = !parts && count ? search.terms.filter((term) => !gksiteSearch.terms(input.value).includes(term)) : [];
    const names = also.length ? fill("also", { names: quoted(also) }) : [];
    const shown = more.hidden || !count ? "" : say("shown", { count: results.children.length });
    status.replaceChildren(...said, shown, ...names);
  }

  // The search, or what is near: where nothing matches, with the filters or without them.
  async function answer(filters) {
    const search = await gksiteSearch.find(input.value, filters);
    if (!await search.isEmpty()) return { search };
    const near = await gksiteSearch.near(input.value, filters);
    return near && !await near.isEmpty() ? { search: near, parts: near.parts, isNone: true } : { search, isNone: true };
  }

  async function run() {
    const filters = Object.fromEntries(FILTERS.map((name) => [name, selects[name].value]));
    const hasFilter = Object.values(filters).some(Boolean);
    const isAsked = Boolean(input.value.trim()) || hasFilter;
    latest += 1;
    const own = latest;
    const isCurrent = () => own === latest;
    browse.hidden = isAsked;
    place.classList.toggle(scope.own("is-asked"), isAsked); // the foot of the page stays out of sight while results come
    results.hidden = more.hidden = offers.hidden = true;
    help.hidden = isAsked;
    if (!isAsked) place.after(help);
    reset.hidden = !hasFilter;
    if (scope.root === document) document.title = isAsked && input.value.trim() ? say("titleOf", { query: input.value.trim(), title: title0 }) : title0;
    try {
      if (!isAsked) {
        status.textContent = "";
        await tellChoices(null, isCurrent);
        return;
      }
      const { search, parts, isNone } = await answer(filters);
      const other = await offer(isNone, hasFilter);
      if (!isCurrent()) return;
      await show(search, isCurrent, false, parts, other);
      if (!isCurrent()) return;
      help.hidden = !isNone;
      if (isNone) place.append(help);
      await tellChoices(search, isCurrent);
    } catch {
      if (isCurrent()) status.textContent = say("failed");
    }
  }

  // ---- events. Nothing moves the focus but the reader; results follow typing after a pause, and the number alone is announced.

  const title0 = document.title;
  let pause = 0;
  let isComposing = false;

  function ask(isNew) {
    clearTimeout(pause);
    toAddress(isNew);
    run();
  }

  function typed() {
    clearTimeout(pause);
    // The letters of an input method are no query yet.
    if (!isComposing) pause = setTimeout(() => ask(false), PAUSE);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(true);
  });
  input.addEventListener("compositionstart", () => { isComposing = true; });
  input.addEventListener("compositionend", () => { isComposing = false; typed(); });
  input.addEventListener("input", typed);
  for (const select of Object.values(selects)) select.addEventListener("change", () => ask(true));
  reset.addEventListener("click", () => {
    for (const select of Object.values(selects)) select.value = "";
    input.focus(); // the button goes away
    ask(true);
  });
  window.addEventListener("resize", () => isWide() && unfold());
  window.addEventListener("popstate", () => {
    queryFromAddress();
    filtersFromAddress();
    run();
  });

  place.append(form, status, offers, make("h2", { class: "vh" }, say("results")), results, more);
  unfold();
  place.after(help);
  results.hidden = true;
  queryFromAddress();
  fillFilters().then(() => {
    // Not the query again: while the index came, the reader may have typed another one.
    filtersFromAddress();
    run();
  }, () => { status.textContent = say("failed"); });
})();
