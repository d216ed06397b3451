// Renews the 点検 panel from what stands in the editor, shortly after it has changed.

const PAUSE = 800; // milliseconds without a change

function follow(panel) {
  const form = panel.closest("form");
  let waiting = 0;
  let seen = "";

  async function renew() {
    const data = new FormData(form);
    const content = new URLSearchParams(data).toString();
    if (content === seen) return;
    seen = content;
    const response = await fetch(panel.dataset.checksUrl, {
      method: "POST",
      body: data,
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    if (response.ok) panel.innerHTML = await response.text();
  }

  const soon = () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(renew, PAUSE);
  };
  // Choosers and block buttons fire no change: looking at the panel, or leaving a field, asks as well.
  for (const kind of ["input", "change", "click", "focusout"]) form.addEventListener(kind, soon);
}

// The admin links panels' scripts before the page's content.
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-checks]").forEach(follow));
