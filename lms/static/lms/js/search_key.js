// The slash key moves to the search box, unless someone is writing.

const WRITING = "input, textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(WRITING)) return;
  const box = document.querySelector("[data-slash-search]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
