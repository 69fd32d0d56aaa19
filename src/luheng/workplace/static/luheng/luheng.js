/* The few things a page does by itself. Everything else is a plain link or form. */
"use strict";

/* A number is a door: its explanation opens at the side; Escape or the cross closes it. */
function closePanel() {
  const panel = document.getElementById("panel");
  if (!panel || panel.hidden) return;
  panel.hidden = true;
  if (closePanel.from && document.contains(closePanel.from)) closePanel.from.focus();
}
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "panel") return;
  closePanel.from = event.detail.requestConfig.elt;
  event.detail.target.hidden = false;
  const close = event.detail.target.querySelector(".close");
  if (close) close.focus();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("#panel .close")) closePanel();
  const copy = event.target.closest("[data-copy]");
  if (copy) navigator.clipboard.writeText(copy.dataset.copy).then(() => { copy.textContent = copy.dataset.done; });
  const save = event.target.closest("[data-save]");
  if (save) {
    const place = save.closest("section").querySelector(".chart");
    Plotly.downloadImage(place, { format: save.dataset.save, filename: place.dataset.name || "luheng", scale: save.dataset.save === "png" ? 2 : 1 });
  }
  const print = event.target.closest("[data-print]");
  if (print) window.print();
});

/* Filters answer as soon as they are chosen; the address carries them. Only a search: no form that writes sends itself. */
document.addEventListener("change", (event) => {
  const form = event.target.closest("form.filters[role=search]");
  if (form && event.target.matches("select")) form.requestSubmit();
});

/* The original beside what was read: j/k step, a accept, e edit, x reject. */
function items() { return [...document.querySelectorAll(".read .item:not([hidden])")]; }
/* Scrolls the box alone: the page with its title stays where it is. */
function bringIntoBox(piece, box) {
  const top = piece.getBoundingClientRect().top - box.getBoundingClientRect().top;
  if (top < 0 || top > box.clientHeight - 40) box.scrollTop += top - box.clientHeight / 3;
}
function goTo(item, follow = true) {
  document.querySelectorAll(".here").forEach((each) => each.classList.remove("here"));
  if (!item) return;
  item.classList.add("here");
  if (follow) bringIntoBox(item, document.querySelector(".read"));
  const marks = document.querySelectorAll(`.original mark[data-items~="${item.dataset.item}"]`);
  marks.forEach((mark) => mark.classList.add("here"));
  if (marks[0]) bringIntoBox(marks[0], document.querySelector(".original"));
}
function step(by) {
  const all = items();
  const at = all.findIndex((item) => item.classList.contains("here"));
  goTo(all[Math.min(all.length - 1, Math.max(0, at + by))]);
}
document.addEventListener("click", (event) => {
  const mark = event.target.closest(".original mark");
  if (mark) {
    const id = mark.dataset.items.split(" ")[0];
    const item = document.querySelector(`.read .item[data-item="${id}"]`);
    if (item) goTo(item);
    return;
  }
  const item = event.target.closest(".read .item");
  if (item && !event.target.closest("button, a, input, select, textarea, summary")) goTo(item, false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closePanel();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  if (event.key === "?" && document.activeElement.matches(".door")) document.activeElement.click();
  if (!document.querySelector(".read")) return;
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
  const button = { a: "accept", e: "edit", x: "reject" }[event.key];
  if (button) document.querySelector(`.read .item.here [data-act="${button}"]`)?.click();
});

/* A refusal (403, 409, 422) says itself beside what was asked for; what was typed stays. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  target.querySelectorAll(":scope > .note[role=alert]").forEach((old) => old.remove());
  if (![403, 409, 422].includes(xhr.status)) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  event.detail.selectOverride = "[role=alert]"; // the refusal itself, whatever part was asked for
  if (target.id !== "panel") event.detail.swapOverride = "afterbegin";
});
function tellFailure(target, words) {
  const note = document.createElement("div");
  note.className = "note bad";
  note.setAttribute("role", "alert");
  note.textContent = words;
  target.querySelectorAll(":scope > .note[role=alert]").forEach((old) => old.remove());
  if (target.id === "panel") { openSkeleton(target); target.querySelector(".skeleton").replaceWith(note); }
  else target.prepend(note);
}
document.addEventListener("htmx:responseError", (event) => {
  const words = { 401: "signedOut", 503: "away" }[event.detail.xhr.status] || "failed";
  tellFailure(event.detail.target, document.body.dataset[words]);
});
document.addEventListener("htmx:sendError", (event) => tellFailure(event.detail.target, document.body.dataset.unreachable));
document.addEventListener("htmx:timeout", (event) => tellFailure(event.detail.target, document.body.dataset.unreachable));

/* Under 100 ms nothing shows; over it the panel opens with a skeleton. */
function openSkeleton(panel) {
  panel.replaceChildren(document.getElementById("skeleton").content.cloneNode(true));
  panel.hidden = false;
}
document.addEventListener("htmx:beforeRequest", (event) => {
  const { target, xhr } = event.detail;
  if (target.id !== "panel") return;
  closePanel.from = event.detail.elt;
  const timer = setTimeout(() => openSkeleton(target), 100);
  xhr.addEventListener("loadend", () => clearTimeout(timer));
});

/* Long work: the form says that it goes on and takes no second click. */
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-working]");
  if (!form) return;
  setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }), 0);
  setTimeout(() => form.querySelectorAll(".working").forEach((note) => { note.hidden = false; }), 100);
});
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
document.addEventListener("change", (event) => {
  const place = event.target.matches("input[type=file]") && document.querySelector(`.chosen[data-for="${event.target.id}"]`);
  if (place) place.textContent = [...event.target.files].map((file) => file.name).join("、");
  if (event.target.matches("form[data-at-once] input[type=file]") && event.target.files.length) event.target.form.requestSubmit();
});

