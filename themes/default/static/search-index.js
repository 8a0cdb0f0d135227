"use strict";

// The search itself; search.js is the page around it. The index is a set of classic scripts (docs/search.md): unlike a fetch they
// load from disk too, and under a policy that allows nothing but the site's own scripts. Each calls gksiteSearch.take.

const gksiteSearch = (() => {
  const WITHIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const ACROSS = "!#$%&'()*+,-./:=?@[]^_{|}~";
  const MOST_IN_PLAN = 65536; // a place is plan × this + number in the plan
  const MOST_PIECES = 8; // pairs of characters looked up for one term; what they let through is checked against the text
  const FRESH_FOR = 600000; // ms for which a copy of the manifest may be used again; all other files are asked for by version
  const MOST_CHUNKS_TO_COUNT = 12; // files that may be loaded for the sake of an exact number alone
  const FAR = 3, NAMED = 2, IN_TITLE = 1, IN_TEXT = 0;

  const values = new Map();
  const scripts = new Map();
  let manifest, folding, marks, holders, authorities;

  function take(name, value) {
    values.set(name, value);
  }

  function load(name, version) {
    if (!scripts.has(name)) {
      scripts.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        const fail = () => {
          scripts.delete(name); // the next search may try again
          reject(new Error(`search/${name}.js`));
        };
        script.onload = () => (values.has(name) ? resolve(values.get(name)) : fail());
        script.onerror = fail;
        script.src = `search/${encodeURI(name)}.js?${version}`;
        document.head.append(script);
      }));
    }
    return scripts.get(name);
  }

  async function start() {
    if (manifest) return manifest;
    const index = await load("manifest", Math.floor(Date.now() / FRESH_FOR));
    const table = await load("characters", index.characters);
    const to = table.to.split("\n");
    folding = new Map(Array.from(table.from, (character, i) => [character, to[i]]));
    marks = table.marks;
    holders = index.holders.map(([key, kind, authority, names, initials], i) => (
      { key, kind, authority, name: names[0], names: names.map(fold), initials, place: i }
    ));
    authorities = index.authorities.map(([id, name, short]) => ({ id, name, names: [name, short].map(fold) }));
    manifest = index;
    return manifest;
  }

  // ---- characters: the same in gksite/search/characters.py, on the same table

  function foldCharacters(text) {
    let folded = "";
    for (const character of text) folded += folding.has(character) ? folding.get(character) : character;
    return folded;
  }

  function fold(text) {
    return foldCharacters(text).split(" ").filter(Boolean).join(" ");
  }

  function isMark(character) {
    const code = character.codePointAt(0);
    for (let i = 0; i < marks.length; i += 2) if (code >= marks[i] && code <= marks[i + 1]) return true;
    return false;
  }

  function words(folded) {
    const found = [[]];
    for (const character of folded) {
      if (!isMark(character)) found[found.length - 1].push(character);
      else if (found[found.length - 1].length) found.push([]);
    }
    return found.filter((word) => word.length);
  }

  function withoutEnds(part) {
    const all = Array.from(part);
    let first = 0, last = all.length;
    while (first < last && isMark(all[first])) first += 1;
    while (first < last && isMark(all[last - 1])) last -= 1;
    return all.slice(first, last).join("");
  }

  function terms(query) {
    return [...new Set(fold(query).split(" ").map(withoutEnds).filter(Boolean))];
  }

  // ---- places: the lines of gksite/search/postings.py

  function places(steps) {
    const found = [];
    let plan = -1, number = -1, high = 0;
    for (const character of steps) {
      if (character >= "0" && character <= "9") {
        high = 10 * high + Number(character);
        continue;
      }
      const inside = WITHIN.indexOf(character);
      if (inside < 0) {
        plan += 1 + high * ACROSS.length + ACROSS.indexOf(character);
        number = -1;
      } else {
        const step = high * WITHIN.length + inside;
        number += 1 + (step >> 1);
        found.push([plan * MOST_IN_PLAN + number, step & 1]);
      }
      high = 0;
    }
    return found;
  }

  const planOf = (place) => Math.floor(place / MOST_IN_PLAN);
  const numberOf = (place) => place % MOST_IN_PLAN;

  // Place → mark, of all documents that hold a pair of characters, or a single one.
  async function lookUp(piece) {
    const shard = piece.codePointAt(0) % manifest.shards;
    const lines = await load(`terms-${shard}`, manifest.terms[shard]);
    const found = new Map();
    const isSingle = Array.from(piece).length === 1;
    const wanted = isSingle ? `;${piece}` : `;${piece} `;
    for (let at = lines.indexOf(wanted); at >= 0; at = isSingle ? lines.indexOf(wanted, at + 1) : -1) {
      const end = lines.indexOf(";", at + 1);
      const line = lines.slice(at, end < 0 ? undefined : end);
      for (const [place, mark] of places(line.slice(line.indexOf(" ") + 1))) {
        found.set(place, Math.max(mark, found.get(place) || 0));
      }
    }
    return found;
  }

  async function placesOfHolders() {
    const all = await load("holders", manifest.holder_version);
    return (i) => places(all[i]);
  }

  // ---- one term: where it may stand; `sure` are the places that need no look at the text

  function piecesOf(term) {
    const pieces = [];
    for (const word of words(term)) {
      if (word.length === 1) pieces.push(word[0]);
      for (let i = 0; i + 1 < word.length; i += 1) pieces.push(word[i] + word[i + 1]);
    }
    const all = [...new Set(pieces)];
    if (all.length <= MOST_PIECES) return all;
    return Array.from({ length: MOST_PIECES }, (_, i) => all[Math.floor((i * (all.length - 1)) / (MOST_PIECES - 1))]);
  }

  async function match(term) {
    const lists = await Promise.all(piecesOf(term).map(lookUp));
    lists.sort((one, other) => one.size - other.size);
    const found = new Map();
    for (const [place, mark] of lists[0]) {
      if (lists.every((list) => list.has(place))) found.set(place, lists.every((list) => list.get(place)) ? mark : IN_TEXT);
    }
    const whole = words(term);
    const sure = whole.length === 1 && whole[0].length <= 2 ? new Set(found.keys()) : new Set();
    const named = holders.filter((holder) => holder.names.some((name) => name.includes(term))
      || (term.length > 1 && holder.initials.some((letters) => letters.startsWith(term))));
    if (named.length) {
      const tasksOf = await placesOfHolders();
      for (const holder of named) {
        const isWhole = holder.names.includes(term) || holder.initials.includes(term);
        found.set(holder.place, isWhole ? FAR : NAMED);
        sure.add(holder.place);
        for (const [place, isMember] of tasksOf(holder.place)) {
          if (isMember) continue;
          if (!found.has(place)) found.set(place, IN_TEXT);
          sure.add(place);
        }
      }
    }
    // A task is also found by the plan, the authority and the year that it stands under, if another term is its own.
    const plans = new Set();
    const surePlans = new Set();
    for (const [place, mark] of found) if (mark === IN_TITLE && numberOf(place) === 0 && planOf(place)) plans.add(planOf(place));
    manifest.plans.forEach(([, year, authority], plan) => {
      const isMeant = plan && ([].concat(year).some((one) => term === String(one) || term === `${one}年`)
        || (authority >= 0 && authorities[authority].names.some((name) => name.includes(term))));
      if (isMeant) surePlans.add(plan);
    });
    const shown = new Set(named.flatMap((holder) => holder.names));
    return { term, found, sure, plans, surePlans, shown };
  }

  // ---- documents

  async function read(place) {
    const [id, , , , chunks] = manifest.plans[planOf(place)];
    const chunk = Math.floor(numberOf(place) / manifest.chunk);
    const [head, records] = await load(id ? `plans/${id}-${chunk}` : `site-${chunk}`, chunks[chunk]);
    const [kind, path, number, title, facts, texts, units] = records[numberOf(place) % manifest.chunk];
    return { place, kind, path, number, title, facts, texts, units, head, ...surroundings(place) };
  }

  function surroundings(place) {
    const [id, year, authority, statuses] = manifest.plans[planOf(place)];
    const letter = id && numberOf(place) ? statuses[numberOf(place) - 1] : "-";
    const holder = id ? undefined : holders[numberOf(place)];
    const own = holder ? holder.authority : id ? authority : -1;
    return {
      plan: id, year, authority: authorities[own] || null, holder,
      status: letter === "-" ? "" : manifest.statuses[letter.toLowerCase().charCodeAt(0) - 97],
      isLate: letter !== "-" && letter !== letter.toLowerCase(),
    };
  }

  const foldedFields = new WeakMap(); // record arrays of a chunk → their texts, folded once

  function fieldsOf(found) {
    if (!foldedFields.has(found.texts)) {
      foldedFields.set(found.texts, [found.number, found.title, ...found.facts, ...found.texts].map(foldCharacters));
    }
    return foldedFields.get(found.texts);
  }

  function holds(found, matches) {
    let isOwn = !matches.length;
    for (const { term, sure, surePlans } of matches) {
      if (sure.has(found.place) || fieldsOf(found).some((field) => field.includes(term))) isOwn = true;
      else if (!surePlans.has(planOf(found.place)) && !found.head.some((text) => foldCharacters(text).includes(term))) return false;
    }
    return isOwn;
  }

  // ---- a whole query

  async function filterBy({ authority, year, unit, status }) {
    let ofUnit = null;
    if (unit) {
      const holder = holders.find((one) => one.key === unit);
      const tasksOf = await placesOfHolders();
      ofUnit = new Set(holder ? [holder.place, ...tasksOf(holder.place).map(([place]) => place)] : []);
    }
    return (place) => {
      const one = surroundings(place);
      return (!year || [].concat(one.year).map(String).includes(year))
        && (!authority || (one.authority !== null && one.authority.id === authority))
        && (!ofUnit || ofUnit.has(place))
        && (!status || (status === "late" ? one.isLate : one.status === status));
    };
  }

  function everyPlace() {
    return manifest.plans.flatMap(([id, , , statuses], plan) => (
      id ? Array.from({ length: statuses.length + 1 }, (_, number) => plan * MOST_IN_PLAN + number) : []
    ));
  }

  const WEIGHTS = { [FAR]: 8, [NAMED]: 4, [IN_TITLE]: 4, [IN_TEXT]: 1 };

  // Best first: by where the terms stand, then holders before plans before tasks, then the newest plan, then as printed.
  function inOrder(candidates, matches) {
    const score = (place) => matches.reduce(
      (sum, { found }) => sum + (found.has(place) ? WEIGHTS[found.get(place)] : 1), 0,
    );
    const rank = (place) => (planOf(place) === 0 ? (numberOf(place) < holders.length ? 0 : 3) : numberOf(place) === 0 ? 1 : 2);
    return candidates.map((place) => [score(place), rank(place), place])
      .sort((a, b) => b[0] - a[0] || a[1] - b[1] || planOf(b[2]) - planOf(a[2]) || a[2] - b[2])
      .map(([, , place]) => place);
  }

  // What a query and its filters find, best first, in stretches: `next(n)` gives up to n more results, `count()` how many there
  // are in all, and whether that is certain. Candidates are checked against their texts when their turn comes.
  async function find(query, filters = {}) {
    await start();
    const asked = terms(query);
    const matches = await Promise.all(asked.map(match));
    const isWanted = await filterBy(filters);
    const isMeant = (place) => matches.every(({ found, plans, surePlans }) => (
      found.has(place) || plans.has(planOf(place)) || surePlans.has(planOf(place))
    ));
    // Without words the filters alone say what is wanted; a query of nothing but marks finds nothing.
    const isOpen = !query.trim() && Object.values(filters).some(Boolean);
    const own = isOpen ? everyPlace() : [...new Set(matches.flatMap(({ found }) => [...found.keys()]))].filter(isMeant);
    const isSure = (place) => matches.every(({ sure }) => sure.has(place));
    let waiting = inOrder(own.filter(isWanted), matches);
    let given = 0;

    const check = async (some) => (await Promise.all(some.map(read))).filter((found) => holds(found, matches));
    return {
      terms: asked,
      shown: new Set(matches.flatMap(({ shown }) => [...shown])),
      async next(n) {
        const found = [];
        while (found.length < n && waiting.length) found.push(...await check(waiting.splice(0, n - found.length)));
        given += found.length;
        return found;
      },
      async settle() {
        const doubtful = waiting.filter((place) => !isSure(place));
        const chunks = new Set(doubtful.map((place) => planOf(place) * MOST_IN_PLAN + Math.floor(numberOf(place) / manifest.chunk)));
        if (!doubtful.length || chunks.size > MOST_CHUNKS_TO_COUNT) return;
        const right = new Set((await check(doubtful)).map((found) => found.place));
        waiting = waiting.filter((place) => isSure(place) || right.has(place));
        doubtful.forEach((place) => right.has(place) && matches.forEach(({ sure }) => sure.add(place)));
      },
      count: () => ({ count: given + waiting.length, isExact: waiting.every(isSure) }),
    };
  }

  // ---- where terms stand in a text as printed: [start, end) of each, in order, without overlap

  function rangesIn(text, asked) {
    let folded = "";
    const origin = [];
    let at = 0;
    for (const character of text) {
      const to = folding.has(character) ? folding.get(character) : character;
      for (let i = 0; i < to.length; i += 1) origin.push(at);
      folded += to;
      at += character.length;
    }
    origin.push(text.length);
    const ranges = [];
    for (const term of asked) {
      for (let i = folded.indexOf(term); i >= 0; i = folded.indexOf(term, i + term.length)) {
        let end = origin[i + term.length];
        if (end === origin[i + term.length - 1]) end += 1; // the term ends inside of what one character became
        ranges.push([origin[i], end]);
      }
    }
    ranges.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    let last = 0;
    return ranges.filter(([start, end]) => start >= last && (last = end));
  }

  return { take, start, fold, words, terms, find, rangesIn, holders: () => holders, authorities: () => authorities };
})();
