// The run-time a package finds as window.API or window.API_1484_11: scorm-again behind a thin front of our own.
//
// The front refuses what the library would wrongly allow, keeps suspend data of any length, and notices changes.

import {
  isBeyond,
  isContainer,
  isWrongWord,
  NO_VALUE,
  OUT_OF_RANGE,
  replaceInteractionId,
  requestOf,
  SET_FAILED,
  STORE,
  WRONG_TYPE,
  withoutRemains,
} from "./model.js";

const METHODS = {
  scorm12: {
    initialize: "LMSInitialize",
    finish: "LMSFinish",
    get: "LMSGetValue",
    set: "LMSSetValue",
    commit: "LMSCommit",
    error: "LMSGetLastError",
    errorString: "LMSGetErrorString",
    diagnostic: "LMSGetDiagnostic",
  },
  scorm2004: {
    initialize: "Initialize",
    finish: "Terminate",
    get: "GetValue",
    set: "SetValue",
    commit: "Commit",
    error: "GetLastError",
    errorString: "GetErrorString",
    diagnostic: "GetDiagnostic",
  },
};
const GLOBALS = { scorm12: "API", scorm2004: "API_1484_11" };
const COMMIT_FAILED = { scorm12: 101, scorm2004: 391 };
const NO_SUCH_ELEMENT = { scorm12: "201", scorm2004: "401" };
const AFTER_FINISH_12 = "301";
const INVALID_12 = "201";
const NO_ERROR = "0";
const SILENT = 5;
const REQUEST_VALID = /^adl\.nav\.request_valid\.(?<word>continue|previous|(choice|jump)(?=\.\{))(\.\{target=(?<target>[^{}]+)\})?$/;

export async function createRuntime(state, { transport, calls, onChange }) {
  const { standard } = state;
  const stores = new Stores();
  const library = await import(state.library);
  const Api = standard === "scorm12" ? library.Scorm12API : library.Scorm2004API;
  const httpService = {
    // The library asks at once and cannot wait: "true" stands for data that lies in the queue and in this browser.
    processHttpRequest(_url, body, immediate) {
      transport.offer({ ...body.cmi, ...stores.written }, immediate ? "terminate" : "commit");
      if (transport.isHealthy) return { result: "true", errorCode: 0 };
      return { result: "false", errorCode: COMMIT_FAILED[standard] };
    },
    updateSettings() {},
  };
  const api = new Api({
    lmsCommitUrl: "commit",
    httpService,
    autocommit: false,
    mastery_override: false,
    score_overrides_status: false,
    autoCompleteLessonStatus: false,
    renderCommonCommitFields: false,
    logLevel: SILENT,
    onLogMessage() {},
  });
  freeSuspendData(api);
  preload(api, state.preload);
  if (standard === "scorm2004") {
    allowNoLocation(api);
    stores.offer(api, state.stores ?? []);
  }
  const hasLaunchData = state.preload.some(([element, value]) => element === "cmi.launch_data" && value !== "");
  return new Runtime(api, standard, { transport, calls, onChange, hasLaunchData, stores, navigation: state.navigation });
}

class Runtime {
  #api;
  #standard;
  #calls;
  #onChange;
  #error = "";
  #hasBegun = false;
  #hasFinished = false;
  #wish = "";
  #transport;
  #navigation;
  #isAhead = false;
  #hasLaunchData;
  #stores;

  constructor(api, standard, { transport, calls, onChange, hasLaunchData, stores, navigation }) {
    this.#stores = stores;
    this.#hasLaunchData = hasLaunchData;
    this.#transport = transport;
    this.#calls = calls;
    this.#navigation = navigation;
    this.#api = api;
    this.#standard = standard;
    this.#onChange = onChange;
  }

  get hasFinished() {
    return this.#hasFinished;
  }

  // Where the package asked to go when it finished: "continue", "previous", "exitAll", "{target=…}choice" …
  get wish() {
    return this.#wish;
  }

  // The data as it now stands, with the shared data that was written; nothing from a package that never began.
  get data() {
    return this.#hasBegun ? { ...this.#cmi, ...this.#stores.written } : null;
  }

  get #cmi() {
    return this.#api.renderCommitCMI(false).cmi;
  }

  // Offer the standard's object, and only that, where packages look for it.
  expose(place) {
    const names = METHODS[this.#standard];
    const object = {};
    for (const action of Object.keys(names)) object[names[action]] = (...args) => this.#noted(action, names[action], args);
    place[GLOBALS[this.#standard]] = Object.freeze(object);
  }

  // Asking for the last error is no news, and must not hide it.
  #noted(action, name, args) {
    if (action.startsWith("error") || action === "diagnostic") return this[action](...args);
    const answer = this[action](...args);
    this.#calls.add(name, args, answer, this.error());
    return answer;
  }

  initialize(parameter = "") {
    return this.#ask(() => {
      const answer = this.#call("initialize", parameter);
      if (answer === "true") this.#hasBegun = true;
      return answer;
    });
  }

  finish(parameter = "") {
    return this.#ask(() => {
      if (this.#isAfterFinish12) return this.#refuse(AFTER_FINISH_12, "false");
      const wish = this.#standard === "scorm12" ? this.#api.nav?.event : this.#api.adl?.nav?.request;
      const isFirst = this.#hasBegun && !this.#hasFinished && parameter === "";
      if (isFirst) {
        this.#wish = wish && wish !== "_none_" ? wish : "";
        this.#transport.wish = this.#wish;
        this.#hasFinished = true;
      }
      return this.#call("finish", parameter);
    });
  }

  get(element) {
    return this.#ask(() => {
      if (this.#isAfterFinish12) return this.#refuse(AFTER_FINISH_12, "");
      if (isContainer(this.#standard, element)) return this.#refuse(NO_SUCH_ELEMENT[this.#standard], "");
      if (this.#isRunning && this.#standard === "scorm12" && !element) return this.#refuse(INVALID_12, "");
      if (this.#isRunning && this.#standard === "scorm2004") return this.#get2004(String(element));
      return this.#call("get", element);
    });
  }

  set(element, value) {
    return this.#ask(() => {
      if (this.#isAfterFinish12) return this.#refuse(AFTER_FINISH_12, "false");
      if (this.#hasBegun && isContainer(this.#standard, element)) return this.#refuse(NO_SUCH_ELEMENT[this.#standard], "false");
      if (this.#isRunning && isWrongWord(element, value)) return this.#refuse(WRONG_TYPE, "false");
      if (this.#isRunning && this.#stores.isMissing(this.#api, element)) return this.#refuse(SET_FAILED, "false");
      const answer = this.#isRunning ? this.#set(element, value) : this.#call("set", element, value);
      if (answer === "true") {
        this.#stores.note(this.#api, element);
        this.#isAhead = true;
        this.#onChange();
      }
      return answer;
    });
  }

  #get2004(element) {
    const asked = this.#navigation ? REQUEST_VALID.exec(element) : null;
    if (asked) return this.#isValid(asked.groups);
    if (element === "adl.nav.request") return requestOf(this.#api);
    if (element === "cmi.launch_data" && !this.#hasLaunchData) return this.#refuse(NO_VALUE, "");
    if (isBeyond(this.#api, element)) return this.#refuse(OUT_OF_RANGE, "");
    return this.#call("get", element);
  }

  #set(element, value) {
    const answer = withoutRemains(this.#api, element, () => this.#call("set", element, value));
    if (answer === "true" || this.#standard === "scorm12" || !replaceInteractionId(this.#api, element, value)) return answer;
    this.#api.lastErrorCode = NO_ERROR;
    return "true";
  }

  commit(parameter = "") {
    return this.#ask(() => {
      if (this.#isAfterFinish12) return this.#refuse(AFTER_FINISH_12, "false");
      return this.#call("commit", parameter);
    });
  }

  error() {
    return this.#error || this.#call("error");
  }

  errorString(code) {
    return this.#call("errorString", code);
  }

  diagnostic(code) {
    return this.#call("diagnostic", code);
  }

  // What may follow, as the server sees it after the latest message.
  follow(navigation) {
    if (!this.#isAhead) this.#navigation = navigation;
  }

  // Whether a request would be followed now, with all that has been set (SCORM 2004 SN 5.6.5).
  #isValid({ word, target }) {
    if (this.#isAhead) {
      const navigation = this.#transport.askNavigation(this.#cmi);
      if (!navigation) return "unknown";
      this.#navigation = navigation;
      this.#isAhead = false;
    }
    const valid = this.#navigation[word];
    return String(target === undefined ? valid === true : valid.includes(target));
  }

  // SCORM 1.2 has no state after LMSFinish in which anything may still be asked.
  get #isAfterFinish12() {
    return this.#hasFinished && this.#standard === "scorm12";
  }

  get #isRunning() {
    return this.#hasBegun && !this.#hasFinished;
  }

  #ask(answer) {
    this.#error = "";
    // A reading that succeeds does not always clear the error of the call before it.
    this.#api.lastErrorCode = NO_ERROR;
    return answer();
  }

  #refuse(code, answer) {
    this.#error = code;
    return answer;
  }

  #call(action, ...args) {
    return this.#api[METHODS[this.#standard][action]](...args);
  }
}

// The texts that a package's items share by name (adl.data): what is there, and what this item has written of it.
class Stores {
  #written = {};

  // Offer the item's stores, in the order of its manifest.
  offer(api, stores) {
    const known = stores.filter(({ store }) => store !== undefined);
    api.adl.restoreSharedDataSnapshot(Object.fromEntries(known.map(({ targetID, store }) => [targetID, store])));
    api.adl.configureSharedDataMaps(stores);
  }

  // A package cannot add a store; the library lets it write into one that is kept nowhere.
  isMissing(api, element) {
    const index = STORE.exec(element)?.[1];
    return index !== undefined && Number(index) >= api.adl.data.childArray.length;
  }

  note(api, element) {
    const index = STORE.exec(element)?.[1];
    if (index === undefined) return;
    const { id, storeValue } = api.adl.data.childArray[Number(index)];
    this.#written[id] = storeValue;
  }

  // As the part of a message that the server knows them by.
  get written() {
    return Object.keys(this.#written).length ? { stores: { ...this.#written } } : {};
  }
}

// The library refuses suspend data over 64,000 characters, and packages in the field write more: keep it whole.
function freeSuspendData(api) {
  let kept = "";
  Object.defineProperty(api.cmi, "suspend_data", {
    configurable: true,
    enumerable: true,
    get: () => kept,
    set: (value) => {
      kept = String(value ?? "");
    },
  });
}

// A package may take its bookmark back; the library calls an empty one a wrong type.
function allowNoLocation(api) {
  const { content } = api.cmi;
  Object.defineProperty(api.cmi, "location", {
    configurable: true,
    enumerable: true,
    get: () => content.location,
    set: (value) => {
      if (value === "") content._location = "";
      else content.location = value;
    },
  });
}

// One by one: a value the library refuses must not cost those behind it.
function preload(api, pairs) {
  for (const [element, value] of pairs) {
    try {
      api.setCMIValue(element, value);
    } catch (problem) {
      console.warn(`not restored: ${element}`, problem);
    }
  }
  api.lastErrorCode = "0";
}
