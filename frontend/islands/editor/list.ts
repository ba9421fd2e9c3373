// The list of phrases as it stands on the page, and the one of them that is open.

import type { Drafts } from "./drafts.ts";
import { type OpenEvents, OpenPhrase } from "./open.ts";
import type { Page } from "./page.ts";
import { isSame, type Phrase, type Phrases } from "./phrases.ts";
import { Rows } from "./rows.ts";

/** What the editor knows: the phrases, what was typed into them, and where another's text stands against hers. */
export interface Known {
  readonly phrases: Phrases;
  readonly drafts: Drafts;
  readonly conflicts: Map<number, Phrase>;
}

export interface ListEvents {
  /** what the open phrase reports */
  eventsOf(id: number): OpenEvents;
  /** another phrase is opened: what was typed into this one is to be saved */
  onLeave(id: number): void;
  /** the phrase is gone */
  onLost(id: number): void;
}

export class List {
  open: OpenPhrase | null = null;
  private readonly rows: Rows;

  constructor(
    private readonly page: Page,
    private readonly known: Known,
    private readonly events: ListEvents,
  ) {
    this.rows = new Rows(page.find("[data-list]"), page.pattern("phrase"));
  }

  /** What stands in a phrase's row: what was typed, else what the school has. */
  textOf(phrase: Phrase): string {
    return this.known.drafts.get(phrase.id)?.text ?? phrase.text;
  }

  redraw(changed: number[], gone: number[] = []): void {
    for (const id of gone) this.lose(id);
    this.arrange();
    for (const id of changed) {
      const phrase = this.known.phrases.get(id);
      if (phrase) this.rows.write(phrase, this.textOf(phrase));
      if (phrase && this.open?.id === id) this.open.show(phrase, this.textOf(phrase));
    }
    this.page.countDoubts(this.known.phrases.doubts);
  }

  arrange(): void {
    this.rows.arrange(this.known.phrases, (phrase) => this.textOf(phrase));
  }

  /** A phrase is gone: what was typed into it is shown, to be copied. */
  lose(id: number): void {
    const draft = this.known.drafts.get(id);
    if (this.open?.id === id) this.open = null;
    this.known.conflicts.delete(id);
    this.events.onLost(id);
    if (!draft) return;
    this.page.showOrphan(draft.text);
    this.known.drafts.drop(id);
  }

  /** Open a phrase with its characters `from`–`to` chosen; `isFocused`: she goes on typing there. */
  openPhrase(id: number | undefined, from = 0, to = from, isFocused = false): void {
    const phrase = id === undefined ? undefined : this.known.phrases.get(id);
    if (!phrase) return;
    if (this.open?.id !== phrase.id) {
      this.close();
      this.open = new OpenPhrase(phrase.id, this.page.pattern("open"), this.events.eventsOf(phrase.id));
      this.rows.setOpen(phrase.id, this.open.element);
      this.open.show(phrase, this.textOf(phrase));
      this.open.showConflict(this.known.conflicts.get(phrase.id) ?? null);
    }
    if (isFocused) this.open.focus(from, to);
    const row = this.rows.get(phrase.id);
    if (row && isFocused) this.rows.show(row);
  }

  private close(): void {
    if (!this.open) return;
    const { id } = this.open;
    this.rows.setOpen(id, null);
    this.open = null;
    const phrase = this.known.phrases.get(id);
    if (phrase) this.rows.write(phrase, this.textOf(phrase));
    this.events.onLeave(id);
  }

  showSaved(cue: Phrase): void {
    const phrase = this.known.phrases.get(cue.id) ?? cue;
    this.rows.write(phrase, this.textOf(phrase));
    if (this.open?.id !== cue.id) return;
    // what she goes on typing, and a space behind which the cursor stands, are not moved under her hands
    const isHers = this.known.drafts.get(cue.id) !== undefined || isSame(this.open.field.value, phrase.text);
    this.open.show(phrase, isHers ? this.open.field.value : phrase.text);
  }

  showConflict(present: Phrase): void {
    if (this.open?.id === present.id) this.open.showConflict(present);
    else this.openPhrase(present.id);
  }

  flash(id: number, by: string): void {
    this.rows.flash(id, by);
  }

  /** Mark the phrase that is being said, and bring it into sight unless somebody types. */
  follow(seconds: number, isToShow: boolean): void {
    this.rows.markSaid(this.known.phrases.at(seconds)?.id, isToShow);
  }
}
