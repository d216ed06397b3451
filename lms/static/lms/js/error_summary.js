// Moves to the error summary when a page or fragment arrives with one; its links move to the fields.

function focusSummary(within) {
  within.querySelector("[data-error-summary]")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  const input = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
  (input ?? field).focus();
});

document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.detail.target));
focusSummary(document);
