// Menus are details elements; Escape, a click elsewhere, or leaving them with Tab closes them.

const openMenus = () => document.querySelectorAll("details.menu[open]");

function closeExcept(kept) {
  for (const menu of openMenus()) {
    if (!kept || !menu.contains(kept)) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeExcept(event.target));
document.addEventListener("focusin", (event) => closeExcept(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
