// Keeps what is written for a hand-in while it is written: after a pause, and with the page when it is hidden or left.
// Handing in sends the text itself, so nothing is kept behind it.
import { status } from "../../lms/js/status.js";

const TYPING_PAUSE = 800; // milliseconds without a key

const form = document.querySelector("[data-draft-url]");
if (form) keepDraft(form);

function keepDraft(form) {
  const field = form.elements.text;
  const said = form.querySelector("[data-draft-said]");
  let kept = field.value;
  let waiting = 0;
  let handedIn = false;

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, TYPING_PAUSE);
  });
  form.addEventListener("submit", () => (handedIn = true));
  document.addEventListener("visibilitychange", () => document.hidden && leave());
  addEventListener("pagehide", leave);

  // A form of parts: Japanese takes a third of the room it would take percent-encoded, and beacons are small.
  function message() {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("text", field.value);
    return body;
  }

  async function save() {
    const text = field.value;
    if (handedIn || text === kept) return;
    try {
      const answer = await fetch(form.dataset.draftUrl, { method: "POST", body: message(), redirect: "manual" });
      if (answer.type === "opaqueredirect") return status("signed-out");
      if (!answer.ok) return status("failed");
      kept = text;
      said.innerHTML = await answer.text();
    } catch {
      status("offline");
    }
  }

  function leave() {
    if (handedIn || field.value === kept) return;
    if (navigator.sendBeacon(form.dataset.draftUrl, message())) kept = field.value;
  }
}
