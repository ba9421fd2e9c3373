// The desk of a broadcast: the sending side, what OBS sends, the check before air, and small things around them.

import { Panel } from "./panel.ts";
import { Preflight } from "./preflight.ts";
import { Preview } from "./preview.ts";

const find = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector);

const studio = find("[data-studio]");
const panel = studio ? new Panel(studio) : null;
const screen = find<HTMLVideoElement>("[data-preview]");
const preview = screen ? new Preview(screen) : null;
const check = find<HTMLFormElement>("form[data-check]");
if (check) new Preflight(check, () => panel?.measured ?? null);

/** The living part of the page has come anew. */
function follow(): void {
  const live = find("#broadcast-live");
  if (!live) return;
  const isOver = live.dataset.state === "ended";
  const url = panel?.isSending || isOver ? "" : (live.dataset.picture ?? "");
  preview?.show(url);
  const frame = screen?.closest<HTMLElement>("[data-preview-frame]");
  if (frame) frame.hidden = !url;
  if (isOver) panel?.end();
  for (const part of document.querySelectorAll<HTMLElement>("[data-only]"))
    part.hidden = !part.dataset.only?.split(" ").includes(live.dataset.state ?? "");
  tick();
}

/** Let the clock of the broadcast go: by the school's time, for the clock of this machine may be wrong. */
function tick(): void {
  const clock = find("[data-since]");
  if (!clock) return;
  clock.dataset.ahead ??= String(Date.now() - Date.parse(clock.dataset.now ?? ""));
  const begun = Date.parse(clock.dataset.since ?? "") + Number(clock.dataset.ahead);
  const seconds = Math.max(0, Math.floor((Date.now() - begun) / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  clock.textContent = parts.map((part, place) => (place ? String(part).padStart(2, "0") : String(part))).join(":");
}

async function copy(button: HTMLElement): Promise<void> {
  const field = document.getElementById(button.dataset.copy ?? "") as HTMLInputElement;
  field.select();
  await navigator.clipboard?.writeText(field.value).catch(() => undefined);
  const text = document.body.querySelector<HTMLElement>("[data-copied]")?.dataset.copied;
  if (text) document.dispatchEvent(new CustomEvent("toast", { detail: { text } }));
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const copier = target.closest<HTMLElement>("[data-copy]");
  if (copier) void copy(copier);
  const slot = find("#desk-slot");
  if (slot && target.closest("[data-close-slot]")) {
    event.preventDefault();
    slot.replaceChildren();
  }
  // the dialogue has done its work; the answer shows in the page behind it
  if (target.closest("[data-ends]")) window.setTimeout(() => target.closest("dialog")?.close());
});

document.addEventListener("htmx:afterSettle", () => {
  for (const button of document.querySelectorAll<HTMLElement>("[data-copy][hidden]")) button.hidden = false;
  follow();
});
for (const button of document.querySelectorAll<HTMLElement>("[data-copy][hidden]")) button.hidden = false;
window.setInterval(tick, 1000);
follow();
