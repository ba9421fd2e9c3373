// The list of phrases on the page: plain text, of which one is open.

import { sayTime } from "../player/time.ts";
import { type Phrase, type Phrases, wordsOf } from "./phrases.ts";

const FLASH_MILLISECONDS = 20_000;

export class Rows {
  private readonly rows = new Map<number, HTMLElement>();
  private said: HTMLElement | null = null;

  constructor(
    private readonly list: HTMLElement,
    private readonly pattern: HTMLTemplateElement,
  ) {}

  /** Show all phrases in their order, making what is not there; rows that stay keep what is open in them. */
  arrange(phrases: Phrases, textOf: (phrase: Phrase) => string): void {
    for (const [id, row] of this.rows)
      if (!phrases.get(id)) {
        row.remove();
        this.rows.delete(id);
      }
    let last: HTMLElement | null = null;
    for (const phrase of phrases.list) {
      const known = this.rows.get(phrase.id);
      const row = known ?? this.make(phrase, textOf(phrase));
      // moving a row takes the focus off it: only what stands wrongly is moved
      const place: Element | null = last ? last.nextElementSibling : this.list.firstElementChild;
      if (place !== row) this.list.insertBefore(row, place);
      last = row;
    }
  }

  private make(phrase: Phrase, text: string): HTMLElement {
    const row = (this.pattern.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    row.dataset.id = String(phrase.id);
    this.rows.set(phrase.id, row);
    this.write(phrase, text);
    return row;
  }

  /** Write a phrase into its row. */
  write(phrase: Phrase, text: string): void {
    const row = this.rows.get(phrase.id);
    const time = row?.querySelector(".phrase-time");
    const words = row?.querySelector<HTMLElement>(".phrase-text");
    if (!row || !time || !words) return;
    time.textContent = sayTime(phrase.seconds);
    row.classList.toggle("phrase--paragraph", phrase.beginsParagraph);
    words.replaceChildren(...marked(text, text === phrase.text ? phrase.doubtful : []));
  }

  get(id: number): HTMLElement | undefined {
    return this.rows.get(id);
  }

  /** Put the open phrase into its row, or take it out again. */
  setOpen(id: number, element: HTMLElement | null): void {
    const row = this.rows.get(id);
    const words = row?.querySelector<HTMLElement>(".phrase-text");
    row?.classList.toggle("phrase--open", element !== null);
    if (words) words.hidden = element !== null;
    if (element) row?.querySelector(".phrase-body")?.append(element);
    else row?.querySelector(".phrase-open")?.remove();
  }

  markSaid(id: number | undefined, isToShow: boolean): void {
    const row = id === undefined ? null : (this.rows.get(id) ?? null);
    if (row === this.said) return;
    this.said?.classList.remove("phrase--said");
    this.said = row;
    row?.classList.add("phrase--said");
    if (row && isToShow) this.show(row);
  }

  /** Say on a row that somebody else changed it. */
  flash(id: number, name: string): void {
    const row = this.rows.get(id);
    if (!row) return;
    row.dataset.by = name;
    window.setTimeout(() => delete row.dataset.by, FLASH_MILLISECONDS);
  }

  show(row: HTMLElement): void {
    row.scrollIntoView({ block: "nearest" });
  }
}

function marked(text: string, doubtful: number[]): Node[] {
  const nodes: Node[] = [];
  let done = 0;
  const words = wordsOf(text);
  for (const number of doubtful) {
    const word = words[number];
    if (!word) continue;
    const mark = document.createElement("mark");
    mark.textContent = text.slice(word.from, word.to);
    nodes.push(new Text(text.slice(done, word.from)), mark);
    done = word.to;
  }
  return [...nodes, new Text(text.slice(done))];
}
