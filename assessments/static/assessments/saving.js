// What the self-assessment and the rating screen share: a key for each save, what is shown while it runs, and trying again.

const RETRY_EVERY = 10_000;

export function freshKey() {
  // crypto.randomUUID exists only on https and localhost; a city's own network may be neither.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function words(key) {
  return document.querySelector(`template[data-say-here="${key}"]`).content.cloneNode(true);
}

// Watches the saves of elements matching `selector`; `place(element)` is where their state is shown.
export function watchSaves(selector, place) {
  const owner = (event) => {
    const element = event.detail.elt;
    return element.matches?.(selector) && event.detail.requestConfig?.verb !== "get" ? element : null;
  };

  document.addEventListener("htmx:configRequest", (event) => {
    const element = event.detail.elt;
    if (!element.matches?.(selector)) return;
    event.detail.parameters["request_key"] = freshKey();
    element.dataset.unsaved = "yes";
    place(element)?.replaceChildren(words("saving"));
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const element = owner(event);
    if (!element) return;
    if (event.detail.successful) delete element.dataset.unsaved;
  });

  const failed = (event) => {
    const element = owner(event);
    if (element) place(element)?.replaceChildren(words("failed"));
  };
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(name, failed);

  setInterval(() => {
    for (const element of document.querySelectorAll(`${selector}[data-unsaved]`)) {
      if (!element.classList.contains("htmx-request")) element.dispatchEvent(new Event("save-again", { bubbles: true }));
    }
  }, RETRY_EVERY);

  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector(`${selector}[data-unsaved]`)) event.preventDefault();
  });
}
