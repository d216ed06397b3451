// The self-assessment: drafts save themselves, focus stays where evidence was changed.

import { freshKey, watchSaves } from "./saving.js";

watchSaves("form[data-self-form]", () => document.querySelector("#outcome [data-save-state]"));

document.addEventListener("htmx:afterSettle", (event) => {
  const changed = event.detail.elt.closest?.("[data-focus-me]") ?? event.detail.elt.querySelector?.("[data-focus-me]");
  changed?.focus();
});

// A page that comes back from the browser's memory must not send an old key again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const input of document.querySelectorAll("[data-request-key]")) input.value = freshKey();
});

// Quick mode: a level fills in the five answers; each can still be corrected.
document.addEventListener("click", (event) => {
  const quick = event.target.closest("[data-quick]");
  if (!quick) return;
  event.preventDefault();
  const level = Number(quick.dataset.quick) || 0;
  let last = null;
  for (const sentence of [1, 2, 3, 4, 5]) {
    last = document.querySelector(`input[name="answer-${sentence}"][value="${sentence <= level ? "yes" : "not_yet"}"]`);
    last.checked = true;
  }
  last.dispatchEvent(new Event("change", { bubbles: true }));
});

// Handing in leaves the page on purpose.
document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-self-form]")) delete event.target.dataset.unsaved;
});
