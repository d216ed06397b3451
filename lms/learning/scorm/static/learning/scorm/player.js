// The LMS page around the player: says what is saved, leads out, and speaks with the shell on the content origin.

import { noteLeft } from "./left.js";

const player = document.querySelector("[data-player]");
const shell = player.querySelector("iframe");
const { contentOrigin, session, endUrl, renewUrl, courseUrl, timeZone } = player.dataset;
const saveState = document.getElementById("save-state");
const banner = document.getElementById("player-banner");

if (window.matchMedia("(max-width: 48em)").matches) document.querySelector(".player-toc")?.removeAttribute("open");

// Words that tell of a lost network cannot fetch their letters any more.
const { fontFamily } = getComputedStyle(document.body);
for (const { content } of document.querySelectorAll("template[data-say]")) {
  for (const weight of ["normal", "bold"]) document.fonts.load(`${weight} 1em ${fontFamily}`, content.textContent).catch(() => {});
}

// What the shell may keep here when its own store is denied to it: texts of this form, read by nobody but the shell.
const KEPT_PREFIX = /^scorm\.[0-9a-f]{32}\.\d+\.$/;
const KEPT_NAME = /^[0-9a-f]{32}$/;
const KEPT_MOST = 4_000_000;

const isWalked = "walked" in player.dataset;
const steps = document.querySelector("[data-navigate-form]");
const ownWindow = document.querySelector("[data-own-window]");

let isOver = false;
let leadsTo = null;
let unsaved = false;

function tell(word, facts = {}) {
  shell.contentWindow?.postMessage({ scorm: word, ...facts }, contentOrigin);
}

function show(place, name, at) {
  const template = document.querySelector(`template[data-say="player-${name}"]`);
  if (!template || place.dataset.shows === name + (at ?? "")) return;
  place.dataset.shows = name + (at ?? "");
  place.replaceChildren(template.content.cloneNode(true));
  const time = place.querySelector("time");
  if (time && at) {
    time.dateTime = at;
    const format = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
    time.textContent = new Date(at).toLocaleTimeString(document.documentElement.lang, format);
  }
}

function clearBanner() {
  banner.replaceChildren();
  delete banner.dataset.shows;
}

const heard = {
  ready() {
    if (document.activeElement === document.body) shell.focus();
  },
  unsaved() {
    unsaved = true;
    if (saveState.dataset.shows !== "failed") show(saveState, "unsaved");
  },
  saving() {},
  saved({ at }) {
    unsaved = false;
    clearBanner();
    show(saveState, "saved", at);
  },
  failed() {
    show(saveState, "failed");
    show(banner, "offline");
  },
  expired() {
    show(saveState, "failed");
    show(banner, "expired");
    renew();
  },
  superseded() {
    isOver = true;
    show(saveState, "failed");
    show(banner, "superseded");
    player.dataset.over = "";
  },
  closed() {
    location.reload();
  },
  keep({ prefix, name, text }) {
    if (!KEPT_PREFIX.test(prefix) || !KEPT_NAME.test(name) || typeof text !== "string" || text.length > KEPT_MOST) return;
    try {
      localStorage.setItem(prefix + name, text);
    } catch {
      localStorage.removeItem(prefix + name);
    }
  },
  forget({ prefix, name }) {
    if (KEPT_PREFIX.test(prefix) && KEPT_NAME.test(name)) localStorage.removeItem(prefix + name);
  },
  kept({ prefix }) {
    const keys = KEPT_PREFIX.test(prefix) ? Object.keys(localStorage).filter((key) => key.startsWith(prefix)).sort() : [];
    tell("kept", { items: keys.map((key) => ({ name: key.slice(prefix.length), text: localStorage.getItem(key) })) });
  },
  navigation(valid) {
    offer(valid);
  },
  broken() {
    show(banner, "broken");
  },
  over({ kind }) {
    if (kind === "leave") goOn("");
  },
  left({ wish }) {
    goOn(wish);
  },
  // A package that ends without a word on where to go leaves that to the person (SCORM 2004 SN 5.6.6).
  ended({ wish }) {
    if (isWalked && !wish && !leadsTo) show(banner, "finished");
    else goOn(wish);
  },
};

