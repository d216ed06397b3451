// Keeps in this browser what the server has not answered for yet.
//
// The store is this origin's own. Browsers that deny it to frames of another site (private windows do) leave the LMS
// page, which keeps the texts for us without reading them.

const ASK_AGAIN_MS = 200;
const ANSWER_MS = 5000;

export async function openStore(place, lms, lmsOrigin) {
  const prefix = `scorm.${place}.`;
  const own = ownStore();
  if (own) return new LocalStore(own, prefix);
  const store = new LmsStore(lms, lmsOrigin, prefix);
  await store.ask();
  return store;
}

function ownStore() {
  try {
    localStorage.setItem("scorm", "");
    localStorage.removeItem("scorm");
    return localStorage;
  } catch {
    return null;
  }
}

class LocalStore {
  #storage;
  #prefix;

  constructor(storage, prefix) {
    this.#storage = storage;
    this.#prefix = prefix;
  }

  keep(name, text) {
    try {
      this.#storage.setItem(this.#prefix + name, text);
    } catch {
      // Full: an older text would be worse than none.
      this.forget(name);
    }
  }

  forget(name) {
    this.#storage.removeItem(this.#prefix + name);
  }

  // What is kept, by name: names begin with the time of their session.
  all() {
    const names = Object.keys(this.#storage).filter((key) => key.startsWith(this.#prefix));
    return names.sort().map((key) => ({ name: key.slice(this.#prefix.length), text: this.#storage.getItem(key) }));
  }
}

class LmsStore {
  #lms;
  #origin;
  #prefix;
  #kept = [];

  constructor(lms, origin, prefix) {
    this.#lms = lms;
    this.#origin = origin;
    this.#prefix = prefix;
  }

  // Ask the LMS page what it keeps, again until it listens; a page that never answers keeps nothing.
  ask() {
    return new Promise((resolve) => {
      const hear = ({ data, origin, source }) => {
        if (origin !== this.#origin || source !== this.#lms || data?.scorm !== "kept" || !Array.isArray(data.items)) return;
        this.#kept = data.items;
        done();
      };
      const done = () => {
        clearInterval(asking);
        window.removeEventListener("message", hear);
        resolve();
      };
      window.addEventListener("message", hear);
      const asking = setInterval(() => this.#tell("kept", {}), ASK_AGAIN_MS);
      setTimeout(done, ANSWER_MS);
      this.#tell("kept", {});
    });
  }

  keep(name, text) {
    this.#tell("keep", { name, text });
  }

  forget(name) {
    this.#tell("forget", { name });
  }

  all() {
    return this.#kept;
  }

  #tell(word, facts) {
    this.#lms.postMessage({ scorm: word, prefix: this.#prefix, ...facts }, this.#origin);
  }
}
