// Notes what a package calls, for whoever asks later why it is not complete. Notes travel with the messages.

const MOST = 200;
const LONGEST = 120;

export class CallLog {
  #notes = [];
  #left = 0;

  // Note one call; long values are cut, and when too much is said between two messages the oldest is forgotten.
  add(method, given, answer, error) {
    this.#notes.push([new Date().toISOString().slice(11, 23), method, given.map(short), short(answer), String(error)]);
    if (this.#notes.length > MOST) {
      this.#notes.shift();
      this.#left += 1;
    }
  }

  // Hand over what was noted since the last time.
  take() {
    const notes = this.#notes.splice(0);
    if (this.#left) notes.unshift(["", "…", [], String(this.#left), "0"]);
    this.#left = 0;
    return notes;
  }
}

function short(value) {
  const text = String(value ?? "");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length})` : text;
}
