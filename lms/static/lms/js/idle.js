// Ends a session nobody uses: warns two minutes before, then signs out and covers the page. What was entered stays on
// it and comes back when the same person signs in again. All tabs of a browser count together.

const WARNED_FOR = 2 * 60_000;
const RENEWED_EVERY = 60_000;
const LOOKED_EVERY = 5_000;

const dialog = document.getElementById("idle");
if (dialog) watch(dialog);

function watch(dialog) {
  const { address, signOut, who } = dialog.dataset;
  const limit = dialog.dataset.minutes * 60_000;
  const tabs = new BroadcastChannel("idle");
  const root = document.documentElement;
  let last = Date.now();
  let renewed = last;
  let ended = false;

  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
  const post = (url) => fetch(url, { method: "POST", headers: { "X-CSRFToken": token() }, keepalive: true });
  const ask = () => fetch(address, { headers: { "X-Asks-Itself": "1" } }).then((response) => response.json());

  function show(part) {
    for (const each of dialog.querySelectorAll("[data-idle]")) each.hidden = each.dataset.idle !== part;
    dialog.setAttribute("aria-labelledby", `idle-${part}`);
    if (!dialog.open) dialog.showModal();
    dialog.querySelector(`[data-idle="${part}"] [data-first]`).focus();
  }

  function alive() {
    if (dialog.open) return;
    last = Date.now();
    if (last - renewed < RENEWED_EVERY) return;
    renewed = last;
    tabs.postMessage(last);
    post(address).catch(() => {});
  }

  function stay() {
    dialog.close();
    renewed = 0;
    alive();
  }

  async function end() {
    ended = true;
    root.classList.add("is-covered");
    show("ended");
    tabs.postMessage("ended");
    await post(signOut).catch(() => {});
  }

  // Forms keep the token of the session they were drawn in; a new session has another.
  function renewTokens(token) {
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  }

  async function lookAgain() {
    const now = await ask().catch(() => null);
    if (!now) return;
    if (now.who && now.who !== who) location.reload();
    if (now.who !== who) return;
    renewTokens(now.token);
    if (!ended) return;
    ended = false;
    root.classList.remove("is-covered");
    stay();
  }

  function look() {
    const plays = [...document.querySelectorAll("video, audio")].some((media) => !media.paused);
    if (plays) alive();
    const idle = Date.now() - last;
    if (ended) return;
    if (idle >= limit) end();
    else if (idle >= limit - WARNED_FOR) {
      if (!dialog.open) show("warned");
    } else if (dialog.open) dialog.close();
  }

  for (const event of ["pointerdown", "keydown", "scroll", "input"]) {
    document.addEventListener(event, alive, { capture: true, passive: true });
  }
  // A course in its frame says when it has saved.
  addEventListener("message", alive);
  const heard = {
    ended: () => ended || end(),
    opened: () => ended && lookAgain(),
  };
  tabs.addEventListener("message", ({ data }) => {
    if (data in heard) heard[data]();
    else {
      last = Math.max(last, data);
      look();
    }
  });
  tabs.postMessage("opened");
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (!ended) stay();
  });
  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    look();
    lookAgain();
  });
  addEventListener("focus", heard.opened);
  setInterval(look, LOOKED_EVERY);
}
