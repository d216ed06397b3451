// Ticks a whole list of finished ratings at once and says how many are ticked.

const said = document.querySelector("[data-ticked]");
const prefix = document.querySelector('template[data-say-here="ticked"]')?.content.textContent ?? "";
const boxes = (within) => [...within.querySelectorAll('input[name="confirm"]')];

function count() {
  const all = boxes(document);
  const ticked = all.filter((box) => box.checked).length;
  if (said) said.textContent = `${prefix}${ticked} / ${all.length}`;
}

for (const place of document.querySelectorAll("[data-tick-all]")) place.hidden = false;

document.addEventListener("change", (event) => {
  const list = event.target.closest("[data-confirm-list]");
  if (!list) return;
  const all = list.querySelector("[data-tick-all] input");
  if (event.target === all) {
    for (const box of boxes(list)) box.checked = all.checked;
  } else if (all) {
    all.checked = boxes(list).every((box) => box.checked);
  }
  count();
});
count();