/* A list that was asked for whole, to be printed. */
addEventListener("load", () => { if (location.hash === "#print") window.print(); });

/* On a phone the filters fold away unless they narrow the list. */
document.addEventListener("DOMContentLoaded", () => {
  if (!matchMedia("(max-width: 720px)").matches) return;
  document.querySelectorAll(".fold:not([data-keep])").forEach((fold) => { fold.open = false; });
});

/* The page of a document opens where something was read, or at the item in the address. */
document.addEventListener("DOMContentLoaded", () => {
  if (!document.querySelector(".read")) return;
  const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named && named.matches(".item")) goTo(named);
  else if (!location.hash) goTo(items()[0], false);
});

/* Charts: the figure is data in the page; the library is loaded only where there is one. */
function inLines(text, width, font) {
  const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = font;
  const lines = [""];
  for (const part of text.match(/[（“]?(?:[\w.%/³²µ()-]+|.)[，。；：、）”,;:!?]*/gu) || []) { // no word or number is cut, no line begins with a mark
    if (lines.at(-1) && ruler.measureText(lines.at(-1) + part).width > width) lines.push("");
    lines[lines.length - 1] += lines.at(-1) ? part : part.trimStart();
  }
  return lines;
}
function fit(place, { data, layout }) {
  const width = place.clientWidth || 640;
  const lines = inLines(layout.title.text, width - 24, `${layout.title.font.size}px ${layout.font.family}`);
  const above = 18 * (lines.length - 1);
  const named = data.filter((one) => one.name && one.showlegend !== false).length;
  const below = width < 480 && named > 1 ? 20 * (named - 1) : 0; // names one below the other
  layout.title.text = lines.join("<br>");
  layout.margin.t += above;
  layout.margin.b += below;
  layout.height += above + below;
}
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".chart[data-figure]").forEach((place) => {
    const figure = JSON.parse(document.getElementById(place.dataset.figure).textContent);
    fit(place, figure);
    Plotly.newPlot(place, figure.data, figure.layout, {
      displaylogo: false, responsive: true, locale: document.documentElement.lang.startsWith("zh") ? "zh-CN" : "en",
      modeBarButtonsToRemove: ["lasso2d", "select2d", "autoScale2d"],
      toImageButtonOptions: { format: "svg", filename: place.dataset.name || "luheng" },
    });
  });
});

/* The rows of a return: saved as a cell is left, never sent whole; Enter goes on to the next value. */
document.addEventListener("submit", (event) => { if (event.target.matches("form.cells")) event.preventDefault(); });
function valueFields(field) {
  return [...document.querySelectorAll(`form.cells input[name="${field.name}"]`)];
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("form.cells input[type=text]")) return;
  const fields = valueFields(event.target);
  const next = fields[fields.indexOf(event.target) + 1];
  if (next) { next.focus(); next.select(); } else event.target.blur();
});

/* A column copied from a spreadsheet goes into the fields from here on downwards, one value each. */
document.addEventListener("paste", (event) => {
  if (!event.target.matches("form.cells input[name=value], form.cells input[name=percent], form.cells input[name=note]")) return;
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!text.includes("\n")) return;
  event.preventDefault();
  const values = text.split("\n").map((line) => line.split("\t").pop().trim());
  const fields = valueFields(event.target);
  const places = fields.slice(fields.indexOf(event.target));
  const taken = values.slice(0, places.length);
  taken.forEach((value, at) => {
    const place = places[at];
    if (!value || place.value === value) return; // a blank cell changes nothing
    place.value = value;
    place.closest(".field").classList.add("pasted");
    place.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const said = document.getElementById("pasted");
  if (!said) return;
  const words = values.length > places.length ? said.dataset.more : said.dataset.said;
  said.textContent = words.replace("{n}", taken.filter(Boolean).length).replace("{m}", values.length - taken.length);
  said.hidden = false;
});