// Where to after the package has ended: a link the person chose, an item the package asked for, or the end page.
function goOn(wish) {
  if (isOver) return;
  isOver = true;
  if (leadsTo) leadsTo();
  else if (isWalked && wish) ask("");
  else go(addressFor(wish) || endUrl);
}

// Let the server follow a request, or what the package asked for.
function ask(request) {
  steps.elements.request.value = request;
  steps.submit();
}

// What leads somewhere changes with what the package reports.
function offer(valid) {
  const may = { continue: valid.continue, previous: valid.previous };
  for (const button of document.querySelectorAll("[data-navigate]")) {
    const request = button.dataset.navigate;
    if (request in may) button.disabled = !may[request];
  }
  const choices = new Set(valid.choice);
  for (const item of document.querySelectorAll("[data-item]")) {
    const isOpen = choices.has(item.dataset.item);
    if (isOpen) {
      item.href = `?item=${encodeURIComponent(item.dataset.item)}`;
      item.removeAttribute("role");
      item.removeAttribute("aria-disabled");
    } else {
      item.removeAttribute("href");
      item.setAttribute("role", "link");
      item.setAttribute("aria-disabled", "true");
    }
  }
}

// A window of its own is left by closing it; the window behind goes where this one would have gone.
function go(address) {
  const { pathname } = new URL(address, location);
  const leaves = pathname === courseUrl || pathname === endUrl;
  const behind = leaves && window.name === ownWindow.dataset.ownWindow ? window.opener : null;
  if (!behind || behind.closed) location.assign(address);
  else {
    behind.location.assign(address);
    window.close();
  }
}

// The window is opened at once, while the press still counts as one; the course follows when it has ended here.
function moveToOwnWindow(name) {
  const size = `popup,width=${Math.min(screen.availWidth, 1200)},height=${Math.min(screen.availHeight, 840)}`;
  const opened = window.open("about:blank", name, size);
  if (!opened) {
    show(banner, "blocked");
    return;
  }
  leadsTo = () => {
    opened.location.assign(location.href);
    location.assign(courseUrl);
  };
  tell("exit");
}

function addressFor(wish) {
  if (!wish) return "";
  if (wish === "suspendAll" || wish === "abandonAll") return courseUrl;
  const target = /^\{target=(.+)\}(choice|jump)$/.exec(wish)?.[1];
  const link = target ? [...document.querySelectorAll("[data-item]")].find((item) => item.dataset.item === target) : document.querySelector(`[data-wish="${CSS.escape(wish)}"]`);
  return link?.href ?? "";
}

// Leaving by a link of this page: let the package end and be saved first.
document.addEventListener("click", (event) => {
  const exit = event.target.closest("[data-player-exit], [data-navigate]");
  if (!exit || isOver || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (exit.getAttribute("aria-disabled") === "true") return;
  const isStuck = leadsTo && !unsaved;
  leadsTo = wayOf(exit);
  if (isStuck) {
    leadsTo();
    return;
  }
  exit.setAttribute("aria-busy", "true");
  tell("exit");
});

function wayOf(exit) {
  const { navigate } = exit.dataset;
  if (navigate && isWalked) return () => ask(navigate);
  const address = (navigate && document.querySelector(`[data-wish="${CSS.escape(navigate)}"]`)?.href) || exit.href || endUrl;
  return () => go(address);
}

ownWindow.addEventListener("click", () => isOver || moveToOwnWindow(ownWindow.dataset.ownWindow));
if (window.name === ownWindow.dataset.ownWindow) ownWindow.hidden = true;

async function renew() {
  try {
    const response = await fetch(renewUrl, { redirect: "error", cache: "no-store" });
    if (!response.ok) return;
    const answer = await response.json();
    tell("token", { token: answer.token });
    clearBanner();
  } catch {
    // Not signed in yet: the banner says so, and the next look at this page tries again.
  }
}

window.addEventListener("message", ({ data, origin, source }) => {
  if (origin !== contentOrigin || source !== shell.contentWindow) return;
  if (typeof data?.scorm === "string" && Object.hasOwn(heard, data.scorm)) heard[data.scorm](data);
});
window.addEventListener("focus", () => {
  if (banner.dataset.shows === "expired") renew();
});
// What this browser knows to be closed need not be asked about when it is opened again, here or in another tab.
window.addEventListener("pagehide", () => noteLeft(session));
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});
