// A preview shows; it does not act: links and buttons of the learner's page lead nowhere.

const still = (event) => {
  if (event.type === "submit" || event.target.closest("a[href]:not([href^='#'])")) event.preventDefault();
};

document.addEventListener("submit", still, true);
document.addEventListener("click", still, true);
