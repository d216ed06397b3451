// What renews itself on a page waits while somebody is in it with the keyboard, so that nobody loses their place.
document.addEventListener("htmx:beforeRequest", (event) => {
  const part = event.detail.elt;
  if (part.matches("[data-live]") && (document.hidden || part.contains(document.activeElement))) event.preventDefault();
});
