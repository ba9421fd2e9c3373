// A list whose items move by drag or by keyboard, between groups too. See docs/architecture/interface.md for the markup.
//
// Space or Enter lifts an item by its handle, arrows move it, Space puts it down, Escape puts it back.

import { type Direction, fields, isSame, type Order, type Place, placeOf, put, step } from "./moves.ts";

const EDGE_PX = 60;
const idOf = (item: HTMLElement): string => item.dataset.reorderItem ?? "";

class Board {
  private readonly groups: HTMLElement[];
  private readonly voice: HTMLElement | null;
  private lifted: HTMLElement | null = null;
  private before: Order = [];
  private isShowing = false;
  private isDragging = false;

  constructor(private readonly form: HTMLFormElement) {
    this.groups = Array.from(form.querySelectorAll<HTMLElement>("[data-reorder-group]"));
    this.voice = form.querySelector("[data-reorder-voice]");
    for (const handle of form.querySelectorAll<HTMLElement>("[data-reorder-handle]")) {
      handle.hidden = false;
      handle.addEventListener("keydown", (event) => this.onKey(event, handle));
      handle.addEventListener("pointerdown", (event) => this.onPointerDown(event, handle));
      handle.addEventListener("blur", () => this.onBlur());
    }
    form.dataset.reorderReady = "";
  }

  private order(): Order {
    return this.groups.map((group) => ({
      id: group.dataset.reorderGroup ?? "",
      items: this.itemsOf(group).map(idOf),
    }));
  }

  private itemsOf(group: HTMLElement): HTMLElement[] {
    return Array.from(group.querySelectorAll<HTMLElement>(":scope > [data-reorder-item]"));
  }

  /** Put the elements in this order. Moving an element takes the focus off it for a moment: it is given back, and not taken for leaving. */
  private show(order: Order): void {
    const focused = document.activeElement;
    this.isShowing = true;
    const items = new Map(this.groups.flatMap((group) => this.itemsOf(group)).map((item) => [idOf(item), item]));
    for (const [index, group] of this.groups.entries()) {
      for (const id of order[index]?.items ?? []) {
        const item = items.get(id);
        if (item) group.append(item);
      }
    }
    if (focused instanceof HTMLElement && this.form.contains(focused)) focused.focus();
    this.isShowing = false;
  }

  private say(name: "lifted" | "moved" | "dropped" | "cancelled"): void {
    const place = this.lifted && placeOf(this.order(), idOf(this.lifted));
    if (!this.voice || !place) return;
    const group = this.groups[place.group];
    this.voice.textContent = (this.voice.dataset[name] ?? "")
      .replace("{position}", String(place.index + 1))
      .replace("{total}", String(group ? this.itemsOf(group).length : 0))
      .replace("{group}", group?.getAttribute("aria-label") ?? "");
  }

  private lift(item: HTMLElement): void {
    this.before = this.order();
    this.lifted = item;
    item.dataset.lifted = "";
    this.say("lifted");
  }

  private put(place: Place | null): void {
    if (!this.lifted || !place) return;
    this.show(put(this.order(), idOf(this.lifted), place));
    this.say("moved");
  }

  private drop(): void {
    if (!this.lifted) return;
    this.say("dropped");
    this.release();
    if (!isSame(this.before, this.order())) void this.send();
  }

  private cancel(): void {
    if (!this.lifted) return;
    this.show(this.before);
    this.say("cancelled");
    this.release();
  }

  private release(): void {
    if (this.lifted) delete this.lifted.dataset.lifted;
    this.lifted = null;
  }

  private async send(): Promise<void> {
    const before = this.before;
    const body = new URLSearchParams(fields(this.order()));
    body.set("csrfmiddlewaretoken", new FormData(this.form).get("csrfmiddlewaretoken")?.toString() ?? "");
    const response = await fetch(this.form.action, { method: "POST", body, headers: { Accept: "text/plain" } }).catch(
      () => null,
    );
    if (response?.redirected) location.assign(response.url);
    if (response?.ok) return;
    this.show(before);
    const isSentence = response?.headers.get("Content-Type")?.startsWith("text/plain");
    const text = response && isSentence ? await response.text() : this.form.dataset.failed;
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind: "error" } }));
  }

  // --- keyboard ---

  private onKey(event: KeyboardEvent, handle: HTMLElement): void {
    const actions: Record<string, () => void> = {
      " ": () => this.toggle(handle),
      Enter: () => this.toggle(handle),
      Escape: () => this.cancel(),
      ArrowUp: () => this.move("up"),
      ArrowDown: () => this.move("down"),
    };
    const action = actions[event.key];
    const isOurs = this.lifted || event.key === " " || event.key === "Enter";
    if (!action || !isOurs) return;
    event.preventDefault();
    action();
  }

  private toggle(handle: HTMLElement): void {
    if (this.lifted) {
      this.drop();
      return;
    }
    const item = handle.closest<HTMLElement>("[data-reorder-item]");
    if (item) this.lift(item);
  }

  private move(direction: Direction): void {
    if (this.lifted) this.put(step(this.order(), idOf(this.lifted), direction));
  }

  private onBlur(): void {
    if (!this.isShowing && !this.isDragging) this.cancel();
  }

  // --- pointer ---

  private onPointerDown(event: PointerEvent, handle: HTMLElement): void {
    const item = handle.closest<HTMLElement>("[data-reorder-item]");
    if (!item || event.button !== 0) return;
    event.preventDefault();
    this.isDragging = true;
    this.lift(item);
    const stop = new AbortController();
    const finish = (isKept: boolean) => {
      stop.abort();
      this.isDragging = false;
      if (isKept) this.drop();
      else this.cancel();
    };
    const options = { signal: stop.signal };
    document.addEventListener("pointermove", (moved) => this.follow(moved.clientX, moved.clientY), options);
    document.addEventListener("pointerup", () => finish(true), options);
    document.addEventListener("pointercancel", () => finish(false), options);
    document.addEventListener("keydown", (key) => key.key === "Escape" && finish(false), options);
  }

  private follow(x: number, y: number): void {
    if (y < EDGE_PX) scrollBy(0, -EDGE_PX / 4);
    if (y > innerHeight - EDGE_PX) scrollBy(0, EDGE_PX / 4);
    const under = document.elementFromPoint(x, y);
    const group = under?.closest<HTMLElement>("[data-reorder-group]");
    const index = group ? this.groups.indexOf(group) : -1;
    if (!group || index < 0) return;
    const others = this.itemsOf(group).filter((item) => item !== this.lifted);
    const at = others.findIndex((item) => y < item.getBoundingClientRect().top + item.offsetHeight / 2);
    const place = { group: index, index: at < 0 ? others.length : at };
    const here = this.lifted && placeOf(this.order(), idOf(this.lifted));
    if (here?.group !== place.group || here.index !== place.index) this.put(place);
  }
}

function bind(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-reorder]:not([data-reorder-ready])"))
    new Board(form);
}

bind(document);
// a list that came with a part of the page
document.addEventListener("htmx:load", (event) => bind(event.target as HTMLElement));
