"use strict";

// A button that copies the address of a task, beside each task of a plan's text, of its tables and on its own page, and one beside
// the address to share. Pages without script have no such button; every task has its own page and its own anchor all the same, and
// the address can be selected. The words stand in data-… of the script.

(() => {
  const words = document.currentScript.dataset;
  const say = (key, task) => words[key].replace("{task}", task);

  // From disk an address is of use to nobody else: then the page's public one, where it states one.
  function addressOf(id) {
    const canonical = document.querySelector("link[rel=canonical]");
    const page = location.protocol === "file:" && canonical ? canonical.href : location.href;
    const url = new URL(page);
    url.search = "";
    url.hash = id;
    return url.href;
  }

  // A sign without text leaves the words of its place to sorting, filtering and copying as they are; style.css keeps room for it.
  function button(id, task) {
    const one = document.createElement("button");
    one.type = "button";
    one.lang = document.documentElement.lang; // it stands in texts of another language
    one.className = "copy-link";
    one.dataset.id = id;
    one.dataset.task = task;
    one.title = say("label", task);
    one.setAttribute("aria-label", say("label", task));
    return one;
  }

  const textOf = (element) => (element ? element.textContent.trim() : "");

  // Behind «分享», the whole address beside its code.
  function addToShare() {
    const place = document.querySelector(".share-address");
    if (!place) return;
    const one = document.createElement("button");
    one.type = "button";
    one.className = "copy-address";
    one.textContent = words.share;
    place.after(" ", one);
  }

  function addButtons() {
    const head = document.querySelector(".task-head");
    if (head) {
      const task = textOf(head.querySelector(".task-number")) || textOf(head.querySelector("h1"));
      (head.querySelector(".task-state") || head.querySelector(".eyebrow")).append(button("", task));
    }
    for (const block of document.querySelectorAll(".has-task")) {
      const id = block.id || block.querySelector("[id]").id;
      block.querySelector(".task-mark").append(button(id, id.replace("task-", "")));
    }
    for (const row of document.querySelectorAll("table.tasks tbody tr")) {
      // In a data cell: what stands in the head of a row would be read out with each of its cells.
      const cells = [...row.cells].filter((cell) => cell.tagName === "TD" && cell.rowSpan === 1);
      const cell = cells.find((one) => one.matches(".col-text")) || cells.at(-1);
      const number = textOf(row.querySelector(".col-number"));
      if (cell) cell.append(button(row.id, number || row.id.replace(/^.*?-/, "")));
    }
    for (const item of document.querySelectorAll("article.list-item")) {
      item.firstElementChild.after(button(item.id, textOf(item.querySelector(".line-number")) || textOf(item.querySelector("a"))));
    }
  }

  // One place where everything is announced and seen.
  const told = document.createElement("p");
  told.className = "copy-told";
  told.setAttribute("role", "status");
  let pause = 0;
  function tell(...content) {
    clearTimeout(pause);
    told.replaceChildren(...content);
    if (content.every((one) => typeof one === "string")) pause = setTimeout(() => told.replaceChildren(), 6000);
  }

  // Where there is no clipboard (pages without https) the old way; where that fails too, the address to copy by hand.
  function copyTheOldWay(address) {
    const field = document.createElement("input");
    field.value = address;
    field.readOnly = true;
    field.className = "vh";
    const before = document.activeElement;
    document.body.append(field);
    field.select();
    let isCopied = false;
    try {
      isCopied = document.execCommand("copy");
    } catch {
      // Then not.
    }
    field.remove();
    before.focus();
    return isCopied;
  }

  async function copy(address) {
    try {
      await navigator.clipboard.writeText(address);
      return true;
    } catch {
      return copyTheOldWay(address);
    }
  }

  function showToCopy(address) {
    const field = document.createElement("input");
    field.readOnly = true;
    field.value = address;
    field.setAttribute("aria-label", words.address);
    tell(words.failed, field);
    field.focus();
    field.select();
  }

  document.addEventListener("click", async ({ target }) => {
    const one = target.closest("button.copy-link, button.copy-address");
    if (!one) return;
    const isShared = one.matches(".copy-address");
    const address = isShared ? document.querySelector(".share-address").textContent : addressOf(one.dataset.id);
    if (await copy(address)) tell(isShared ? words.shared : say("done", one.dataset.task));
    else showToCopy(address);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tell();
  });

  document.querySelector("main").append(told);
  addButtons();
  addToShare();
})();
