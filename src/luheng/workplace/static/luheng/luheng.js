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
  const print = event.target.closest("[data-print]");
  if (print) window.print();
});

/* Filters answer as soon as they are chosen; the address carries them. */
document.addEventListener("change", (event) => {
  const form = event.target.closest("form.filters");
  if (form && event.target.matches("select")) form.requestSubmit();
});

/* The original beside what was read: j/k step, a accept, e edit, x reject. */
function items() { return [...document.querySelectorAll(".read .item:not([hidden])")]; }
function goTo(item, follow = true) {
  document.querySelectorAll(".here").forEach((each) => each.classList.remove("here"));
  if (!item) return;
  item.classList.add("here");
  if (follow) item.scrollIntoView({ block: "nearest" });
  const marks = document.querySelectorAll(`.original mark[data-items~="${item.dataset.item}"]`);
  marks.forEach((mark) => mark.classList.add("here"));
  if (marks[0]) marks[0].scrollIntoView({ block: "center" });
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
    if (item) { goTo(item, false); item.scrollIntoView({ block: "center" }); }
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
document.addEventListener("htmx:beforeSwap", (event) => {
  /* 409: someone else was faster; the answer says so and is shown like any other. */
  if ([409, 422].includes(event.detail.xhr.status)) { event.detail.shouldSwap = true; event.detail.isError = false; }
});

/* The page of a document opens where something was read, or at the item in the address. */
document.addEventListener("DOMContentLoaded", () => {
  if (!document.querySelector(".read")) return;
  const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named && named.matches(".item")) { goTo(named, false); named.scrollIntoView({ block: "center" }); }
  else if (!location.hash) goTo(items()[0], false);
});

/* Charts: the figure is data in the page; the library is loaded only where there is one. */
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".chart[data-figure]").forEach((place) => {
    const figure = JSON.parse(document.getElementById(place.dataset.figure).textContent);
    Plotly.newPlot(place, figure.data, figure.layout, {
      displaylogo: false, responsive: true, locale: document.documentElement.lang.startsWith("zh") ? "zh-CN" : "en",
      modeBarButtonsToRemove: ["lasso2d", "select2d", "autoScale2d"],
      toImageButtonOptions: { format: "svg", filename: place.dataset.name || "luheng" },
    });
  });
});
