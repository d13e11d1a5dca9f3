// Everything works without this file; it saves full page loads and brings the map when asked.
import htmx from "htmx.org";

import { warnBeforeTheEnd } from "./session.js";

// The page's policy forbids inline styles and eval, and nothing here needs them.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.historyCacheSize = 0;
htmx.config.allowScriptTags = false;

function submitOnChange(form) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select")) form.requestSubmit();
  });
}

function emptyFieldsStayOutOfTheAddress(form) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData.entries()]) if (value === "") formData.delete(name);
  });
}

async function showMap(button) {
  const place = document.getElementById(button.getAttribute("aria-controls"));
  button.disabled = true;
  try {
    const { draw } = await import(place.dataset.script);
    place.hidden = false;
    await draw(place);
    button.hidden = true;
  } catch (error) {
    console.error(error);
    place.hidden = true;
    document.getElementById(button.dataset.failed).hidden = false;
  }
}

document.querySelectorAll("form[data-filters]").forEach((form) => {
  submitOnChange(form);
  emptyFieldsStayOutOfTheAddress(form);
});
document.querySelectorAll("button[data-map]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => showMap(button));
});
document.querySelectorAll("button[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
document.querySelectorAll("button[data-copy]").forEach((button) => {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  });
});
document.querySelectorAll("[data-session]").forEach(warnBeforeTheEnd);
