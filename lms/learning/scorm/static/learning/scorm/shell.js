// The page around a package, on the content origin: run-time, data, the package in a frame, and word to the LMS page.

import { CallLog } from "./calls.js";
import { createRuntime } from "./runtime.js";
import { openStore } from "./store.js";
import { Transport, takeKept } from "./transport.js";
import { ViewingTransport } from "./viewing.js";

const KEEP_MS = 100;
const SAVE_MS = 1500;

// Packages climb from parent to parent in search of their run-time, and those that know both standards look for the
// other one first: let the search end here instead of failing at the LMS's window, which they may not read.
const lms = window.parent;
window.parent = window;

let state = JSON.parse(document.getElementById("launch").textContent);
const channel = "BroadcastChannel" in window ? new BroadcastChannel(`scorm.${state.place}`) : null;
const calls = new CallLog();
let transport = null;
let runtime = null;
let frame = null;
let keepTimer = 0;
let saveTimer = 0;
let savedAt = -SAVE_MS;

// The LMS page hears words about saving, never data.
function say(word, facts = {}) {
  lms.postMessage({ scorm: word, ...facts }, state.lms);
  if (word === "over" && facts.kind === "terminate") ended();
}

function ended() {
  if (!frame) return;
  say("ended", { wish: runtime?.wish ?? "" });
}

// A change is in this browser within a tenth of a second; the first after a pause is on its way by then too, those that
// follow within two seconds.
function changed() {
  say("unsaved");
  keepTimer ||= setTimeout(() => {
    keepTimer = 0;
    transport.keep(runtime.data);
  }, KEEP_MS);
  saveTimer ||= setTimeout(save, Math.max(KEEP_MS, savedAt + SAVE_MS - performance.now()));
}

// What may follow changes with what has been saved.
function heard({ navigation }) {
  if (!navigation) return;
  runtime?.follow(navigation);
  say("navigation", navigation);
}

function save() {
  clearTimeout(saveTimer);
  saveTimer = 0;
  savedAt = performance.now();
  const data = runtime?.data;
  if (data && !runtime.hasFinished) transport.offer(data, "autosave");
}

function stopTimers() {
  clearTimeout(saveTimer);
  clearTimeout(keepTimer);
  saveTimer = keepTimer = 0;
}

// Take the package's page away first: its own last words are spoken while it goes (SCORM.md T1).
function removeFrame() {
  stopTimers();
  transport.gather();
  frame?.remove();
  frame = null;
}

function ending() {
  return runtime?.hasFinished ? "terminate" : "leave";
}

async function saveAndExit() {
  if (!transport) return say("left", {});
  removeFrame();
  stopTimers();
  try {
    await transport.finish(runtime?.data, ending());
    say("left", { wish: runtime?.wish ?? "" });
  } catch {
    say("failed");
  }
}

function listen() {
  window.addEventListener("message", ({ data, origin, source }) => {
    if (origin !== state.lms || source !== lms || typeof data?.scorm !== "string") return;
    if (data.scorm === "exit") saveAndExit();
    else if (data.scorm === "token" && typeof data.token === "string") transport?.renew(data.token);
  });
  window.addEventListener("pagehide", () => {
    if (!transport) return;
    removeFrame();
    stopTimers();
    transport.final(runtime?.data, ending());
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) save();
    else transport?.ping();
  });
  window.addEventListener("online", () => transport?.retryNow());
  channel?.addEventListener("message", ({ data }) => {
    if (data !== state.session) transport?.ping();
  });
  setInterval(() => transport?.ping(), state.pingSeconds * 1000);
}

function showPackage() {
  frame = document.createElement("iframe");
  frame.title = state.title;
  frame.allow = "fullscreen; autoplay; unload; clipboard-write";
  frame.src = state.launch;
  frame.className = "package";
  document.body.replaceChildren(frame);
  frame.addEventListener("load", () => frame?.contentWindow?.focus(), { once: true });
}

async function writingTransport() {
  const store = await openStore(state.place, lms, state.lms);
  state = (await takeKept(state.base, store)) ?? state;
  return new Transport({ ...state, store, calls, say, onAnswer: heard });
}

async function start() {
  if (state.state !== "open") {
    say(state.state);
    return;
  }
  listen();
  transport = state.isViewing ? new ViewingTransport(say) : await writingTransport();
  if (state.isSco) {
    runtime = await createRuntime(state, { transport, calls, onChange: changed });
    // Packages look for it in the parent of their frame; it must stand there before they begin.
    runtime.expose(window);
  }
  await transport.ping();
  channel?.postMessage(state.session);
  showPackage();
  say("ready");
}

start().catch((problem) => {
  console.error(problem);
  say("broken");
});
