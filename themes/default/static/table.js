"use strict";

// Sorting and filtering of the task tables, and of the lists of tasks on the pages of units, topics and deadlines. The page is
// whole without this script: it adds the controls, whose words stand in data-… of their place, and puts everything back on reset.

(() => {
  // In a page of a portal all is done inside of one element, whose classes and ids have a prefix (gksite/portal/scoped_script.py).
  const scope = typeof gksiteScope === "undefined"
    ? { root: document, lang: document.documentElement.lang, base: "", own: String, at: String } : gksiteScope;
  const find = (selector) => scope.root.querySelector(scope.at(selector));
  const findAll = (element, selector) => [...element.querySelectorAll(scope.at(selector))];
  const FEWEST = 6; // below this there is nothing to choose from; macros.html knows it too
  const PAUSE = 250; // ms without typing before the words are looked for
  const MOST_WORDINGS = 12; // so many wordings of deadlines at most can be chosen in a list beside their groups; in a table all
  const FILTERS = ["unit", "year", "role", "status", "due"];
  const UNIT_COLUMNS = scope.at(".col-units, .col-lead, .col-responsible, .col-cooperating");
  const UNSORTED_COLUMNS = ["text", "note"];
  const HAN = /[\u3400-\u9fff]/;
  const isOther = !scope.lang.startsWith("zh"); // the interface speaks another language than the content
  const collator = new Intl.Collator("zh-CN-u-co-pinyin", { numeric: true });
  // What is one to the search is one here (gksite/search/characters.py): marks that are written in several ways, and the radicals of
  // PDF files from U+2E81 on, of which NFKC leaves most as they are.
  const ALIKE = {
    "(": "（〔［[【〖〘〚﹝❨",
    ")": "）〕］]】〗〙〛﹞❩",
    ":": "∶︰：꞉",
    "-": "‐‑‒–—―−－─━﹣﹘",
    "~": "～〜∼˜",
    "·": "‧•・･∙⋅●",
    "\"": "“”„‟″〝〞「」『』＂",
    "'": "‘’‚‛′＇",
    "〇": "○◯",
    "ss": "ß", "σ": "ςϲ"
  };
  const RADICALS = "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";
  const UNSEEN = /[\s\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]+/g;
  const folding = new Map(Object.entries(ALIKE).flatMap(([to, from]) => [...from].map((one) => [one, to])));
  [...RADICALS].forEach((to, i) => folding.set(String.fromCodePoint(0x2e81 + i), to));
  const folded = (text) => Array.from(text, (one) => folding.get(one) ?? one).join("");
  const plain = (text) => folded(folded(text).normalize("NFKC").toLowerCase()).replace(UNSEEN, "");
  const shown = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");

  const OWN = new Set(["class", "id", "for", "headers"]);

  function make(name, attributes = {}, ...children) {
    const one = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, OWN.has(key) ? scope.own(value) : value);
    one.append(...children);
    if (isOther && children.some((text) => typeof text === "string" && HAN.test(text))) one.lang = "zh-CN";
    return one;
  }

  // The name of a column: of one of the document's own its key, else its kind.
  const keyOf = (head) => head.dataset.key || head.className.replace(scope.own("col-"), "");
  const valueOf = (cell) => (cell ? cell.dataset.value || shown(cell) : "");

  function linksIn(elements) {
    return new Map(elements.flatMap((element) => [...element.querySelectorAll("a[href]")]).map((link) => [link.pathname, shown(link)]));
  }

  // ---- what is sorted and filtered: rows of a table with the same tasks as a list, or lines

  // For each row the cell that stands in each column, be it merged with the rows above or not.
  function cellsOf(body) {
    const rows = [...body.rows];
    const grid = rows.map(() => []);
    rows.forEach((row, r) => {
      let column = 0;
      for (const cell of row.cells) {
        while (grid[r][column]) column += 1;
        for (let below = r; below < r + cell.rowSpan && below < rows.length; below += 1) grid[below][column] = cell;
      }
    });
    return grid;
  }

  function tableView(place) {
    const table = find(`#${place.dataset.table}`);
    // Heads may stand in several rows; those of columns are numbered.
    const numberOf = (head) => Number(head.id.split("-c").pop());
    const heads = findAll(table.tHead, "[scope=col]:not(.col-over)").sort((one, other) => numberOf(one) - numberOf(other));
    const kinds = heads.map(keyOf);
    const bodies = [...table.tBodies];
    const list = document.getElementById(`${table.id}-list`);
    const listed = [...list.children];
    const items = bodies.flatMap((body) => {
      const grid = cellsOf(body);
      return [...body.rows].map((row, r) => {
        const cells = grid[r];
        const deadline = cells[kinds.indexOf("deadline")];
        return {
          row, cells,
          article: document.getElementById(row.id.replace(`${table.id}-`, `${table.id}-i-`)),
          units: linksIn(cells.filter((cell) => cell.matches(UNIT_COLUMNS))), year: "", role: "",
          status: row.dataset.status || "", due: row.dataset.due || "", dueText: shown(deadline), isLate: "late" in row.dataset,
          words: plain(cells.map(shown).join(" ")),
          text: (kind) => shown(cells[kinds.indexOf(kind)]),
          value: (kind) => valueOf(cells[kinds.indexOf(kind)]),
        };
      });
    });

    const above = (head) => `${head.headers ? `${head.headers} ` : ""}${head.id}`;

    // A row that stands for itself: what was merged is said again, and a head of a group becomes a cell like others.
    function whole(item) {
      if (!item.whole) {
        const isHead = (cell) => cell.scope === "row";
        const rowHead = item.cells.some(isHead) ? ` ${item.row.id}-head` : "";
        const cells = item.cells.map((cell, i) => {
          const copy = make(isHead(cell) ? "th" : "td", { class: cell.className, headers: above(heads[i]) + (isHead(cell) ? "" : rowHead) });
          if (isHead(cell)) {
            copy.scope = "row";
            copy.id = rowHead.trim();
          }
          if (cell.lang) copy.lang = cell.lang;
          if (cell.dataset.value) copy.dataset.value = cell.dataset.value;
          copy.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
          return copy;
        });
        item.whole = make("tr", { id: item.row.id }, ...cells);
      }
      return item.whole;
    }

    function show(some, isSorted, order) {
      for (const body of [...table.tBodies]) body.remove();
      // The sums are of all tasks.
      for (const sums of [table.tFoot, list.querySelector(scope.at(".sums"))]) if (sums) sums.hidden = some.length < items.length;
      // In front of the sums: print shows them where they stand, after the last task.
      for (const body of some === items ? bodies : [make("tbody", {}, ...some.map(whole))]) table.insertBefore(body, table.tFoot);
      const chosen = new Set(some.map((item) => item.article));
      for (const item of items) item.article.hidden = !chosen.has(item.article);
      const headings = listed.filter((element) => element.tagName === "H3");
      if (isSorted) {
        // The groups are gone, but tasks stay one level below a heading.
        const heading = headings.length ? [make("h3", {}, order)] : [];
        list.replaceChildren(...listed.filter((one) => one.tagName === "H2"), ...heading, ...some.map((item) => item.article));
      } else {
        list.replaceChildren(...listed);
        headings.forEach((heading) => {
          let next = heading.nextElementSibling;
          while (next && next.tagName === "ARTICLE" && next.hidden) next = next.nextElementSibling;
          heading.hidden = !next || next.tagName !== "ARTICLE";
        });
      }
    }
    return { items, show, heads: heads.filter((_, i) => !UNSORTED_COLUMNS.includes(kinds[i])), prefix: place.dataset.first ? "" : `${place.dataset.table}-` };
  }

  function linesView() {
    // Tasks in which a unit has no part but a column's are none of those that the page counts.
    const counted = findAll(scope.root, "main ul.lines").filter((list) => !list.closest(scope.at(".in-columns")));
    const lists = counted.map((list) => ({ list, lines: [...list.children] }));
    const folds = findAll(scope.root, "main details.year").map((fold) => ({ fold, wasOpen: fold.open }));
    const items = lists.flatMap(({ list, lines }) => lines.map((line) => {
      const due = line.querySelector(scope.at(".due"));
      const [dates, late, left, time] = [".dates", ".late", ".left", "time"].map((name) => due && due.querySelector(scope.at(name)));
      const state = line.querySelector(scope.at(".status"));
      const part = list.closest("[data-year]");
      return {
        line,
        same: line.querySelector(scope.at(".line-main a")).pathname,
        units: linksIn(findAll(line, ".line-roles")),
        year: part ? part.dataset.year : "",
        role: shown(line.querySelector(scope.at(".line-more > .role-label"))),
        status: state ? [...state.classList].find((name) => name.startsWith(scope.own("status-"))).slice(scope.own("status-").length) : "",
        due: time ? time.dateTime : "",
        dueText: [...(due ? due.childNodes : [])].filter((node) => ![dates, late, left].includes(node)).map((node) => node.textContent).join("").trim(),
        isLate: Boolean(late),
        words: plain(line.textContent),
        text: () => shown(line.querySelector(scope.at(".line-main"))),
      };
    }));

    function show(some, isSorted) {
      // The numbers in headings are of all tasks.
      find("main").classList.toggle(scope.own("is-filtered"), some.length < items.length);
      const rank = new Map(some.map((item, i) => [item.line, i]));
      for (const { list, lines } of lists) {
        const own = lines.filter((line) => rank.has(line));
        if (isSorted) own.sort((one, other) => rank.get(one) - rank.get(other));
        list.replaceChildren(...(some === items ? lines : own));
        list.closest("section").hidden = !list.children.length;
      }
      for (const section of findAll(scope.root, "main section")) {
        const inner = [...section.querySelectorAll("section")];
        if (inner.length) section.hidden = inner.every((one) => one.hidden);
      }
      // A folded year opens for what is found in it, and is as it was when all tasks are back.
      const isFiltered = some.length < items.length;
      for (const one of folds) {
        const isFound = findAll(one.fold, "section").some((section) => !section.hidden);
        if (isFiltered && !one.isFiltered) one.wasOpen = one.fold.open;
        if (isFiltered || one.isFiltered) one.fold.open = isFiltered ? isFound : one.wasOpen;
        one.fold.hidden = isFiltered && !isFound;
        one.isFiltered = isFiltered;
      }
    }
    return { items, show, heads: [], prefix: "" };
  }

  // ---- the controls

  function enhance(place) {
    const say = (key, values = {}) => (place.dataset[key] || "").replace(/\{(\w+)\}/g, (_, name) => values[name]);
    const view = place.dataset.table ? tableView(place) : linesView();
    if (view.items.length < FEWEST) return;
    const { items } = view;
    const statuses = say("statuses").split(" ");
    items.forEach((item, i) => { item.place = i; });

    const keys = view.heads.length
      ? view.heads.map((head) => [keyOf(head), shown(head)])
      : [["deadline", say("deadline")], ["status", say("status")], ["title", say("title")]];
    const compare = {
      number: (one, other) => one.place - other.place,
      deadline: (one, other) => one.due.localeCompare(other.due),
      status: (one, other) => statuses.indexOf(one.status) - statuses.indexOf(other.status),
    };
    compare.state = compare.status;
    const numeric = new Set(view.heads.filter((head) => head.matches(scope.at(".numeric"))).map(keyOf));
    const number = (item, key) => {
      const value = item.value(key).replace(/,/g, "");
      return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
    };
    const compareBy = (key) => compare[key]
      || (numeric.has(key) && ((one, other) => number(one, key) - number(other, key)))
      || ((one, other) => collator.compare(view.heads.length ? one.value(key) : one.text(key), view.heads.length ? other.value(key) : other.text(key)));

    const today = say("today"), quarterOf = (day) => `${day.slice(0, 4)}-${Math.ceil(day.slice(5, 7) / 3)}`;
    const dueGroups = {
      late: (item) => item.isLate,
      month: (item) => today && item.due.slice(0, 7) === today.slice(0, 7),
      quarter: (item) => today && item.due && quarterOf(item.due) === quarterOf(today),
      undated: (item) => !item.due,
    };
    const isDue = (item, due) => (dueGroups[due] ? dueGroups[due](item) : item.dueText === due);

    const option = (value, text) => make("option", { value }, text);
    const choices = {
      unit: [...new Map(items.flatMap((item) => [...item.units]))].sort((one, other) => collator.compare(one[1], other[1])),
      status: statuses.filter((code) => items.some((item) => item.status === code)).map((code) => [code, say(`status_${code}`)]),
      year: [...new Set(items.map((item) => item.year).filter(Boolean))].map((text) => [text, text]),
      role: [...new Set(items.map((item) => item.role).filter(Boolean))].map((text) => [text, text]),
      due: Object.keys(dueGroups).filter((name) => items.some(dueGroups[name])).map((name) => [name, say(name)]),
    };
    const wordings = new Map([...items].sort((one, other) => (one.due || "9999").localeCompare(other.due || "9999")).map(({ dueText }) => [dueText, dueText]));
    wordings.delete("");
    if (view.heads.length || wordings.size <= MOST_WORDINGS) choices.due.push(...wordings);
    // A column of the document's own with few texts is one to choose by.
    const own = view.heads.filter((head) => head.dataset.choices);
    const labels = Object.fromEntries(own.map((head) => [`col-${keyOf(head)}`, shown(head)]));
    for (const head of own) {
      const texts = [...new Set(items.map((item) => item.text(keyOf(head))).filter(Boolean))].sort(collator.compare);
      choices[`col-${keyOf(head)}`] = texts.map((text) => [text, text]);
    }
    const filters = [...FILTERS, ...Object.keys(labels)];
    const id = (name) => `${place.id}-${name}`;
    const controls = Object.fromEntries(filters.map((name) => [
      name, make("select", { id: id(name) }, option("", say("any")), ...choices[name].map(([value, text]) => option(value, text))),
    ]));
    controls.sort = make("select", { id: id("sort") }, option("", say("as_printed")),
      ...keys.flatMap(([key, text]) => [option(key, say("ascending", { column: text })), option(`-${key}`, say("descending", { column: text }))]));
    controls.words = make("input", { id: id("words"), type: "search", autocomplete: "off" });
    const names = ["words", ...filters, "sort"];
    const reset = make("button", { type: "button", class: "quiet", hidden: "" }, say("reset"));
    const status = make("p", { role: "status", class: "tools-status" });
    // On a narrow screen the controls are folded, so that tasks begin on the first one. They stay so for an address that asks for
    // some of the tasks: the line below says how many are shown, and nothing moves.
    const wide = matchMedia("(min-width: 48rem)");
    const isWide = () => (scope.root === document ? wide.matches : scope.root.clientWidth >= 768);
    const folding = make("details", { class: "filters-fold" }, make("summary", {}, say("label")),
      make("fieldset", { class: "filters" }, make("legend", {}, say("label")),
        ...names.filter((name) => !filters.includes(name) || choices[name].length > 1)
          .map((name) => make("div", { class: name in labels ? "tool-own" : `tool-${name}` }, make("label", { for: id(name) }, labels[name] || say(name)), controls[name])),
        reset));
    const form = make("form", {}, folding, status);
    const unfold = () => { folding.open = isWide() || folding.open; };

    // ---- state

    const parameter = (name) => view.prefix + name;
    const state = () => Object.fromEntries(names.map((name) => [name, controls[name].value.trim()]));

    function fromAddress() {
      const asked = new URLSearchParams(location.search);
      for (const name of names) {
        const value = asked.get(parameter(name)) || "";
        controls[name].value = name !== "unit" ? value : (choices.unit.find(([path]) => path.endsWith(value)) || [""])[0];
        if (name !== "words" && (!value || controls[name].selectedIndex < 0)) controls[name].value = "";
      }
    }

    function toAddress(isNew) {
      const asked = new URLSearchParams(location.search);
      for (const [name, value] of Object.entries(state())) {
        // A unit is told by the end of its address, which is the same on every host and disk.
        const said = name === "unit" ? value.split("/").slice(-3).join("/") : value;
        if (said) asked.set(parameter(name), said);
        else asked.delete(parameter(name));
      }
      if (String(asked) === String(new URLSearchParams(location.search))) return;
      try {
        history[isNew ? "pushState" : "replaceState"](null, "", `${location.pathname}${String(asked) ? `?${asked}` : ""}${location.hash}`);
      } catch {
        // Some browsers keep the address of a page from disk as it is; sorting and filtering work all the same.
      }
    }

    function apply() {
      const { words, unit, year, role, status: code, due, sort, ...chosen } = state();
      const isChosen = (item, column) => !chosen[`col-${column}`] || item.text(column) === chosen[`col-${column}`];
      const wanted = words.split(/\s+/).map(plain).filter(Boolean);
      let some = items.filter((item) => (!unit || item.units.has(unit)) && (!year || item.year === year) && (!role || item.role === role)
        && (!code || item.status === code) && (!due || isDue(item, due)) && own.every((head) => isChosen(item, keyOf(head))) && wanted.every((word) => item.words.includes(word)));
      const key = sort.replace("-", "");
      // Tasks without a day come last in both directions.
      const isUndated = (item) => (key === "deadline" && !item.due) || (numeric.has(key) && Number.isNaN(number(item, key)));
      if (sort) {
        some.sort((one, other) => isUndated(one) - isUndated(other)
          || (sort === key ? 1 : -1) * compareBy(key)(one, other) || one.place - other.place);
      }
      if (!sort && some.length === items.length) some = items; // as printed, with its merged cells
      const order = sort ? controls.sort.selectedOptions[0].textContent : "";
      view.show(some, Boolean(sort), order);
      for (const head of view.heads) {
        if (key && keyOf(head) === key) head.setAttribute("aria-sort", sort === key ? "ascending" : "descending");
        else head.removeAttribute("aria-sort");
      }
      const isChanged = some !== items;
      reset.hidden = !isChanged;
      const count = new Set(some.map((item) => item.same || item)).size, total = new Set(items.map((item) => item.same || item)).size;
      const said = count ? say("shown", { count, total }) : say("none");
      // Nothing is announced before the reader has done something.
      if (isChanged || status.textContent) status.replaceChildren(...(order ? [said, say("separator"), make("span", {}, order)] : [said]));
    }

    // ---- events

    let pause = 0;
    let isComposing = false;
    function change(isNew) {
      clearTimeout(pause);
      toAddress(isNew);
      apply();
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      change(true);
    });
    controls.words.addEventListener("compositionstart", () => { isComposing = true; });
    controls.words.addEventListener("compositionend", () => { isComposing = false; });
    for (const kind of ["input", "compositionend"]) {
      controls.words.addEventListener(kind, () => {
        clearTimeout(pause);
        if (!isComposing) pause = setTimeout(() => change(false), PAUSE);
      });
    }
    for (const name of [...filters, "sort"]) controls[name].addEventListener("change", () => change(true));
    reset.addEventListener("click", () => {
      for (const name of names) controls[name].value = "";
      controls.words.focus(); // the button goes away
      change(true);
    });
    for (const head of view.heads) {
      const button = make("button", { type: "button", class: "sort" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const key = keyOf(head);
        controls.sort.value = controls.sort.value === key ? `-${key}` : key;
        change(true);
      });
    }
    window.addEventListener("popstate", () => {
      fromAddress();
      apply();
    });

    window.addEventListener("resize", unfold);
    place.append(form);
    place.hidden = false;
    fromAddress();
    unfold();
    apply();
  }

  // ---- a box that filters a long list of links by words: all units, all plans

  function enhanceList(place) {
    const lists = findAll(scope.root, `main ${place.dataset.list}`).filter((list) => !list.closest(scope.at(".by-letter")));
    const items = lists.flatMap((list) => [...list.children].map((line) => ({ line, words: plain(line.textContent) })));
    const folds = findAll(scope.root, "main details.year").map((fold) => ({ fold, wasOpen: fold.open }));
    const words = make("input", { id: `${place.id}-words`, type: "search", autocomplete: "off" });
    const status = make("p", { role: "status", class: "tools-status" });
    place.append(make("div", { class: "filter-box" }, make("label", { for: words.id }, place.dataset.label), words), status);
    place.hidden = false;

    const isEmpty = (part) => findAll(part, place.dataset.list).every((list) => [...list.children].every((line) => line.hidden));
    let wasAsked = false;
    function apply() {
      const wanted = words.value.split(/\s+/).map(plain).filter(Boolean);
      const isAsked = wanted.length > 0;
      let count = 0;
      for (const item of items) {
        item.line.hidden = !wanted.every((word) => item.words.includes(word));
        count += !item.line.hidden;
      }
      for (const one of folds) {
        if (isAsked && !wasAsked) one.wasOpen = one.fold.open;
        one.fold.hidden = isAsked && isEmpty(one.fold);
        if (isAsked || wasAsked) one.fold.open = isAsked ? !one.fold.hidden : one.wasOpen;
      }
      for (const section of findAll(scope.root, "main section")) section.hidden = isAsked && isEmpty(section);
      wasAsked = isAsked;
      const said = count ? place.dataset.shown.replace("{count}", count) : place.dataset.none;
      status.textContent = isAsked ? said : "";
    }

    let pause = 0;
    for (const kind of ["input", "compositionend"]) {
      words.addEventListener(kind, (event) => {
        clearTimeout(pause);
        if (!event.isComposing) pause = setTimeout(apply, PAUSE);
      });
    }
  }

  // A link to a year that is folded opens it.
  function openAsked() {
    const asked = location.hash.startsWith("#year-") && document.getElementById(scope.own(location.hash.slice(1)));
    if (asked && asked.matches("details")) asked.open = true;
  }

  findAll(scope.root, ".tools").forEach((place) => (place.dataset.list ? enhanceList(place) : enhance(place)));
  openAsked();
  window.addEventListener("hashchange", openAsked);
})();
