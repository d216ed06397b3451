// Asks once a second how far the import is, until there is a report; cancels it when asked to.

const box = document.querySelector("[data-progress]");
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;

async function ask() {
  const response = await fetch(box.dataset.progressUrl, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  const text = response.ok ? await response.text() : "";
  // While it goes on, a button that has the focus must not be exchanged for another.
  const isOver = text && !text.includes("data-unfinished");
  if (isOver || (text && !box.contains(document.activeElement))) box.innerHTML = text;
  if (!response.ok || box.querySelector("[data-unfinished]")) window.setTimeout(ask, 1000);
}

box.addEventListener("click", async (event) => {
  const address = event.target.closest("[data-cancel-upload]")?.dataset.cancelUpload;
  if (!address) return;
  const response = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "error" });
  if (response.ok) window.location.assign((await response.json()).next);
});

if (box.querySelector("[data-unfinished]")) window.setTimeout(ask, 1000);
