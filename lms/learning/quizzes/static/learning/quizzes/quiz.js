// A quiz while it is taken: steps move without a new page, what is typed is kept, the clock is told, and what is not yet
// on the server lies in this browser and is sent again. Lessons with a check question use the same.

import { KeptAnswers, valuesOf } from "./kept.js";

const TYPING_PAUSE = 800; // milliseconds without a key
const AGAIN_AFTER = 15000; // milliseconds between two tries to send
const SAID_AT = [10, 5]; // minutes before the end

// Each question the server has not confirmed, with the number of its last change.
const unsaved = new Map();
let changes = 0;
const quiz = document.querySelector("form[data-quiz]:not([data-quiz=''])");
const kept = quiz ? new KeptAnswers(quiz) : null;

document.addEventListener("click", move);
document.addEventListener("input", typed);
document.addEventListener("keydown", stayOnEnter);
// Before htmx hears of the change, so that the request knows which change it carries.
document.addEventListener("change", (event) => changed(event.target.closest("[data-quiz] [hx-post]")), true);
// What is handed in carries every answer.
document.addEventListener("submit", (event) => event.target.matches("[data-quiz]") && unsaved.clear());
document.addEventListener("htmx:beforeRequest", ({ detail }) => (detail.xhr.change = unsaved.get(detail.elt)));
document.addEventListener("htmx:afterRequest", answered);
document.addEventListener("visibilitychange", () => document.hidden && sendUnsaved());
addEventListener("pagehide", sendUnsaved);
if (kept) {
  addEventListener("online", sendAgain);
  addEventListener("load", restore);
  setInterval(sendAgain, AGAIN_AFTER);
}
document.querySelectorAll("[data-timer]").forEach(runTimer);

// An ordering

function move(event) {
  const button = event.target.closest("button[name=move]");
  const list = button?.closest("[data-ordering]");
  if (!list) return;
  event.preventDefault();
  const step = button.closest("li");
  const up = button.value.endsWith(":up");
  const other = up ? step.previousElementSibling : step.nextElementSibling;
  if (!other) return;
  if (up) other.before(step);
  else other.after(step);
  renumber(list);
  // At an end the pressed arrow has nothing more to do; its twin has.
  (button.disabled ? step.querySelector("button:not(:disabled)") : button).focus();
  const place = [...list.children].indexOf(step) + 1;
  say(list, list.dataset.moved.replace("{text}", step.querySelector("[data-ordering-text]").textContent).replace("{place}", place));
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

function renumber(list) {
  const steps = [...list.children];
  steps.forEach((step, place) => {
    step.querySelector(".ordering-place").textContent = place + 1;
    const [up, down] = step.querySelectorAll("button");
    up.disabled = place === 0;
    down.disabled = place === steps.length - 1;
  });
}

function say(near, words) {
  const line = near.closest("form").querySelector("[data-say-moved]");
  if (line) line.textContent = words;
}

// What is typed

function typed(event) {
  const field = event.target.closest("[data-typed]");
  if (!field) return;
  changed(field.closest("[hx-post]"));
  clearTimeout(field.typing);
  field.typing = setTimeout(() => field.dispatchEvent(new CustomEvent("typed", { bubbles: true })), TYPING_PAUSE);
}

function stayOnEnter(event) {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("[data-quiz] [data-typed]")) return;
  event.preventDefault();
  event.target.dispatchEvent(new Event("change", { bubbles: true }));
}

// What is not on the server yet: saves wait for one another, and some wait when the page goes

function changed(question) {
  if (!question) return;
  unsaved.set(question, ++changes);
  if (quiz?.contains(question)) kept.keep(question);
}

// A request that ended in the sign-in page, or in none, has saved nothing.
function answered({ detail: { elt, xhr, successful } }) {
  if (!unsaved.has(elt)) return;
  if (!successful || new URL(xhr.responseURL).pathname !== elt.getAttribute("hx-post")) {
    if (quiz?.contains(elt)) sayUnsaved();
  } else if (unsaved.get(elt) === xhr.change) {
    unsaved.delete(elt);
    if (quiz?.contains(elt)) kept.confirm(elt, valuesOf(elt));
    if (quiz && unsaved.size) sayUnsaved();
  }
}

// After the fragment that says "saved" has been put in.
function sayUnsaved() {
  setTimeout(() => {
    if (!unsaved.size) return;
    const line = document.getElementById("kept");
    line.querySelector(".save-state")?.remove();
    line.append(document.querySelector(`template[data-say="quiz-${kept.works ? "kept-here" : "not-kept"}"]`).content.cloneNode(true));
  });
}

function restore() {
  for (const question of kept.restore()) {
    const list = question.querySelector("[data-ordering]");
    if (list) renumber(list);
    changed(question);
    send(question);
  }
}

function sendAgain() {
  for (const question of unsaved.keys()) if (!question.classList.contains("htmx-request")) send(question);
}

function send(question) {
  question.dispatchEvent(new CustomEvent("typed", { bubbles: true }));
}

function sendUnsaved() {
  for (const question of unsaved.keys()) {
    const body = new URLSearchParams(valuesOf(question));
    body.set("csrfmiddlewaretoken", question.closest("form").querySelector("[name=csrfmiddlewaretoken]").value);
    navigator.sendBeacon(question.getAttribute("hx-post"), body);
  }
}

// The clock: it shows every second and is told aloud three times

function runTimer(timer) {
  const form = timer.closest("form");
  // The server's clock counts; the desk's own may be wrong.
  const ahead = Date.now() - Date.parse(timer.dataset.now);
  const due = Date.parse(timer.dataset.due) + ahead;
  const shown = timer.querySelector("[data-timer-left]");
  const said = timer.querySelector("[data-timer-say]");
  let told = Infinity;
  const tick = () => {
    const left = Math.max(0, Math.round((due - Date.now()) / 1000));
    const minutes = Math.floor(left / 60);
    shown.textContent = `${minutes}:${String(left % 60).padStart(2, "0")}`;
    const mark = [...SAID_AT, 1].find((each) => left <= each * 60 && left > each * 60 - 30);
    if (mark && mark < told) {
      told = mark;
      said.textContent = mark === 1 ? timer.dataset.lastMinute : timer.dataset.warning.replace("{minutes}", mark);
      timer.classList.add("quiz-timer-late");
    }
    if (left > 0) return;
    clearInterval(running);
    form.submit();
  };
  const running = setInterval(tick, 1000);
  tick();
}
