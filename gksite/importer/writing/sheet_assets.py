"""The style and the script of a review sheet, and the policy that allows these two alone."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

STYLE = """\
*{box-sizing:border-box}
body{font:1rem/1.7 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#1a1a1a;
background:#fff;max-width:84rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.5rem;line-height:1.4;margin:0}h2{font-size:1.2rem;margin:2.5rem 0 .5rem;
border-bottom:1px solid #767676}
h1,p,li,dd,td,th,.line{overflow-wrap:anywhere}
.verdict{font-size:1.25rem;font-weight:600;margin:.5rem 0;border-left:.3rem solid #a61b1b;
padding-left:.6rem}
a{color:#0b5394}a:focus-visible,input:focus-visible,button:focus-visible,[tabindex]:focus-visible{
outline:3px solid #0b5394;outline-offset:2px}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:left;vertical-align:top}
thead th{background:#f2f2f2}tbody th{min-width:3rem}td{min-width:6rem}.wide{overflow-x:auto}
dl{margin:0}.facts{display:grid;grid-template-columns:max-content 1fr;column-gap:1rem}
dt{font-weight:600}dd{margin:0}
.for-tick{display:flex;flex-wrap:wrap;align-items:center;gap:0 1.2rem;margin:0}
.row p{margin:0}.row .for-tick:empty{display:none}
.contents{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;padding:0;margin:.8rem 0}
.contents a{display:inline-block;min-height:1.5rem}
.place,.note{color:#595959;font-size:.875rem}
.doubts,.rows{list-style:none;margin:0;padding:0}
.doubts li{padding:.7rem 0 .7rem .8rem;border-bottom:1px solid #ccc;border-left:.3rem solid #8a6d00}
.doubts .error{border-left-color:#a61b1b}.doubts .info{border-left-color:#767676}
.doubts p{margin:0}.level{font-weight:600;margin-right:.5rem}
.row{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);column-gap:1.5rem;
padding:.6rem .5rem;border-bottom:1px solid #ccc;content-visibility:auto;
contain-intrinsic-size:auto 7rem;scroll-margin-top:1rem}
.row:target{outline:3px solid #0b5394;outline-offset:-3px}
.row.head,.row.left-out,.row.other{background:#f6f6f6}
.line{unicode-bidi:isolate;white-space:pre-wrap}
.line+.line,.cell-line+.cell-line{margin-top:.3rem}
.cell-line{display:grid;grid-template-columns:2.5rem minmax(0,1fr)}
.reading+.reading{border-top:1px dashed #767676;margin-top:.6rem;padding-top:.6rem}
.reading h3{font-size:1rem;margin:0}.reading dl{display:grid;
grid-template-columns:minmax(3em,max-content) minmax(0,1fr);column-gap:.8rem}
.reading dt{max-width:12em}.reading dd{unicode-bidi:isolate;white-space:pre-wrap}
.other-side{display:block;border-left:.2rem solid #8a6d00;padding-left:.5rem;margin:.2rem 0}
.heads{font-weight:600}.heads .side{color:#1a1a1a}.heads span{display:block}
.side{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
mark{background:#eef3f8;color:inherit;border-bottom:2px solid #7a93ad}
mark::after,.legend b::after{font-size:.65rem;vertical-align:super;font-weight:600;margin-left:.1em}
mark.differs{background:#ffe7a3;border-bottom:2px solid #8a6d00;font-weight:600}
mark.number{background:#fff;border-color:#1a1a1a}mark.title{background:#e6e0f5;border-color:#5b3fa0}
mark.units{background:#dff0e2;border-color:#2b6b37}
mark.deadline{background:#fde3d3;border-color:#a3450a}
mark.leader,mark.note-text{background:#e3eef0;border-color:#2a6670}
mark.cell,mark.target{background:#f3e6ee;border-color:#8a2d63}
mark.section,mark.head{background:#e7e7e7;border-color:#4d4d4d}
mark.envelope,mark.body{background:#fff;border-bottom:1px dotted #595959}
mark.left-out{background:#fff;border-bottom:2px dashed #a61b1b;color:#595959}
mark.number::after,.legend .number::after{content:"号"}
mark.title::after,.legend .title::after{content:"名"}
mark.text::after,.legend .text::after{content:"文"}
mark.units::after,.legend .units::after{content:"责"}
mark.deadline::after,.legend .deadline::after{content:"时"}
mark.leader::after,.legend .leader::after{content:"领"}
mark.note-text::after,.legend .note-text::after{content:"注"}
mark.cell::after,.legend .cell::after{content:"栏"}
mark.target::after,.legend .target::after{content:"标"}
mark.section::after,.legend .section::after{content:"部"}
mark.head::after,.legend .head::after{content:"头"}
mark.envelope::after,.legend .envelope::after{content:"信"}
mark.body::after,.legend .body::after{content:"正"}
mark.left-out::after,.legend .left-out::after{content:"弃"}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;margin:0 0 .8rem;padding:0}
.tick{display:inline-flex;align-items:center;gap:.4rem;min-height:1.75rem;cursor:pointer}
.tick input{width:1.25rem;height:1.25rem;margin:0}
.done{opacity:1}.doubts .done{border-left-color:#2b6b37}.row.done{border-left:.3rem solid #2b6b37}
.bar{position:sticky;top:0;background:#fff;border-bottom:1px solid #767676;padding:.4rem 0;
display:flex;flex-wrap:wrap;gap:.2rem 1rem;align-items:center;z-index:1}
.bar p{margin:0}.bar button{font:inherit;padding:.2rem .8rem;min-height:2rem}
.bar~* .row,.bar~* li{scroll-margin-top:5rem}
.only-open .done{display:none}
@media (max-width:48rem){.row{grid-template-columns:minmax(0,1fr)}.row>*+*{margin-top:.6rem;
border-left:.2rem solid #767676;padding-left:.7rem}
.row>*>.side{position:static;width:auto;height:auto;clip-path:none;display:block;color:#595959;
font-size:.875rem}.heads{display:none}
.facts,.reading dl{grid-template-columns:minmax(0,1fr)}.facts dd,.reading dd{margin:0 0 .3rem}}
@media (forced-colors:active){mark{forced-color-adjust:none}}
@media print{body{max-width:none;padding:0;font-size:10pt}.bar{display:none}
.row{content-visibility:visible;break-inside:avoid}a{color:inherit}}
"""
SCRIPT = """\
"use strict";
(function () {
  var name = "gksite-review:" + document.documentElement.dataset.digest;
  var ticks = {}, isKept = true, boxes = [], status, note;
  function load() {
    var text = null, read = null;
    try { text = window.localStorage.getItem(name); } catch (error) { isKept = false; }
    try { read = JSON.parse(text); } catch (error) { read = null; }
    ticks = read && typeof read === "object" ? read : {};
  }
  function save() {
    try { window.localStorage.setItem(name, JSON.stringify(ticks)); isKept = true; }
    catch (error) { isKept = false; }
  }
  function show() {
    var done = 0;
    boxes.forEach(function (box) {
      box.input.checked = ticks[box.key] === 1;
      box.part.classList.toggle("done", box.input.checked);
      if (box.input.checked) { done += 1; }
    });
    status.textContent = "已核对 " + done + " / " + boxes.length + " 处";
    note.textContent = isKept ? "" : "浏览器不让保存，勾选只在这一页打开时有效。";
  }
  function made(kind, text, place) {
    var part = document.createElement(kind);
    part.textContent = text;
    place.appendChild(part);
    return part;
  }
  load();
  document.querySelectorAll("[data-key]").forEach(function (part) {
    var label = made("label", "", part.querySelector(".for-tick"));
    var input = made("input", "", label);
    label.className = "tick";
    input.type = "checkbox";
    made("span", "已核对", label);
    made("span", part.dataset.called, label).className = "side";
    input.addEventListener("change", function () {
      if (input.checked) { ticks[part.dataset.key] = 1; } else { delete ticks[part.dataset.key]; }
      save();
      show();
    });
    boxes.push({input: input, key: part.dataset.key, part: part});
  });
  var bar = document.createElement("div");
  bar.className = "bar";
  status = made("p", "", bar);
  status.setAttribute("role", "status");
  var button = made("button", "只看没有核对的", bar);
  button.type = "button";
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", function () {
    var isOn = document.body.classList.toggle("only-open");
    button.setAttribute("aria-pressed", String(isOn));
  });
  note = made("p", "", bar);
  note.setAttribute("role", "status");
  var first = document.querySelector("main > section");
  first.parentNode.insertBefore(bar, first);
  window.addEventListener("storage", function (event) {
    if (event.key === name || event.key === null) { load(); show(); }
  });
  show();
}());
"""


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


POLICY = (
    f"default-src 'none'; style-src {_digest(STYLE)}; script-src {_digest(SCRIPT)}; "
    "base-uri 'none'; form-action 'none'"
)
"""The Content-Security-Policy of a sheet: its own style and script by their digests."""
