// Opens and closes native dialogs: data-dialog-open="id" on a button, data-dialog-close inside the dialog.

document.documentElement.classList.add("js");

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const opener = target?.closest("[data-dialog-open]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialogOpen)?.showModal();
    return;
  }
  if (target?.closest("[data-dialog-close]")) {
    target.closest("dialog")?.close();
  }
});
