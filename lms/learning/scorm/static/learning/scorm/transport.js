// Carries what a package says to the server: one message at a time, in order, numbered, tried again until answered.
//
// A message holds the parts of cmi that differ from what the server is known to have, so one that overtakes another
// loses nothing. Until a message is answered its text also lies in this browser's storage; what is still there at the
// next launch is sent then (see takeKept). Ordinary messages are plain fetches: keepalive ones may hold 64 KiB at most.

const RETRY_MS = [1000, 2000, 4000, 8000, 15000, 30000];
const TIMEOUT_MS = 60000;
const FINAL_LIMIT = 60000;
// The part that is shared between items, and so no part of cmi.
const STORES = "stores";
const STRENGTH = { autosave: 1, commit: 2, leave: 3, terminate: 4 };

export class Transport {
  #base;
  #session;
  #sequence;
  #store;
  #calls;
  #say;
  #acked = new Map();
  #latest = new Map();
  #waiting = "";
  #inFlight = null;
  #failures = 0;
  #retryTimer = 0;
  #state = "open";
  #closing = false;
  #flushed = [];
  #onAnswer;
  #wish = "";

  constructor({ base, session, sequence, store, calls, say, onAnswer = () => {} }) {
    this.#onAnswer = onAnswer;
    this.#calls = calls;
    this.#base = base;
    this.#session = session;
    this.#sequence = sequence;
    this.#store = store;
    this.#say = say;
  }

  // Whether a package may be told that its data is safe: nothing has failed that is not yet made good.
  get isHealthy() {
    return this.#state === "open" && this.#failures === 0;
  }

  // Where the package asks to go as it finishes; the last message says it.
  set wish(wish) {
    this.#wish = wish;
  }

  // What the server says would be valid with this data, which it does not keep. The package waits for the answer.
  askNavigation(cmi) {
    if (!this.isHealthy) return null;
    try {
      const asked = new XMLHttpRequest();
      asked.open("POST", `${this.#base}navigation`, false);
      asked.setRequestHeader("Content-Type", "application/json");
      asked.send(JSON.stringify({ kind: "commit", cmi }));
      return asked.status === 200 ? JSON.parse(asked.responseText).navigation : null;
    } catch {
      return null;
    }
  }

  // While the window goes away, what the package still says is only gathered: `final` sends it in one piece.
  gather() {
    this.#closing = true;
  }

