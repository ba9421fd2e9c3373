// Pages between the school and other systems: goes on where a press would, tells a platform that its window may close, and
// copies addresses. Without a script there are buttons, and text that can be selected.

import { copy } from "./transcript/copy.ts";

/** Carry the chosen lessons back at once; the button is for browsers without scripts, and for those that stop it. */
function goOn(): void {
  document.querySelector<HTMLFormElement>("form[data-goes-on]")?.requestSubmit();
}

/** Tell the platform that it is connected: it closes the window that it opened for us (LTI dynamic registration, 3.9). */
function closeFrame(): void {
  const site = document.querySelector<HTMLElement>("[data-close-frame]")?.dataset.closeFrame;
  const platform = window.opener ?? (window.parent === window ? null : window.parent);
  if (site) platform?.postMessage({ subject: "org.imsglobal.lti.close" }, site);
}

function offerCopies(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => void copyField(button));
  }
}

async function copyField(button: HTMLButtonElement): Promise<void> {
  const field = document.getElementById(button.dataset.copy ?? "") as HTMLInputElement | null;
  if (!field || !(await copy(field.value))) return;
  const text = button.closest<HTMLElement>("[data-copied]")?.dataset.copied ?? "";
  document.dispatchEvent(new CustomEvent("toast", { detail: { text } }));
}

goOn();
closeFrame();
offerCopies();
