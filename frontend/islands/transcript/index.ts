// The words beside a film: fetched when they are opened, following the film, played by a press on a phrase.

import { Chooser } from "./chooser.ts";
import { cite, copy, type Quote } from "./copy.ts";
import { phraseAt } from "./find.ts";
import { Finder } from "./finder.ts";

interface PlayerElement extends HTMLElement {
  goTo(seconds: number): Promise<void>;
}

class NastavnikTranscript extends HTMLElement {
  private phrases: HTMLElement[] = [];
  private begins: number[] = [];
  private present = -1;
  private isFollowing = true;
  private chooser: Chooser | null = null;
  private video: HTMLVideoElement | null = null;

  connectedCallback(): void {
    const details = this.querySelector("details");
    details?.addEventListener("toggle", () => details.open && void this.load());
    if (!details || details.open) void this.load();
  }

  disconnectedCallback(): void {
    this.video?.removeEventListener("timeupdate", this.follow);
  }

  /** Bring the words in, once; whoever comes back after a failure tries again. */
  private async load(): Promise<void> {
    if (this.dataset.state === "there" || this.dataset.state === "coming") return;
    const place = this.querySelector<HTMLElement>("[data-words]");
    if (place && this.dataset.url) await this.fetchInto(place, this.dataset.url);
    else this.begin();
  }

  private async fetchInto(place: HTMLElement, address: string): Promise<void> {
    this.dataset.state = "coming";
    const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) {
      this.dataset.state = "";
      document.dispatchEvent(new CustomEvent("toast", { detail: { text: this.dataset.wordFailed, kind: "error" } }));
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...page.body.childNodes);
    this.begin();
  }

  private begin(): void {
    this.dataset.state = "there";
    const [tools, text] = [this.piece("[data-tools]"), this.piece("[data-text]")];
    if (!tools || !text) return;
    tools.hidden = false;
    this.phrases = [...text.querySelectorAll<HTMLElement>("[data-at]")];
    this.begins = this.phrases.map((phrase) => Number(phrase.dataset.at));
    this.video = document.querySelector("nastavnik-player video");
    new Finder(tools, text, (place) => this.show(place.startContainer.parentElement as HTMLElement));
    this.chooser = new Chooser(this, text, this.phrases, {
      here: () => Math.max(this.present, 0),
      address: () => this.address,
      play: (phrase) => this.play(phrase),
      rest: () => this.setFollowing(false),
    });
    this.piece("[data-copy]")?.addEventListener("click", () => void this.copyQuote());
    for (const link of this.querySelectorAll<HTMLAnchorElement>("a[data-words-language]"))
      link.addEventListener("click", (event) => this.changeLanguage(event, link));
    this.wireFollowing(text);
    this.follow();
  }

  private changeLanguage(event: Event, link: HTMLAnchorElement): void {
    const place = this.piece("[data-words]");
    if (!place) return;
    event.preventDefault();
    this.video?.removeEventListener("timeupdate", this.follow);
    void this.fetchInto(place, `${link.href}?bare`);
  }

  // --- following the film ----------------------------------------------------------------------------------------------

  private wireFollowing(text: HTMLElement): void {
    const button = this.piece<HTMLButtonElement>("[data-follow]");
    if (button) button.hidden = this.video === null;
    button?.addEventListener("click", () => this.setFollowing(!this.isFollowing));
    // who moves the text by hand reads elsewhere: it is not pulled away from her
    for (const name of ["wheel", "touchmove"])
      text.addEventListener(name, () => this.setFollowing(false), { passive: true });
    text.addEventListener("keydown", ({ key }) => key.startsWith("Page") && this.setFollowing(false));
    text.addEventListener("click", (event) => this.press(event));
    this.video?.addEventListener("timeupdate", this.follow);
  }

  private setFollowing(isFollowing: boolean): void {
    this.isFollowing = isFollowing && this.video !== null;
    this.piece("[data-follow]")?.setAttribute("aria-pressed", String(this.isFollowing));
    const phrase = this.phrases[this.present];
    if (this.isFollowing && phrase) this.show(phrase);
  }

  private readonly follow = (): void => {
    if (!this.video || (this.video.paused && this.video.currentTime === 0)) return;
    const here = phraseAt(this.begins, this.video.currentTime);
    if (here === this.present) return;
    this.phrases[this.present]?.classList.remove("is-said");
    this.present = here;
    const phrase = this.phrases[here];
    phrase?.classList.add("is-said");
    if (phrase && this.isFollowing) this.show(phrase);
  };

  /** Bring a phrase into sight by moving the text alone, never the page. */
  private show(phrase: HTMLElement): void {
    const text = this.piece("[data-text]");
    if (!text || text.scrollHeight <= text.clientHeight) {
      if (!this.video) phrase.scrollIntoView({ block: "center" });
      return;
    }
    const [inner, outer] = [phrase.getBoundingClientRect(), text.getBoundingClientRect()];
    if (inner.top >= outer.top + 40 && inner.bottom <= outer.bottom - 80) return;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = text.scrollTop + inner.top - outer.top - text.clientHeight / 3;
    text.scrollTo({ top, behavior: isCalm ? "auto" : "smooth" });
  }

  private press(event: Event): void {
    const phrase = (event.target as Element).closest<HTMLElement>("[data-at]");
    // who marks words to copy them does not want the film to jump
    if (!phrase || !document.getSelection()?.isCollapsed) return;
    if (!this.chooser?.take(phrase)) this.play(phrase);
  }

  private play(phrase: HTMLElement): void {
    const player = document.querySelector<PlayerElement>("nastavnik-player");
    if (!player) return;
    this.setFollowing(true);
    void player.goTo(Number(phrase.dataset.at));
  }

  // --- copying -----------------------------------------------------------------------------------------------------------

  private get address(): string {
    return new URL(this.piece("[data-citation]")?.dataset.address ?? "", location.href).href;
  }

  private async copyQuote(): Promise<void> {
    const quote = this.chooser?.quote() ?? this.chosen() ?? this.paragraphOf(this.phrases[Math.max(this.present, 0)]);
    if (!quote) return;
    const source = this.piece("[data-citation]");
    const isDone = await copy(cite(quote, source?.dataset.citation ?? "", this.address));
    const text = isDone ? this.dataset.wordCopied : this.dataset.wordNotCopied;
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind: isDone ? "success" : "error" } }));
  }

  private chosen(): Quote | null {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !this.contains(selection.anchorNode)) return null;
    const start = selection.getRangeAt(0).startContainer;
    const element = start instanceof Element ? start : start.parentElement;
    const phrase = element?.closest<HTMLElement>("[data-at]") ?? element?.querySelector<HTMLElement>("[data-at]");
    const begin = phrase ?? element?.closest("[data-paragraph]")?.querySelector<HTMLElement>("[data-at]");
    return { text: selection.toString(), seconds: Number(begin?.dataset.at ?? 0), end: null };
  }

  private paragraphOf(phrase: HTMLElement | undefined): Quote | null {
    const said = phrase?.closest("[data-paragraph]")?.querySelectorAll<HTMLElement>("[data-at]");
    if (!said?.length) return null;
    return { text: [...said].map((one) => one.textContent).join(" "), seconds: Number(said[0]?.dataset.at), end: null };
  }

  private piece<T extends HTMLElement = HTMLElement>(selector: string): T | null {
    return this.querySelector<T>(selector);
  }
}

customElements.define("nastavnik-transcript", NastavnikTranscript);
