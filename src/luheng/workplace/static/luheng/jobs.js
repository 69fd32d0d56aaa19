/* A job that was started a moment ago goes on to its result by itself, once. */
"use strict";
function followResult() {
  const door = document.querySelector("[data-follow]");
  if (!door) return;
  door.removeAttribute("data-follow");
  history.replaceState(null, "", location.pathname);
  location.assign(door.href);
}
document.addEventListener("DOMContentLoaded", followResult);
document.addEventListener("htmx:afterSettle", followResult);
