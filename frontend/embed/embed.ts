// On a page of another site: frames of the school get the height of what is in them, and <nastavnik-embed> makes such a frame by itself.
//
//   <nastavnik-embed src="https://school.example.ru/embed/?view=videos" title="Records"><a href="…">a plain link</a></nastavnik-embed>
//   <iframe data-nastavnik src="https://school.example.ru/embed/?view=videos" …></iframe>
//
// Such pages load scripts twice, and put blocks in and out long after they were opened: all of it may happen again.

import { addressWithin, Framed } from "./frames.ts";

const NAME = "nastavnik-embed";
const LEAST_HEIGHT = "20rem";
const SCRIPT = (document.currentScript as HTMLScriptElement | null)?.src ?? location.href;
const known = new Map<HTMLIFrameElement, Framed>();

function watch(frame: HTMLIFrameElement, whenRefused?: () => void): void {
  if (!known.has(frame) && addressWithin(frame.src, SCRIPT)) known.set(frame, new Framed(frame, whenRefused));
}

function look(): void {
  for (const frame of known.keys()) if (!frame.isConnected) known.delete(frame);
  for (const frame of document.querySelectorAll<HTMLIFrameElement>("iframe[data-nastavnik]")) watch(frame);
}

class Embed extends HTMLElement {
  private readonly link = document.createElement("slot");
  private frame: HTMLIFrameElement | null = null;

  connectedCallback(): void {
    if (!this.shadowRoot) this.attachShadow({ mode: "open" }).append(this.link);
    this.style.display = "block";
    this.frame ??= this.made();
    // taken out and put in again, it loads anew
    if (this.frame) watch(this.frame, () => this.refused());
  }

  private made(): HTMLIFrameElement | null {
    const address = addressWithin(this.getAttribute("src") ?? "", SCRIPT);
    if (!address) return null; // its link stays
    const frame = document.createElement("iframe");
    frame.src = address;
    frame.title = this.getAttribute("title") ?? "";
    frame.loading = "lazy";
    frame.allow = "autoplay; fullscreen; picture-in-picture; clipboard-write";
    Object.assign(frame.style, { display: "block", width: "100%", minHeight: LEAST_HEIGHT, border: "0" });
    this.link.style.display = "none";
    this.shadowRoot?.append(frame);
    return frame;
  }

  private refused(): void {
    if (this.frame) this.frame.style.display = "none";
    this.link.style.display = "";
  }
}

if (!customElements.get(NAME)) {
  customElements.define(NAME, Embed);
  addEventListener("message", (event) => {
    for (const framed of known.values()) framed.hear(event);
  });
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  look();
}
