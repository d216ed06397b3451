// The other window was one of this browser and is gone, or is this one before it was reloaded: nobody need be asked.

import { hasLeft } from "./left.js";

const LAST_WORDS_MS = 400; // that window's last message may still be on its way
const form = document.querySelector("[data-take-over]");
if (hasLeft(form.dataset.takeOver)) setTimeout(() => form.requestSubmit(), LAST_WORDS_MS);
