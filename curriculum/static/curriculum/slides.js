// Slides one at a time: without this script they stand below one another.

document.querySelectorAll("[data-slides]").forEach(show);

function show(box) {
  const slides = [...box.querySelectorAll("[data-slide]")];
  const place = box.querySelector("[data-slide-place]");
  const [back, on] = [box.querySelector("[data-slide-back]"), box.querySelector("[data-slide-on]")];
  if (slides.length < 2) return;
  let current = 0; // `data-current`: the slide to begin at, and where the deck stands; "slide" tells of a change
  const go = (to) => {
    current = Math.min(Math.max(to, 0), slides.length - 1);
    slides.forEach((slide, number) => (slide.hidden = number !== current));
    place.textContent = box.dataset.place.replace("{place}", current + 1).replace("{total}", slides.length);
    // The pressed button stays pressable, so that the keyboard keeps its place.
    back.setAttribute("aria-disabled", current === 0);
    on.setAttribute("aria-disabled", current === slides.length - 1);
    box.dataset.current = current;
    box.dispatchEvent(new Event("slide"));
  };
  back.addEventListener("click", () => go(current - 1));
  on.addEventListener("click", () => go(current + 1));
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") go(current - 1);
    if (event.key === "ArrowRight") go(current + 1);
  });
  box.querySelector("[data-slides-bar]").hidden = false;
  go(Number(box.dataset.current ?? 0));
}
