// Judging cases: each saves itself; what could not be saved is tried again.

import { watchSaves } from "./saving.js";

watchSaves("form[data-case-form]", (form) => form.querySelector("[data-case-saved]"));
