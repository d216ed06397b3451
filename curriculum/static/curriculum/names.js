// Names for what Wagtail's editors leave without one, and the focus back on what was moved by keyboard.

const MOVES = "[data-streamfield-action='MOVE_UP'], [data-streamfield-action='MOVE_DOWN']";
let given = 0;

function labelWith(element, words) {
  if (!words) return;
  words.id ||= `dx-name-${(given += 1)}`;
  element.setAttribute("aria-labelledby", words.id);
}

const nameDialog = (dialog) => labelWith(dialog, dialog.querySelector("h1, h2"));

// A rich text stands either in a field with a label, or is a block of its own under the block's heading.
function nameText(text) {
  const label = text.closest(".w-field__wrapper")?.querySelector("label, .w-field__label");
  if (label) labelWith(text, label);
  else labelWith(text, document.getElementById(text.closest("section[aria-labelledby]")?.getAttribute("aria-labelledby")));
}

// The items of a list have no label of their own: they take the list's, with their place.
function nameItem(input) {
  const item = input.closest("[data-streamfield-child]");
  if (input.labels?.length || !item) return;
  const label = item.parentElement?.closest(".w-field__wrapper, [data-contentpath]")?.querySelector("label, .w-field__label");
  const place = [...item.parentElement.children].filter((each) => each.matches("[data-streamfield-child]")).indexOf(item) + 1;
  if (label) input.setAttribute("aria-label", `${label.textContent.replace("*", "").trim()} ${place}`);
}

// Where one types a tag, and where several files are chosen, the label stands beside and points elsewhere.
const nameTags = (input) => labelWith(input, input.closest(".w-field__wrapper")?.querySelector("label, .w-field__label"));
// A list's own search stands beside that of the menu: it takes the name of what is listed.
const nameSearch = (form) => labelWith(form, document.querySelector("h1, #header-title"));
const nameFiles = (input) => labelWith(input, input.labels?.length ? null : document.querySelector("h1"));

function nameAll() {
  const without = ":not([aria-label], [aria-labelledby])";
  document.querySelectorAll(`[role='dialog']${without}`).forEach(nameDialog);
  document.querySelectorAll(`.public-DraftEditor-content${without}`).forEach(nameText);
  document.querySelectorAll(`[data-streamfield-child] input[type='text']${without}`).forEach(nameItem);
  document.querySelectorAll(`.tagit-new input${without}`).forEach(nameTags);
  document.querySelectorAll(`#fileupload${without}`).forEach(nameFiles);
  document.querySelectorAll(`form[data-search-form]${without}`).forEach(nameSearch);
  // Blocks of one kind share a name; as landmarks they would be many and tell nothing.
  document.querySelectorAll("section.w-panel--nested:not([role])").forEach((block) => block.setAttribute("role", "group"));
}

let isDue = false;
function soon() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    nameAll();
  });
}

document.addEventListener("DOMContentLoaded", () => {
  nameAll();
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
});

// Wagtail keeps the click to itself; on its way down it still passes here.
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.(MOVES);
    // The block is taken out and put in elsewhere, which leaves the focus nowhere; at an end, the way back takes it.
    const rest = () => (button.disabled ? button.parentElement.querySelector("[data-streamfield-action^='MOVE']:enabled") : button);
    if (button) window.setTimeout(() => rest()?.focus(), 20);
  },
  { capture: true },
);
