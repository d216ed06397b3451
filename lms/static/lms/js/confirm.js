// Asks before a form marked data-confirm="What will happen" is sent, and before htmx requests with hx-confirm.
// data-confirm-label on the form names the button that goes ahead. The dialog itself stands in base.html.

const dialog = document.getElementById("confirm");
const question = dialog?.querySelector("[data-confirm-question]");
const yes = dialog?.querySelector("[data-confirm-yes]");
const usualLabel = yes?.textContent;

function ask(text, label) {
  question.textContent = text;
  yes.textContent = label || usualLabel;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

if (dialog) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const asked = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!asked || form.dataset.confirmed) {
      delete form.dataset.confirmed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    if (await ask(asked, submitter?.dataset.confirmLabel ?? form.dataset.confirmLabel)) {
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
    }
  }, { capture: true });

  document.addEventListener("htmx:confirm", async (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    if (await ask(event.detail.question, event.detail.elt.dataset.confirmLabel)) {
      event.detail.issueRequest(true);
    }
  });
}
