// Where the library differs from the tables of the data models, by its pinned version; each case is in
// tests/learning/scorm/test_runtime.py.

const IN_BOTH = [
  /^cmi\.(objectives|interactions)\.\d+$/,
  /^cmi\.objectives\.\d+\.score$/,
  /^cmi\.interactions\.\d+\.(objectives|correct_responses)(\.\d+)?$/,
];
// Writing to one of these would replace part of the run-time itself.
const CONTAINERS = {
  scorm12: [/^cmi(\.(core|core\.score|objectives|interactions|student_data|student_preference))?$/, ...IN_BOTH],
  scorm2004: [
    /^(cmi|adl|adl\.nav|adl\.data|adl\.nav\.request_valid(\.(choice|jump))?|adl\.data\.\d+)$/,
    /^cmi\.(score|objectives|interactions|learner_preference)$/,
    /^cmi\.comments_from_(learner|lms)(\.\d+)?$/,
    ...IN_BOTH,
  ],
};
const COLLECTION = /^(cmi|adl)\.(objectives|interactions|comments_from_learner|comments_from_lms|data)\.(\d+)\./;
const INNER_COLLECTION = /^cmi\.interactions\.(\d+)\.(objectives|correct_responses)\.(\d+)\./;
const INTERACTION_ID = /^cmi\.interactions\.(\d+)\.id$/;
const CAPTIONING = new Set(["-1", "0", "1"]);
const NOT_ASKED = "_none_";

export const OUT_OF_RANGE = "301";
export const NO_VALUE = "403";
export const WRONG_TYPE = "406";
export const SET_FAILED = "351";
export const STORE = /^adl\.data\.(\d+)\.(?:id|store)$/;

export function isContainer(standard, element) {
  return CONTAINERS[standard].some((pattern) => pattern.test(element));
}

// The arrays that an element lies in, outer one first, each with its index there.
function arraysOf(api, element) {
  const found = [];
  const outer = COLLECTION.exec(element);
  if (outer) found.push({ array: api[outer[1]]?.[outer[2]]?.childArray, index: Number(outer[3]) });
  const inner = INNER_COLLECTION.exec(element);
  if (inner) {
    const owner = api.cmi.interactions.childArray[Number(inner[1])];
    found.push({ array: owner?.[inner[2]]?.childArray, index: Number(inner[3]) });
  }
  return found.filter(({ array }) => Array.isArray(array));
}

// SCORM 2004 answers 301 for an entry that is not there; the library says that it has no value.
export function isBeyond(api, element) {
  return arraysOf(api, element).some(({ array, index }) => index >= array.length);
}

// A value that is refused must not leave an empty entry behind.
export function withoutRemains(api, element, set) {
  const before = arraysOf(api, element).map(({ array }) => [array, array.length]);
  const answer = set();
  if (answer !== "true") {
    for (const [array, length] of before) array.length = Math.min(array.length, length);
  }
  return answer;
}

// The id of an interaction may be written anew (RTE 4.2.9); that of an objective may not.
export function replaceInteractionId(api, element, value) {
  const found = INTERACTION_ID.exec(element);
  const entry = found && api.cmi.interactions.childArray[Number(found[1])];
  if (!entry || typeof value !== "string" || !value.trim() || String(api.lastErrorCode) !== SET_FAILED) return false;
  entry._id = value;
  return true;
}

export function isWrongWord(element, value) {
  return element === "cmi.learner_preference.audio_captioning" && !CAPTIONING.has(String(value));
}

// adl.nav.request may be read as well as written (SN 5.6.4).
export function requestOf(api) {
  return api.adl?.nav?.request || NOT_ASKED;
}
