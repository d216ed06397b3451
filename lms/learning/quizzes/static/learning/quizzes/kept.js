// Answers that the server has not confirmed lie in this browser until it has, and come back with the page.
//
// Each is kept beside what the server had when it was given: where the server has something else by now, it was answered
// elsewhere, and that counts.

const PREFIX = "quiz.";
const KEPT_DAYS = 14;

// The fields of a question as a query string, which is also what is sent.
export function valuesOf(question) {
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(question.closest("form"))) {
    if (question.querySelector(`[name="${CSS.escape(name)}"]`)) values.append(name, value);
  }
  return values.toString();
}

export class KeptAnswers {
  #key;
  #confirmed = new Map();
  // Whether this browser keeps anything for us.
  works = true;

  constructor(form) {
    this.#key = PREFIX + form.dataset.quiz;
    for (const question of form.querySelectorAll("[hx-post]")) this.#confirmed.set(question, valuesOf(question));
    forgetOld();
  }

  // Put kept answers back into the page; returns their questions.
  restore() {
    const { answers } = this.#read();
    const restored = [];
    for (const [question, confirmed] of this.#confirmed) {
      const kept = answers[question.getAttribute("hx-post")];
      if (!kept) continue;
      if (kept.before === confirmed && kept.given !== confirmed) {
        put(question, kept.given);
        restored.push(question);
      } else {
        this.#write(question, null);
      }
    }
    return restored;
  }

  keep(question) {
    this.#write(question, { before: this.#confirmed.get(question), given: valuesOf(question) });
  }

  confirm(question, values) {
    this.#confirmed.set(question, values);
    this.#write(question, null);
  }

  #read() {
    try {
      return JSON.parse(localStorage.getItem(this.#key)) ?? { answers: {} };
    } catch {
      return { answers: {} };
    }
  }

  #write(question, answer) {
    const { answers } = this.#read();
    const name = question.getAttribute("hx-post");
    if (answer) answers[name] = answer;
    else delete answers[name];
    try {
      if (Object.keys(answers).length) localStorage.setItem(this.#key, JSON.stringify({ at: Date.now(), answers }));
      else localStorage.removeItem(this.#key);
      this.works = true;
    } catch {
      this.works = false;
    }
  }
}

function put(question, values) {
  const given = [...new URLSearchParams(values)].map(([, value]) => value);
  const steps = question.querySelector("[data-ordering]");
  if (steps) {
    for (const value of given) steps.append(steps.querySelector(`input[value="${CSS.escape(value)}"]`).closest("li"));
    return;
  }
  const fields = [...question.querySelectorAll("input[name], select[name]")];
  fields.forEach((field, place) => {
    if (field.type === "radio" || field.type === "checkbox") field.checked = given.includes(field.value);
    else field.value = given[place] ?? "";
  });
}

function forgetOld() {
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      const { at } = JSON.parse(localStorage.getItem(key));
      if (!(Date.now() - at < KEPT_DAYS * 86400000)) localStorage.removeItem(key);
    }
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
