// Drives the player's run-time as a package does, outside a browser: cases in, answers and error codes out.

import { createRuntime } from "../../../lms/learning/scorm/static/learning/scorm/runtime.js";

const LIBRARIES = { scorm12: "scorm12", scorm2004: "scorm2004" };

async function answersOf({ standard, preload, stores, navigation, asks, calls }) {
  const library = new URL(`../../../node_modules/scorm-again/dist/esm/${LIBRARIES[standard]}.js`, import.meta.url).href;
  const sent = [];
  const transport = {
    isHealthy: true,
    wish: "",
    offer: (cmi, kind) => sent.push({ cmi, kind }),
    askNavigation: () => asks ?? null,
  };
  const log = new Proxy({}, { get: () => () => {} });
  const place = {};
  const runtime = await createRuntime({ standard, library, preload, stores, navigation }, { transport, calls: log, onChange() {} });
  runtime.expose(place);
  const api = place.API ?? place.API_1484_11;
  const error = place.API ? "LMSGetLastError" : "GetLastError";
  const answers = calls.map(([name, ...parameters]) => [String(api[name](...parameters)), String(api[error]())]);
  return { answers, sent, wish: transport.wish, found: Object.keys(place) };
}

let text = "";
for await (const piece of process.stdin) text += piece;
const results = [];
for (const one of JSON.parse(text)) results.push(await answersOf(one));
process.stdout.write(JSON.stringify(results));
