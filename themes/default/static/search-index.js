"use strict";

// The search itself; search.js is the page around it. The index is a set of classic scripts (docs/search.md): unlike a fetch they
// load from disk too, and under a policy that allows nothing but the site's own scripts. Each calls gksiteSearch.take.

window.gksiteSearch = window.gksiteSearch || (() => {
  const { base } = typeof gksiteScope === "undefined" ? { base: new URL("../", document.currentScript.src).href } : gksiteScope;
  const WITHIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const ACROSS = "!#$%&'()*+,-./:=?@[]^_{|}~";
  const DIGITS = new Int8Array(128).fill(-1);
  [...WITHIN].forEach((character, value) => { DIGITS[character.charCodeAt(0)] = value; });
  const MOST_IN_PLAN = 65536; // a place is plan × this + number in the plan
  const MOST_PIECES = 8; // pairs of characters looked up for one term; what they let through is checked against the text
  const FRESH_FOR = 600000; // ms for which a copy of the manifest may be used again; all other files are asked for by version
  const MOST_CHUNKS_TO_COUNT = 12; // files that may be loaded for the sake of an exact number alone
  const FAR = 3, NAMED = 2, IN_TITLE = 1, IN_TEXT = 0;
  const PLACES_AT_ONCE = 1000, HOLDERS_AT_ONCE = 50; // counted between two breaths
  const MOST_LOOKS = 3;
  const AT_A_LOOK = 16; // texts read at a time, to see whether one of them holds a part
  const SHARE = 0.7; // parts this much shorter than the longest are no help
  const HAN = /[\u3400-\u9fff]/;
  const MOST_CUT = 24; // characters, words or numbers of a term that are cut where it stands nowhere
  const ROLES = ["lead", "responsible", "cooperating"]; // of gksite/search/documents.py
  // Words that readers type for a state or a role, which no text has: they lead to the filter.
  const WORDS = {
    status: {
      late: "逾期 超期 过期 超时 已过期 逾期未完成 到期未完成 过期未完成 late overdue",
      done: "已完成 完成 完成了 已办结 办结 done finished completed",
      under_way: "推进中 正在推进 进行中 在办 ongoing",
      continuous: "常态推进 持续推进 长期推进 continuous",
      delayed: "延期 延迟 推迟 延后 delayed",
      not_started: "未开始 未启动 尚未开始 未开展",
      unreported: "未报送 没有报送 未报 unreported",
      withdrawn: "已撤销 撤销 取消 withdrawn",
    },
    role: { lead: "牵头 牵头单位 主办 lead", cooperating: "配合 配合单位 协办 cooperating" },
  };

  const values = new Map();
  const scripts = new Map();
  let manifest, folding, marks, holders, authorities, synonyms;

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
        script.src = `${base}search/${encodeURI(name)}.js?${version}`;
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
    synonyms = index.synonyms.map((names) => names.map(fold));
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

  function places(steps, kinds = 2) {
    const found = [];
    let plan = -1, number = -1, high = 0;
    for (let i = 0; i < steps.length; i += 1) {
      const code = steps.charCodeAt(i);
      if (code >= 48 && code <= 57) {
        high = 10 * high + code - 48;
        continue;
      }
      const inside = DIGITS[code];
      if (inside < 0) {
        plan += 1 + high * ACROSS.length + ACROSS.indexOf(steps[i]);
        number = -1;
      } else {
        const step = high * WITHIN.length + inside;
        number += 1 + Math.floor(step / kinds);
        found.push([plan * MOST_IN_PLAN + number, step % kinds]);
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

  const ofHolder = new Map(); // place of a holder → its tasks: place, role, whether through a group

  async function placesOfHolders() {
    const all = await load("holders", manifest.holder_version);
    return (i) => {
      if (!ofHolder.has(i)) ofHolder.set(i, places(all[i], 2 * ROLES.length).map(([place, mark]) => [place, ROLES[mark >> 1], mark % 2]));
      return ofHolder.get(i);
    };
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

  // Several matches of which any will do; of all but the first a find weighs little.
  function either([first, ...others]) {
    const found = new Map(first.found);
    for (const other of others) for (const place of other.found.keys()) if (!found.has(place)) found.set(place, IN_TEXT);
    const together = (key) => new Set([first, ...others].flatMap((one) => [...one[key]]));
    return { texts: [...together("texts")], found, sure: together("sure"), plans: together("plans"), surePlans: together("surePlans"), shown: together("shown") };
  }

  // A term, or another name of it in the glossary.
  async function match(term) {
    const names = synonyms.filter((some) => some.includes(term)).flat();
    return either(await Promise.all([...new Set([term, ...names])].map(matchOne)));
  }

  async function matchOne(term) {
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
        for (const [place, , isMember] of tasksOf(holder.place)) {
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
    return { texts: [term], found, sure, plans, surePlans, shown };
  }

  // ---- documents

  async function read(place) {
    const [id, , , , chunks] = manifest.plans[planOf(place)];
    const chunk = Math.floor(numberOf(place) / manifest.chunk);
    const [head, records] = await load(id ? `plans/${id}-${chunk}` : `site-${chunk}`, chunks[chunk]);
    const [kind, path, number, title, facts, texts, units, due] = records[numberOf(place) % manifest.chunk];
    return { place, kind, path, number, title, facts, texts, units, due, head, ...surroundings(place) };
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
    for (const { texts, sure, surePlans } of matches) {
      const isIn = (field) => texts.some((term) => field.includes(term));
      if (sure.has(found.place) || fieldsOf(found).some(isIn)) isOwn = true;
      else if (!surePlans.has(planOf(found.place)) && !found.head.map(foldCharacters).some(isIn)) return false;
    }
    return isOwn;
  }

  // ---- filters

  // By the name of each filter whether it lets a place through; `unit` and `role` are one question.
  async function testsOf({ authority, year, unit, role, status }) {
    const tasksOf = unit || role ? await placesOfHolders() : null;
    let held = null;
    if (tasksOf) {
      const some = unit ? holders.filter((one) => one.key === unit) : holders.filter((one) => one.kind !== "topic");
      held = new Set(some.flatMap((holder) => tasksOf(holder.place).filter(([, own]) => !role || own === role).map(([place]) => place)));
      if (unit && !role) some.forEach((holder) => held.add(holder.place));
    }
    return {
      authority: (place, one) => !authority || (one.authority !== null && one.authority.id === authority),
      year: (place, one) => !year || yearsOf(one).includes(year),
      unit: (place) => !held || held.has(place),
      status: (place, one) => !status || statesOf(one).includes(status),
    };
  }

  const yearsOf = (one) => [].concat(one.year).filter(Boolean).map(String);
  const statesOf = (one) => [one.status, one.isLate ? "late" : ""].filter(Boolean);

  // Let the page answer its reader in between.
  const breath = () => new Promise((resolve) => { setTimeout(resolve); });

  // How many of some places each choice of each filter would leave, the other filters being as they are.
  async function countChoices(some, filters) {
    const counts = { authority: new Map(), year: new Map(), unit: new Map(), role: new Map(), status: new Map() };
    if (!some.length) return counts;
    const tests = await testsOf(filters);
    const tasksOf = await placesOfHolders();
    const add = (name, key) => counts[name].set(key, (counts[name].get(key) || 0) + 1);
    const left = new Set(); // by all filters but unit and role
    for (const [i, place] of some.entries()) {
      if (i % PLACES_AT_ONCE === PLACES_AT_ONCE - 1) await breath();
      const one = surroundings(place);
      const failed = Object.keys(tests).filter((name) => !tests[name](place, one));
      const lets = (name) => failed.every((other) => other === name);
      if (lets("authority") && one.authority) add("authority", one.authority.id);
      if (lets("year")) for (const year of yearsOf(one)) add("year", year);
      if (lets("status")) for (const state of statesOf(one)) add("status", state);
      if (lets("unit")) left.add(place);
    }
    const byRole = Object.fromEntries(ROLES.map((role) => [role, new Set()]));
    for (const [i, holder] of holders.entries()) {
      if (holder.kind === "topic") continue;
      if (i % HOLDERS_AT_ONCE === HOLDERS_AT_ONCE - 1) await breath();
      const own = tasksOf(holder.place).filter(([place]) => left.has(place));
      const count = own.filter(([, role]) => !filters.role || role === filters.role).length + (left.has(holder.place) && !filters.role ? 1 : 0);
      counts.unit.set(holder.key, count);
      if (!filters.unit || filters.unit === holder.key) for (const [place, role] of own) byRole[role].add(place);
    }
    for (const role of ROLES) counts.role.set(role, byRole[role].size);
    return counts;
  }

  // ---- a whole query

  function everyPlace() {
    return manifest.plans.flatMap(([id, , , statuses], plan) => (
      id ? Array.from({ length: statuses.length + 1 }, (_, number) => plan * MOST_IN_PLAN + number) : []
    ));
  }

  const WEIGHTS = { [FAR]: 8, [NAMED]: 4, [IN_TITLE]: 4, [IN_TEXT]: 1 };

  // Best first: by where the terms stand, then holders before plans before tasks, then the newest plan, then as printed.
  function inOrder(candidates, scoreOf) {
    const rank = (place) => (planOf(place) === 0 ? (numberOf(place) < holders.length ? 0 : 3) : numberOf(place) === 0 ? 1 : 2);
    return candidates.map((place) => [scoreOf(place), rank(place), place])
      .sort((a, b) => b[0] - a[0] || a[1] - b[1] || planOf(b[2]) - planOf(a[2]) || a[2] - b[2])
      .map(([, , place]) => place);
  }

  // Results in stretches: `next(n)` gives up to n more, best first, `count()` how many there are in all, and whether that is certain.
  // Candidates (`own`, in order) are checked against their texts when their turn comes.
  async function stretches(own, matches, filters) {
    const tests = await testsOf(filters);
    const isWanted = (place) => {
      const one = surroundings(place);
      return Object.values(tests).every((test) => test(place, one));
    };
    const isSure = (place) => matches.every(({ sure }) => sure.has(place));
    const wrong = new Set();
    const waiting = own.filter(isWanted);
    let given = 0;

    async function check(some) {
      const found = await Promise.all(some.map(read));
      return found.filter((one) => {
        const isRight = holds(one, matches);
        if (isRight) matches.forEach(({ sure }) => sure.add(one.place));
        else wrong.add(one.place);
        return isRight;
      });
    }

    // Read what is still in doubt, if that is not too much.
    async function settle(some) {
      const doubtful = some.filter((place) => !isSure(place) && !wrong.has(place));
      const chunks = new Set(doubtful.map((place) => planOf(place) * MOST_IN_PLAN + Math.floor(numberOf(place) / manifest.chunk)));
      if (chunks.size <= MOST_CHUNKS_TO_COUNT) await check(doubtful);
      return chunks.size <= MOST_CHUNKS_TO_COUNT;
    }

    const left = () => waiting.filter((place) => !wrong.has(place));
    return {
      terms: [...new Set(matches.flatMap(({ texts }) => texts))],
      shown: new Set(matches.flatMap(({ shown }) => [...shown])),
      async next(n) {
        const found = [];
        while (found.length < n && waiting.length) {
          const some = waiting.splice(0, n - found.length).filter((place) => !wrong.has(place));
          found.push(...await check(some));
        }
        given += found.length;
        return found;
      },
      // Whether nothing is right; nothing is given by it.
      async isEmpty() {
        for (let i = 0; i < waiting.length; i += AT_A_LOOK) {
          const some = waiting.slice(i, i + AT_A_LOOK);
          if (some.some(isSure) || (await check(some)).length) return false;
        }
        return !given;
      },
      settle: () => settle(waiting),
      count: () => ({ count: given + left().length, isExact: left().every(isSure) }),
      // The numbers of every choice, or null where they would not be certain.
      choices: async () => (await settle(own) ? countChoices(own.filter((place) => !wrong.has(place)), filters) : null),
    };
  }

  // What a query and its filters find.
  async function find(query, filters = {}) {
    await start();
    const matches = await Promise.all(terms(query).map(match));
    const isMeant = (place) => matches.every(({ found, plans, surePlans }) => (
      found.has(place) || plans.has(planOf(place)) || surePlans.has(planOf(place))
    ));
    // Without words the filters alone say what is wanted; a query of nothing but marks finds nothing.
    const own = !query.trim() ? everyPlace() : [...new Set(matches.flatMap(({ found }) => [...found.keys()]))].filter(isMeant);
    const score = (place) => matches.reduce((sum, { found }) => sum + (found.has(place) ? WEIGHTS[found.get(place)] : 1), 0);
    return stretches(inOrder(own, score), matches, filters);
  }

  // ---- what is near, where nothing holds every term

  // Pages about the site are left out of it: they hold the words in which questions are put, and no answers.
  const isPage = (place) => planOf(place) === 0 && numberOf(place) >= holders.length + authorities.length;

  async function occurs(part) {
    const one = await match(part);
    const some = [...one.found.keys()].filter((place) => !isPage(place));
    if (some.some((place) => one.sure.has(place))) return one;
    for (let i = 0; i < some.length && i < MOST_LOOKS * AT_A_LOOK; i += AT_A_LOOK) {
      const found = await Promise.all(some.slice(i, i + AT_A_LOOK).map(read));
      if (found.some((record) => holds(record, [one]))) return one;
    }
    return null;
  }

  // The longest stretches of a term that stand somewhere, none inside of another: [length, match]. Numbers and Latin words are not
  // cut: a part of one is another one. A year alone narrows and finds nothing.
  async function partsOf(term) {
    const parts = [];
    for (const word of words(term)) {
      const tokens = (word.join("").match(/[0-9a-z]+|[^]/gu) || []).slice(0, MOST_CUT);
      let end = 0, found = null;
      for (let first = 0; first < tokens.length; first += 1) {
        const last = end;
        if (end <= first) [end, found] = [first, null];
        while (end < tokens.length) {
          const one = await occurs(tokens.slice(first, end + 1).join(""));
          if (!one) break;
          [end, found] = [end + 1, one];
        }
        const part = tokens.slice(first, end).join("");
        if (end > last && found && part.length > 1 && !/^\d{4}年?$/.test(part)) parts.push([end - first, found]);
      }
    }
    return parts;
  }

  // What holds the longest parts of a query that occur, those that hold more of them first; null if there are none.
  async function near(query, filters = {}) {
    await start();
    const parts = (await Promise.all(terms(query).map(partsOf))).flat().sort((one, other) => other[0] - one[0]);
    if (!parts.length) return null;
    const matches = parts.filter(([length]) => length >= SHARE * parts[0][0]).map(([, one]) => one);
    const score = (place) => parts.reduce((sum, [length, { found }]) => sum + (found.has(place) ? length * length : 0), 0);
    const any = either(matches);
    const search = await stretches(inOrder([...any.found.keys()].filter((place) => !isPage(place)), score), [any], filters);
    return { ...search, parts: matches.map(({ texts }) => texts[0]) };
  }

  // ---- words for states and roles: where the filters hold what was asked for

  function wordIn(term, isInside) {
    const all = Object.entries(WORDS).flatMap(([name, values]) => Object.entries(values)
      .flatMap(([value, some]) => some.split(" ").map((word) => ({ name, value, word }))));
    return all.find(({ word }) => word === term)
      || (isInside && all.filter(({ word }) => HAN.test(word) && term.includes(word)).sort((one, other) => other.word.length - one.word.length)[0]);
  }

  // The same question by filters, and what is left of the query; null where no word is a state's or a role's. `isInside`: such a word
  // may also stand inside of a term.
  async function asFilters(query, isInside) {
    await start();
    const filters = {};
    const rest = [];
    for (const term of terms(query)) {
      const found = wordIn(term, isInside);
      if (!found || filters[found.name]) rest.push(term);
      else {
        filters[found.name] = found.value;
        rest.push(term.replace(found.word, ""));
      }
    }
    if (!Object.keys(filters).length) return null;
    const left = rest.filter((term) => {
      const units = holders.filter((holder) => holder.kind !== "topic" && holder.names.includes(term));
      const year = /^(\d{4})年?$/.exec(term);
      if (units.length === 1 && !filters.unit) filters.unit = units[0].key;
      else if (year && !filters.year) [, filters.year] = year;
      else return term;
      return false;
    });
    return { query: left.join(" "), filters };
  }

  // ---- what an address that leads nowhere may have meant

  const MOST_MEANT = 5;

  // Plans, units or topics whose ids share half of their parts with an address, the most alike and the newest first.
  async function meantBy(path) {
    await start();
    const partsOfId = (text) => text.toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);
    const asked = partsOfId(path);
    const plans = manifest.plans.map(([id], plan) => [id, plan * MOST_IN_PLAN]).reverse();
    const some = asked.includes("units") || asked.includes("topics") ? holders.map(({ key, place }) => [key, place]) : plans;
    const meant = some.map(([id, place]) => {
      const own = partsOfId(id);
      return [own.filter((part) => asked.includes(part)).length / own.length, place];
    }).filter(([share]) => share >= 0.5).sort((one, other) => other[0] - one[0]);
    const best = meant.filter(([share]) => share === meant[0][0]).slice(0, MOST_MEANT);
    return Promise.all(best.map(([, place]) => read(place)));
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

  return { take, start, fold, words, terms, find, near, asFilters, meantBy, rangesIn, roles: ROLES, holders: () => holders, authorities: () => authorities };
})();
