// Sends a filter form marked data-autosubmit when a choice changes; its button (.autosubmit-button) is for pages without script.

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-autosubmit]");
  if (form && form.checkValidity()) form.requestSubmit();
});
