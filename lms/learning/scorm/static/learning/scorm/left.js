// Remembers for a minute which sessions were played in windows of this browser that are gone.

const KEY = "scorm-left";
const REMEMBERED_MS = 60000;

export function noteLeft(session) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...remembered(), [session]: Date.now() + REMEMBERED_MS }));
  } catch {
    // Then it is asked.
  }
}

export function hasLeft(session) {
  return session in remembered();
}

function remembered() {
  try {
    const kept = Object.entries(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
    return Object.fromEntries(kept.filter(([, until]) => until > Date.now()));
  } catch {
    return {};
  }
}
