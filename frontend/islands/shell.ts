// On every page: display switches without a reload, dialogues, toasts, menus. Everything here also works without it.

const root = document.documentElement;
const all = <T extends Element>(selector: string, within: ParentNode = document) =>
  Array.from(within.querySelectorAll<T>(selector));

// --- display: theme, low vision, letters, spacing ------------------------------------------------------------------

const AT_ONCE = new Set(["theme", "vision", "size", "spacing"]);
const DEFAULTS = new Set(["auto", "off"]);

function applyDisplay(name: string, value: string): void {
  if (DEFAULTS.has(value)) delete root.dataset[name];
  else root.dataset[name] = value;
  for (const button of all<HTMLButtonElement>(`form[data-preferences] button[name="${name}"][aria-pressed]`)) {
    button.setAttribute("aria-pressed", String(button.value === value));
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const button = event.submitter;
  if (!form.matches("[data-preferences]") || !(button instanceof HTMLButtonElement) || !AT_ONCE.has(button.name))
    return;
  event.preventDefault();
  applyDisplay(button.name, button.value);
  const body = new URLSearchParams([[button.name, button.value]]);
  fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => undefined);
});

// --- the viewer's time zone, told to the server once when it is not the school's ------------------------------------

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && root.dataset.zone && zone !== root.dataset.zone && !document.cookie.includes(`zone=${zone}`)) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and old Chromium
  document.cookie = `zone=${zone}; path=/; max-age=31536000; samesite=lax`;
}

// --- dialogues: <a href="#id" data-dialog> opens, [data-close] closes; without script :target does the same ---------

function openDialog(link: HTMLAnchorElement): boolean {
  const dialog = document.getElementById(link.hash.slice(1));
  if (!(dialog instanceof HTMLDialogElement)) return false;
  dialog.showModal();
  return true;
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const opener = target.closest<HTMLAnchorElement>("a[data-dialog]");
  if (opener && openDialog(opener)) event.preventDefault();
  const dialog = target.closest("dialog");
  if (dialog?.open && (target === dialog || target.closest("[data-close]"))) {
    event.preventDefault();
    dialog.close();
  }
  if (target.closest("[data-dismiss]")) target.closest(".message")?.remove();
  for (const menu of all<HTMLDetailsElement>("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
});

// --- menus: the drop-down closes by Escape; the phone's menu opens in place -----------------------------------------

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector<HTMLDetailsElement>("details.menu[open]");
  if (!menu) {
    setPhoneMenu(false);
    return;
  }
  menu.open = false;
  menu.querySelector("summary")?.focus();
});

const phoneMenu = document.getElementById("menu");
const phoneButton = document.querySelector<HTMLAnchorElement>(".menu-open");

function setPhoneMenu(isOpen: boolean): void {
  if (!phoneMenu || !phoneButton || phoneMenu.hasAttribute("data-open") === isOpen) return;
  phoneMenu.toggleAttribute("data-open", isOpen);
  phoneButton.setAttribute("aria-expanded", String(isOpen));
  if (!isOpen) phoneButton.focus();
}

if (phoneMenu && phoneButton) {
  phoneButton.setAttribute("role", "button");
  phoneButton.setAttribute("aria-expanded", "false");
  phoneButton.setAttribute("aria-controls", "menu");
  phoneButton.addEventListener("click", (event) => {
    event.preventDefault();
    setPhoneMenu(!phoneMenu.hasAttribute("data-open"));
  });
  phoneButton.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      phoneButton.click();
    }
  });
}

// --- toasts: any script may say `document.dispatchEvent(new CustomEvent("toast", { detail: { text } }))` -------------

export interface Toast {
  text: string;
  kind?: "success" | "warning" | "error";
}

document.addEventListener("toast", (event) => {
  const { text, kind = "success" } = (event as CustomEvent<Toast>).detail;
  const shelf = document.getElementById("toasts");
  const pattern = document.querySelector<HTMLTemplateElement>("#toast-pattern");
  if (!shelf || !pattern) return;
  const toast = pattern.content.cloneNode(true) as DocumentFragment;
  toast.querySelector(".message")?.classList.add(`message--${kind}`);
  const words = toast.querySelector("p");
  if (words) words.textContent = text;
  shelf.replaceChildren(toast);
});
