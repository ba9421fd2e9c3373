// The answer desk of a mentor: what she types keeps itself, the panel finds moments, the chooser sets them on the words.

import "./chooser.ts";
import { Draft } from "./draft.ts";

/** Enter in the field of the panel looks; it never sends the answer, to whose form the field belongs. */
function wireSearch(field: HTMLInputElement): void {
  const find = (event: Event) => {
    event.preventDefault();
    field.dispatchEvent(new CustomEvent("find"));
  };
  field.addEventListener("keydown", (event) => event.key === "Enter" && find(event));
  document.querySelector("[data-find-button]")?.addEventListener("click", find);
}

/** Whoever has added a moment goes on from it: the place where she was is not there any more. */
function followChosen(): void {
  document.addEventListener("htmx:afterSettle", (event) => {
    const place = event.target as HTMLElement;
    if (place.id === "chosen") (place.querySelector<HTMLElement>("[data-new]") ?? place).focus();
    if (place.id === "panel-chooser") {
      place.scrollIntoView({ block: "nearest" });
      place.querySelector<HTMLElement>("[data-title]")?.focus({ preventScroll: true });
    }
  });
}

const form = document.querySelector<HTMLFormElement>("form[data-answer]");
if (form) new Draft(form);
const field = document.querySelector<HTMLInputElement>("input[data-find][form]");
if (field) wireSearch(field);
followChosen();
