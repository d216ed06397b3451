// Drop zone and sending of the package upload. Without script the form works as it is, for small files.
//
// The file goes up in pieces, each written where the last one ended, so that a break costs one piece and choosing the
// same file again goes on where it stopped.

const RETRY_MS = [1000, 2000, 5000, 10000, 20000];

const form = document.querySelector("[data-upload]");
const zone = form.querySelector("[data-drop]");
const input = form.querySelector("input[type=file]");
const sending = form.querySelector("[data-sending]");
const bar = form.querySelector("[data-sending-bar]");
const words = form.querySelector("[data-sending-words]");
const trouble = form.querySelector("[data-sending-trouble]");
const submit = form.querySelector("button[type=submit]");
const name = zone.querySelector("[data-drop-name]");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;

let cancelling = null;

function size(bytes) {
  return bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function showName() {
  const [file] = input.files;
  name.textContent = file ? `${file.name} (${size(file.size)})` : "";
}

for (const kind of ["dragenter", "dragover"]) {
  zone.addEventListener(kind, (event) => {
    event.preventDefault();
    zone.classList.add("dx-drop-over");
  });
}
for (const kind of ["dragleave", "drop"]) {
  zone.addEventListener(kind, () => zone.classList.remove("dx-drop-over"));
}
zone.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files.length) {
    input.files = event.dataTransfer.files;
    showName();
  }
});
input.addEventListener("change", showName);

class Refused extends Error {}

async function ask(address, body, signal, type = "application/json") {
  const headers = { "Content-Type": type, "X-CSRFToken": token };
  const response = await fetch(address, { method: "POST", body, headers, signal, redirect: "manual" });
  if (response.type === "opaqueredirect") throw new Refused(form.dataset.signedOut);
  const answer = await response.json().catch(() => ({}));
  if (response.ok || response.status === 409) return answer;
  if (response.status < 500 || response.status === 507) throw new Refused(answer.message || form.dataset.failed);
  throw new Error(String(response.status));
}

// Try until it succeeds: a break of the network is no reason to begin again.
async function patiently(act, signal) {
  for (let failures = 0; ; failures += 1) {
    try {
      const answer = await act();
      trouble.hidden = true;
      return answer;
    } catch (problem) {
      if (problem instanceof Refused || signal.aborted) throw problem;
      trouble.textContent = form.dataset.waiting;
      trouble.hidden = false;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]));
      signal.throwIfAborted();
    }
  }
}

function show(received, total) {
  bar.value = (100 * received) / total;
  words.textContent = `${size(received)} / ${size(total)}`;
}

async function send(file, signal) {
  const facts = { name: file.name, size: file.size, modified: String(file.lastModified), package: form.dataset.package || null };
  const upload = await patiently(() => ask(form.dataset.begin, JSON.stringify(facts), signal), signal);
  Object.assign(cancelling, { address: upload.cancel, page: upload.next });
  let { received } = upload;
  show(received, file.size);
  while (received < file.size) {
    const offset = received;
    const piece = file.slice(offset, offset + upload.piece);
    const address = `${upload.pieces}?offset=${offset}`;
    ({ received } = await patiently(() => ask(address, piece, signal, "application/octet-stream"), signal));
    show(received, file.size);
  }
  await patiently(() => ask(upload.finish, "", signal), signal);
  window.location.assign(upload.next);
}

function stop(message) {
  sending.hidden = true;
  trouble.hidden = true;
  submit.disabled = false;
  name.textContent = message;
}

form.addEventListener("submit", async (event) => {
  const [file] = input.files;
  if (!file) return;
  event.preventDefault();
  cancelling = { controller: new AbortController(), address: "", page: "" };
  const { signal } = cancelling.controller;
  sending.hidden = false;
  submit.disabled = true;
  show(0, file.size);
  try {
    await send(file, signal);
  } catch (problem) {
    stop(signal.aborted ? form.dataset.cancelled : problem instanceof Refused ? problem.message : form.dataset.failed);
  }
});

form.querySelector("[data-cancel]").addEventListener("click", async () => {
  const { controller, address, page } = cancelling;
  controller.abort();
  if (!address) return;
  await ask(address, "", AbortSignal.timeout(30000)).catch(() => {});
  document.querySelector(`a[href="${page}"]`)?.closest("tr").remove();
});
