// Says short things politely: status("saved") shows and announces the sentence of <template data-say="saved"> in base.html.
// Other modules import status; htmx failures are said here.

const SHOWN_FOR = 8000;

export function status(key) {
  const template = document.querySelector(`template[data-say="${key}"]`);
  const place = document.getElementById("toasts");
  if (!template || !place) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.append(template.content.cloneNode(true));
  place.replaceChildren(toast);
  if (!toast.querySelector("a, button")) setTimeout(() => toast.remove(), SHOWN_FOR);
}

// A session that ended answers a fragment request with the sign-in page: say so instead of showing a page inside a page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const signIn = document.querySelector("meta[name='sign-in']")?.content;
  const answered = event.detail.xhr?.responseURL;
  if (signIn && answered && new URL(answered).pathname === signIn && location.pathname !== signIn) {
    event.detail.shouldSwap = false;
    status("signed-out");
  }
});
document.addEventListener("htmx:sendError", () => status("offline"));
document.addEventListener("htmx:timeout", () => status("offline"));
document.addEventListener("htmx:responseError", (event) => {
  status(event.detail.xhr.status === 403 ? "refused" : "failed");
});
