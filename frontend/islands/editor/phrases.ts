// The phrases of a transcript in their order, as the school last told them.

import { phraseAt } from "../transcript/find.ts";

export interface Phrase {
  id: number;
  version: number;
  seconds: number;
  endSeconds: number;
  text: string;
  /** numbers of words of which the recogniser was not sure */
  doubtful: number[];
  beginsParagraph: boolean;
}

export interface State {
  version: number;
  isWhole: boolean;
  cues: Phrase[];
  removed: number[];
  /** somebody else who changed something last */
  by: string;
}

export interface Span {
  from: number;
  to: number;
}

export interface Place extends Span {
  id: number;
}

/** Return where the words of a text stand. */
export function wordsOf(text: string): Span[] {
  return [...text.matchAll(/\S+/g)].map((match) => ({ from: match.index, to: match.index + match[0].length }));
}

/** Tell whether two texts say the same: spaces at the ends and runs of them do not count. */
export function isSame(one: string, other: string): boolean {
  const plain = (text: string) => text.replace(/[^\S\n]+/g, " ").trim();
  return plain(one) === plain(other);
}

export class Phrases {
  /** of the whole transcript, as far as it is known here */
  version = 0;
  list: Phrase[] = [];
  private begins: number[] = [];
  private readonly known = new Map<number, Phrase>();

  get(id: number): Phrase | undefined {
    return this.known.get(id);
  }

  /** Take what the school tells; return which phrases are other than before, and which are gone. */
  take(state: State): { changed: number[]; gone: number[] } {
    const told = new Set(state.cues.map(({ id }) => id));
    const gone = state.isWhole ? this.list.map(({ id }) => id).filter((id) => !told.has(id)) : state.removed;
    const changed = state.cues.filter((phrase) => this.learn(phrase)).map(({ id }) => id);
    const lost = gone.filter((id) => this.known.delete(id));
    this.version = state.version;
    this.arrange();
    return { changed, gone: lost };
  }

  put(...phrases: Phrase[]): void {
    for (const phrase of phrases) this.learn(phrase);
    this.arrange();
  }

  drop(id: number): void {
    this.known.delete(id);
    this.arrange();
  }

  /** What is told late is older than what is known already. */
  private learn(phrase: Phrase): boolean {
    const known = this.known.get(phrase.id);
    if (known && known.version >= phrase.version) return false;
    this.known.set(phrase.id, phrase);
    return true;
  }

  private arrange(): void {
    this.list = [...this.known.values()].sort((one, other) => one.seconds - other.seconds || one.id - other.id);
    this.begins = this.list.map(({ seconds }) => seconds);
  }

  at(seconds: number): Phrase | undefined {
    return this.list[phraseAt(this.begins, seconds)];
  }

  beside(id: number, by: 1 | -1): Phrase | undefined {
    const number = this.list.findIndex((phrase) => phrase.id === id);
    return number < 0 ? undefined : this.list[number + by];
  }

  get doubts(): number {
    return this.list.reduce((count, { doubtful }) => count + doubtful.length, 0);
  }

  /** Return the next doubtful word after the character `caret` of a phrase (the one before, with -1), round and round. */
  doubtful(id: number | null, caret: number, by: 1 | -1): Place | null {
    const places = this.list.flatMap((phrase, number) => {
      const words = wordsOf(phrase.text);
      return phrase.doubtful.flatMap((word) => (words[word] ? [{ ...words[word], id: phrase.id, number }] : []));
    });
    const here = this.list.findIndex((phrase) => phrase.id === id);
    const isAfter = ({ number, from }: { number: number; from: number }) =>
      number > here || (number === here && from > caret);
    const isBefore = ({ number, to }: { number: number; to: number }) =>
      number < here || (number === here && to < caret);
    const next = by > 0 ? places.find(isAfter) : places.filter(isBefore).pop();
    return next ?? (by > 0 ? places[0] : places.pop()) ?? null;
  }
}