  // Take the package's data as it now stands, and send it as soon as the message before it is answered.
  offer(cmi, kind) {
    if (this.#state === "over") return;
    this.#latest = partsOf(cmi);
    if (this.#strength(kind) > this.#strength(this.#waiting)) this.#waiting = kind;
    this.keep();
    if (!this.#closing) this.#pump();
  }

  // Keep the data in this browser until it is answered for.
  keep(cmi) {
    if (this.#state === "over") return;
    if (cmi) this.#latest = partsOf(cmi);
    const kind = this.#strongest();
    const changed = this.#changed();
    if (!changed.size && !(this.#strength(kind) > STRENGTH.commit)) return;
    this.#store.keep(this.#session, this.#body(this.#sequence + 1, kind || "autosave", changed));
  }

  // Send one last message that outlives the window. Where it would be too large, it leaves its largest parts out and says
  // so: the server takes those from the copy in this browser at the next launch.
  final(cmi, kind) {
    clearTimeout(this.#retryTimer);
    if (this.#state === "over") return;
    if (cmi) this.#latest = partsOf(cmi);
    if (this.#strength(kind) > this.#strength(this.#waiting)) this.#waiting = kind;
    const message = this.#isSaid(this.#inFlight)
      ? this.#inFlight
      : { n: this.#sequence + 1, kind: this.#strongest(), parts: this.#changed(), calls: this.#calls.take() };
    this.#store.keep(this.#session, this.#bodyOf(message, message.parts));
    post(this.#address("commit", message.n), this.#shortBody(message));
    this.#state = "over";
  }

  // Send what is left and resolve when it is answered; the promise fails when it cannot be sent for now.
  finish(cmi, kind) {
    this.#closing = false;
    if (this.#state === "over") return Promise.resolve();
    if (this.#state === "expired") return Promise.reject(new Error("not saved"));
    const done = new Promise((resolve, reject) => this.#flushed.push({ resolve, reject }));
    this.offer(cmi ?? {}, kind);
    this.retryNow();
    return done;
  }

  // Tell the server that the window is still open, and learn whether it still is the one that writes.
  async ping() {
    if (this.#state === "over") return;
    try {
      const response = await request(this.#address("ping"), "");
      if (response.status === 409 || response.status === 401) await this.#refused(response);
      else if (response.ok) this.#renewFrom(await response.json());
    } catch {
      // Pings are not data: the next message tells whether the server can be reached.
    }
  }

  // Go on with a new right to play, after the person has signed in again.
  renew(token) {
    this.#base = `/play/${token}/`;
    if (this.#state !== "expired") return;
    this.#state = "open";
    this.#pump();
  }

  retryNow() {
    if (!this.#failures) return;
    clearTimeout(this.#retryTimer);
    if (this.#inFlight) this.#send(this.#inFlight);
    else this.#pump();
  }

  #pump() {
    if (this.#inFlight || this.#state !== "open") return;
    const kind = this.#waiting;
    const parts = this.#changed();
    if (!kind || (!parts.size && STRENGTH[kind] <= STRENGTH.commit)) {
      this.#waiting = "";
      this.#settled();
      return;
    }
    this.#waiting = "";
    this.#sequence += 1;
    this.#inFlight = { n: this.#sequence, kind, parts, calls: this.#calls.take() };
    this.#say("saving");
    this.#send(this.#inFlight);
  }

  async #send(message) {
    const body = this.#bodyOf(message, message.parts);
    let response;
    let answer;
    try {
      const isSmall = body.length * 3 < FINAL_LIMIT;
      response = await request(this.#address("commit", message.n), body, { keepalive: document.hidden && isSmall });
      if (response.status === 401 || response.status === 409) {
        await this.#refused(response);
        return;
      }
      answer = await response.json();
    } catch {
      answer = null;
    }
    if (this.#inFlight !== message) return;
    if (response?.ok && answer?.result === true) this.#answered(message, answer);
    else this.#failed(response?.status);
  }

  #answered(message, answer) {
    for (const [name, text] of message.parts) this.#acked.set(name, text);
    this.#inFlight = null;
    this.#failures = 0;
    this.#renewFrom(answer);
    if (STRENGTH[message.kind] > STRENGTH.commit) {
      this.#state = "over";
      this.#waiting = "";
    }
    if (this.#state === "over" || !this.#changed().size) this.#store.forget(this.#session);
    this.#say("saved", { at: answer.savedAt });
    this.#onAnswer(answer);
    if (this.#state === "over") this.#settled(message.kind);
    else this.#pump();
  }

  #failed(status) {
    this.#failures += 1;
    // A message the server will never take must not hold up the next one, which repeats all it held.
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      if (this.#strength(this.#inFlight.kind) > this.#strength(this.#waiting)) this.#waiting = this.#inFlight.kind;
      this.#inFlight = null;
    }
    this.#say("failed");
    for (const waiter of this.#flushed.splice(0)) waiter.reject(new Error("not saved"));
    const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1];
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.retryNow(), wait);
  }

  async #refused(response) {
    const answer = await response.json().catch(() => ({}));
    if (response.status === 401) {
      this.#state = "expired";
      this.#putBack();
      this.#say("expired");
    } else {
      this.#state = "over";
      this.#inFlight = null;
      this.#say(answer.reason === "closed" ? "closed" : "superseded");
    }
    for (const waiter of this.#flushed.splice(0)) waiter.reject(new Error("not saved"));
  }

  // Whether a message that is under way already says all there is to say.
  #isSaid(message) {
    const says = message && this.#strength(message.kind) >= this.#strength(this.#waiting);
    return Boolean(says && !this.#changedSince(message.parts).size);
  }

  #putBack() {
    if (!this.#inFlight) return;
    if (this.#strength(this.#inFlight.kind) > this.#strength(this.#waiting)) this.#waiting = this.#inFlight.kind;
    this.#inFlight = null;
  }

  #settled(kind = "") {
    for (const waiter of this.#flushed.splice(0)) waiter.resolve();
    if (kind) this.#say("over", { kind });
  }

  #renewFrom(answer) {
    if (answer?.token) this.#base = `/play/${answer.token}/`;
  }

  #strength(kind) {
    return STRENGTH[kind] ?? 0;
  }

  #strongest() {
    const sent = this.#inFlight?.kind ?? "";
    return this.#strength(sent) > this.#strength(this.#waiting) ? sent : this.#waiting;
  }

  #changed() {
    return this.#changedSince(new Map());
  }

  #changedSince(sent) {
    return new Map([...this.#latest].filter(([name, text]) => (sent.get(name) ?? this.#acked.get(name)) !== text));
  }

  #bodyOf(message, parts, missing = undefined) {
    return this.#body(message.n, message.kind, parts, { missing, calls: message.calls });
  }

  #shortBody(message) {
    const parts = new Map(message.parts);
    const bySize = [...parts].sort((one, other) => other[1].length - one[1].length).map(([name]) => name);
    const missing = [];
    let body = this.#bodyOf(message, parts);
    // What was called is worth less than what was said.
    if (new Blob([body]).size > FINAL_LIMIT) body = this.#bodyOf({ ...message, calls: undefined }, parts);
    while (new Blob([body]).size > FINAL_LIMIT && missing.length < bySize.length) {
      missing.push(bySize[missing.length]);
      parts.delete(missing.at(-1));
      body = this.#bodyOf({ ...message, calls: undefined }, parts, missing);
    }
    return body;
  }

  #body(sequence, kind, parts, more = {}) {
    const facts = { session: this.#session, sequence, kind, at: new Date().toISOString(), ...more };
    if (this.#wish) facts.wish = this.#wish;
    const head = JSON.stringify(facts);
    const stores = parts.has(STORES) ? `,"${STORES}":${parts.get(STORES)}` : "";
    const own = [...parts].filter(([name]) => name !== STORES);
    const cmi = own.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",");
    return `${head.slice(0, -1)}${stores},"cmi":{${cmi}}}`;
  }

  #address(action, n) {
    return n ? `${this.#base}${action}?n=${n}` : `${this.#base}${action}`;
  }
}

// Send what earlier windows left in this browser about an item. Returns the server's state when there was something.
export async function takeKept(base, store) {
  let state = null;
  for (const { name, text } of store.all()) {
    const response = await request(`${base}replay`, text);
    if (!response.ok && response.status !== 400) throw new Error("not saved");
    if (response.ok) state = (await response.json()).state;
    store.forget(name);
  }
  return state;
}

function partsOf(cmi) {
  return new Map(Object.entries(cmi).map(([name, value]) => [name, JSON.stringify(value)]).filter(([, text]) => text));
}

function request(address, body, { keepalive = false } = {}) {
  return fetch(address, {
    method: "POST",
    body,
    headers: { "Content-Type": "application/json" },
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    keepalive,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}

function post(address, body) {
  const options = { method: "POST", body, headers: { "Content-Type": "application/json" }, credentials: "omit", keepalive: true };
  try {
    fetch(address, options).catch(() => {});
  } catch {
    navigator.sendBeacon(address, body);
  }
}
