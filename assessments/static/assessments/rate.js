// The rating screen: rows save themselves; keys work in the row that has the focus; its sentences open below it.

import { watchSaves } from "./saving.js";

const table = document.querySelector("[data-rate-table]");
const rowOf = (element) => element?.closest?.("[data-rate-row]");
const rows = () => [...table.querySelectorAll("[data-rate-row]")];
const nameOf = (row) => row.querySelector("[data-row-name]");
const detailOf = (row) => row.querySelector("[data-detail]");

let pointerIsDown = false;

watchSaves("[data-rate-row]", (row) => row.querySelector("[data-saved]"));

function load(row) {
  const slot = detailOf(row);
  if (slot.dataset.loaded === "yes" || !slot.hasAttribute("hx-get")) return;
  slot.dataset.loaded = "yes";
  slot.dispatchEvent(new Event("open-detail"));
}

function open(row) {
  for (const other of rows()) {
    const isThis = other === row;
    detailOf(other).closest("tr").hidden = !isThis;
    nameOf(other).setAttribute("aria-expanded", String(isThis));
  }
  if (!row) return;
  load(row);
}

function go(row) {
  if (!row) return;
  nameOf(row).focus({ preventScroll: true });
  open(row);
  row.scrollIntoView({ block: "nearest" });
}

function choose(row, value) {
  const radio = row.querySelector(`input[type="radio"][value="${value}"]:not(:disabled)`);
  if (!radio || radio.closest("fieldset").disabled) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

const LEVEL_KEYS = { 1: "1", 2: "2", 3: "3", 4: "4", 5: "5", 0: "none", "-": "below1" };

function neighbour(row, step) {
  const all = rows();
  return all[all.indexOf(row) + step];
}

function act(row, key) {
  if (key in LEVEL_KEYS) choose(row, LEVEL_KEYS[key]);
  else if (key === "ArrowDown") go(neighbour(row, 1));
  else if (key === "ArrowUp") go(neighbour(row, -1));
  else if (key === "c") row.querySelector("[data-row-comment]").focus();
  else if (key === "e") showEvidence(row);
  else return false;
  return true;
}

function showEvidence(row) {
  open(row);
  const focus = () => row.querySelector("[data-evidence]")?.focus();
  if (row.querySelector("[data-evidence]")) focus();
  else detailOf(row).addEventListener("htmx:afterSettle", focus, { once: true });
}

table?.addEventListener("keydown", (event) => {
  const row = rowOf(event.target);
  if (!row || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    nameOf(row).focus();
    return;
  }
  if (event.target.matches("textarea")) return;
  if (act(row, event.key.toLowerCase().startsWith("arrow") ? event.key : event.key.toLowerCase())) event.preventDefault();
});

// With a mouse the row opens after the click has landed: opening it sooner would move the button from under the pointer.
table?.addEventListener("pointerdown", () => { pointerIsDown = true; });
document.addEventListener("pointerup", () => { setTimeout(() => { pointerIsDown = false; }); });
table?.addEventListener("focusin", (event) => {
  const row = rowOf(event.target);
  if (row && !pointerIsDown) open(row);
});

table?.addEventListener("click", (event) => {
  const row = rowOf(event.target);
  if (!row) return;
  if (event.target.closest("[data-row-evidence]")) {
    event.preventDefault();
    showEvidence(row);
  } else if (event.target.closest("[data-row-name]")) {
    event.preventDefault();
    open(detailOf(row).closest("tr").hidden ? row : null);
  } else if (event.target.closest("label, input, textarea")) {
    open(row);
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-next-row]");
  const row = link && document.getElementById(link.hash.slice(1));
  if (!row) return;
  event.preventDefault();
  go(row);
  row.scrollIntoView({ block: "center" });
});

// Once a row is saved more of its detail may be seen: fetch it anew.
document.addEventListener("htmx:afterRequest", (event) => {
  const row = event.detail.elt.matches?.("[data-rate-row]") ? event.detail.elt : null;
  if (!row || !event.detail.successful) return;
  const slot = detailOf(row);
  delete slot.dataset.loaded;
  if (!slot.closest("tr").hidden && !slot.contains(document.activeElement)) load(row);
});
