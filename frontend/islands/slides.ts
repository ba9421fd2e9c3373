// The desk of slides: a slide begins where the film stands, titles are saved when one leaves them, the list does not change under one's
// hands. Without this times are typed and the buttons save.

import { sayTime } from "./player/time.ts";

function videoOfPage(): HTMLVideoElement | null {
  return document.querySelector("nastavnik-player video");
}

/** Write a second as the forms read it: 4:07.5. */
function writePlace(seconds: number): string {
  const tenth = Math.floor((seconds % 1) * 10);
  return tenth ? `${sayTime(seconds)}.${tenth}` : sayTime(seconds);
}

function putPlace(field: HTMLInputElement): void {
  const video = videoOfPage();
  if (video) field.value = writePlace(video.currentTime);
}

function showButtons(): void {
  for (const button of document.querySelectorAll<HTMLElement>("#slides [data-do=now]")) button.hidden = !videoOfPage();
}

/** What had the focus goes on to have it in the list that came in its place. */
let focused = "";

function nameOfFocus(): string {
  const thing = document.activeElement;
  const row = thing?.closest(".slide-row")?.id;
  if (!thing || !row) return "";
  for (const mark of ["name", "formaction", "data-do"]) {
    const value = thing.getAttribute(mark);
    if (value) return `#${row} [${mark}="${value}"]`;
  }
  return thing.matches("[type=submit]") ? `#${row} [type=submit]` : `#${row} a`;
}

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("#slides [data-do=now]");
  const form = button?.closest("form");
  const field = form?.querySelector<HTMLInputElement>("[data-time]");
  if (!form || !field) return;
  putPlace(field);
  form.requestSubmit();
});

document.addEventListener("change", (event) => {
  const field = event.target as HTMLElement;
  if (field.matches(".slide-row-form input, .slide-row-form select")) field.closest("form")?.requestSubmit();
});

document.addEventListener("focusin", (event) => {
  const field = event.target as HTMLInputElement;
  if (field.id === "new-seconds" && !field.value) putPlace(field);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const { requestConfig } = (event as CustomEvent<{ requestConfig: { verb: string } }>).detail;
  const list = document.querySelector("#slides");
  // asking again by itself: not while somebody writes in it
  if (requestConfig.verb === "get" && list?.matches(":focus-within")) event.preventDefault();
});

document.addEventListener("htmx:beforeSwap", () => {
  focused = nameOfFocus();
});

document.addEventListener("htmx:afterSettle", () => {
  showButtons();
  // who has gone on meanwhile is not called back
  const isLost = document.activeElement === document.body || document.activeElement === null;
  if (focused && isLost) document.querySelector<HTMLElement>(focused)?.focus();
});

showButtons();
