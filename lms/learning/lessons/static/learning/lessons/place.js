// Keeps the reading place of a lesson: the block at the top of the window, where each video and each deck of slides stands,
// how long the page was read.
// The server gets it within ten seconds, and when the page is hidden or left; it comes back on the next visit.
import { status } from "../../lms/js/status.js";

const EVERY = 8_000; // leaves two seconds to arrive in
const IDLE_AFTER = 180_000; // nobody reads a window for three minutes without touching anything

const lesson = document.querySelector("[data-lesson]");
if (lesson) keepPlace(lesson);

function keepPlace(lesson) {
  const blocks = [...lesson.querySelectorAll("[data-block-id]")];
  const videos = [...lesson.querySelectorAll("video, audio")];
  const before = JSON.parse(document.getElementById("media-played")?.textContent ?? "{}");
  const videoPlaces = JSON.parse(document.getElementById("video-places").textContent);
  const tokenField = document.querySelector("[data-lesson-finish] [name=csrfmiddlewaretoken]");
  let seconds = 0;
  let touchedAt = Date.now();
  let sent = "";
  let busy = false;
  let left = false;

  restore();
  const kept = () => JSON.stringify({ block: blockOnTop(), videos: videoPlaces, watched: played() });
  sent = kept();

  for (const event of ["scroll", "keydown", "pointerdown", "pointermove"]) {
    addEventListener(event, () => (touchedAt = Date.now()), { passive: true });
  }
  setInterval(countSecond, 1000);
  setInterval(save, EVERY);
  document.addEventListener("visibilitychange", () => document.hidden && leave());
  addEventListener("pagehide", leave);
  document.querySelector("[data-lesson-finish]").addEventListener("submit", takeAlong);
  // What was left when the button was pressed is no longer true once something of it was done.
  const forget = () => document.querySelector(".lesson-left")?.remove();
  lesson.addEventListener("htmx:afterSwap", forget);
  lesson.addEventListener("ended", forget, { capture: true });
  addEventListener("pageshow", (event) => event.persisted && (left = false));

  function restore() {
    for (const video of videos) {
      const id = blockOf(video);
      const place = videoPlaces[id];
      if (place) onceKnown(video, () => (video.currentTime = place));
      video.addEventListener("timeupdate", () => (videoPlaces[id] = Math.floor(video.currentTime)));
      video.addEventListener("timeupdate", () => tellPlayed(video));
      onceKnown(video, () => tellPlayed(video));
      video.addEventListener("pause", save);
      video.addEventListener("ended", () => delete videoPlaces[id]);
    }
    // A deck tells of its slides as a medium of its seconds; it reads where to begin when its own script runs.
    for (const deck of lesson.querySelectorAll("[data-slides]")) {
      const id = blockOf(deck);
      if (videoPlaces[id]) deck.dataset.current = videoPlaces[id];
      deck.addEventListener("slide", () => {
        delete videoPlaces[id];
        if (Number(deck.dataset.current)) videoPlaces[id] = Number(deck.dataset.current);
      });
    }
    const block = lesson.dataset.block && document.getElementById(`block-${lesson.dataset.block}`);
    if (!block || block === blocks[0] || location.hash) return;
    block.scrollIntoView({ block: "start", behavior: "instant" });
    const resumed = document.querySelector("[data-resumed]");
    if (resumed) {
      resumed.hidden = false;
      block.before(resumed);
      block.scrollIntoView({ block: "start", behavior: "instant" });
    }
  }

  // A short file may be known before this script runs, and tells so only once.
  function onceKnown(video, act) {
    if (video.readyState >= HTMLMediaElement.HAVE_METADATA) act();
    else video.addEventListener("loadedmetadata", act, { once: true });
  }

  // The browser knows what it really played: a slider drawn forward adds nothing. The server joins it to what it has.
  function stretchesOf(video) {
    const here = Array.from({ length: video.played.length }, (_, n) => [
      Math.floor(video.played.start(n)),
      Math.ceil(video.played.end(n)),
    ]);
    return [...(before[blockOf(video)]?.played ?? []), ...here];
  }

  function played() {
    const begun = videos.filter((video) => video.played.length && Number.isFinite(video.duration));
    return Object.fromEntries(
      begun.map((video) => [blockOf(video), { length: Math.floor(video.duration), played: stretchesOf(video) }]),
    );
  }

  function tellPlayed(video) {
    const line = video.parentElement.querySelector("[data-watched]");
    if (!line || !Number.isFinite(video.duration) || video.duration < 1) return;
    const length = Math.floor(video.duration);
    const seconds = new Set();
    for (const [start, end] of stretchesOf(video)) {
      for (let second = start; second < Math.min(end, length); second += 1) seconds.add(second);
    }
    line.textContent = line.dataset.watched.replace("{percent}", Math.floor((100 * seconds.size) / length));
    line.hidden = false;
  }

  function blockOf(element) {
    return element.closest("[data-block-id]").dataset.blockId;
  }

  function blockOnTop() {
    const line = innerHeight / 3;
    const above = blocks.filter((block) => block.getBoundingClientRect().top <= line);
    return above.length > 1 ? above.at(-1).dataset.blockId : "";
  }

  function countSecond() {
    const playing = videos.some((video) => !video.paused);
    if (!document.hidden && (playing || Date.now() - touchedAt < IDLE_AFTER)) seconds += 1;
  }

  function message() {
    const body = new URLSearchParams();
    body.set("csrfmiddlewaretoken", tokenField.value);
    body.set("bookmark", kept());
    body.set("visit", lesson.dataset.visit);
    body.set("seconds", seconds);
    return body;
  }

  async function save() {
    const now = kept();
    if (busy || left || now === sent) return;
    busy = true;
    try {
      const answer = await fetch(lesson.dataset.saveUrl, { method: "POST", body: message(), redirect: "manual" });
      if (answer.type === "opaqueredirect") return signedOut();
      if (!answer.ok) return say(template("[data-save-failed]"));
      sent = now;
      say(await answer.text());
    } catch {
      say(template("[data-save-failed]"));
    } finally {
      busy = false;
    }
  }

  function leave() {
    if (left) return;
    navigator.sendBeacon(lesson.dataset.saveUrl, message());
  }

  // The button brings the last words itself: sent apart they might come too late to count, or take the learner back here.
  function takeAlong(event) {
    event.target.querySelectorAll("[data-taken-along]").forEach((field) => field.remove());
    for (const [name, value] of message()) {
      if (name === tokenField.name) continue;
      const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      field.dataset.takenAlong = "";
      event.target.append(field);
    }
    left = true;
  }

  function signedOut() {
    say(template("[data-save-failed]"));
    status("signed-out");
  }

  function template(selector) {
    return document.querySelector(selector).innerHTML;
  }

  // The line is replaced inside its live region, so that a change is announced and saving again is not.
  function say(html) {
    const line = document.getElementById("save-state");
    const made = new DOMParser().parseFromString(html, "text/html").getElementById("save-state");
    if (!line || !made) return;
    line.className = made.className;
    line.innerHTML = made.innerHTML;
  }
}
