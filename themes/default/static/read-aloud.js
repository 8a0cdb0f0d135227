"use strict";

// A button that reads the main part of the page aloud. Only voices of the reader's own device are used, so that no text leaves it;
// where there is none, there is no button. It stands at the end of the breadcrumb, where style.css keeps room, so that nothing moves.
// Its words stand in data-… of the script.

(() => {
  const words = document.currentScript.dataset;
  const speech = window.speechSynthesis;
  const place = document.querySelector(".crumbs");
  const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, th, td, caption, figcaption, summary, main";
  const LEFT_OUT = "nav, form, button, select, script, noscript, [aria-hidden=true], .tools, .downloads, .report-page";
  if (!speech || !place) return;
  const button = document.createElement("button");
  let queue = [];

  function voiceOf(language) {
    const named = (voice) => voice.lang.replace("_", "-").toLowerCase();
    const voices = speech.getVoices().filter((voice) => voice.localService && named(voice).startsWith(language.slice(0, 2)));
    return voices.find((voice) => named(voice) === language.toLowerCase()) || voices[0];
  }

  // The texts in sight, one for each block, in the order of the page.
  function texts() {
    const main = document.querySelector("main");
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const { data, parentElement: parent } = walker.currentNode;
      if (!data.trim() || parent.closest(LEFT_OUT) || !parent.checkVisibility()) continue;
      const block = parent.closest(BLOCKS);
      if (found.at(-1)?.block === block) found.at(-1).text += data;
      else found.push({ block, text: data, language: parent.closest("[lang]").lang });
    }
    return found;
  }

  function show(isReading) {
    button.textContent = isReading ? words.stop : words.start;
  }

  function stop() {
    queue = [];
    speech.cancel();
    show(false);
  }

  function readNext() {
    const next = queue.shift();
    if (!next) return stop();
    const voice = voiceOf(next.language) || voiceOf(document.documentElement.lang);
    const said = new SpeechSynthesisUtterance(next.text.replace(/\s+/g, " ").trim());
    said.voice = voice;
    said.lang = voice.lang;
    const mine = queue;
    said.onend = said.onerror = () => {
      if (mine === queue) readNext();
    };
    return speech.speak(said);
  }

  function toggle() {
    if (button.textContent === words.stop) return stop();
    speech.cancel();
    queue = texts();
    show(true);
    return readNext();
  }

  // Some browsers know their voices only after a while.
  function offer() {
    if (!button.isConnected && voiceOf("zh-cn")) place.append(button);
  }

  button.type = "button";
  button.className = "read-aloud";
  button.addEventListener("click", toggle);
  show(false);
  offer();
  speech.addEventListener?.("voiceschanged", offer);
  window.addEventListener("pagehide", () => speech.cancel());
})();
