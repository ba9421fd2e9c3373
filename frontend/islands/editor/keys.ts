// The keys of the editor. None of them is taken by browsers or screen readers; letters are told by their place, so that they
// work in the Russian layout and in the English one.

export type Action =
  | "play"
  | "back"
  | "forward"
  | "next-doubtful"
  | "previous-doubtful"
  | "trust"
  | "previous"
  | "next"
  | "split"
  | "join-before"
  | "join-after"
  | "help";

export interface Key {
  key: string;
  code: string;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  metaKey: boolean;
  isComposing?: boolean;
}

/** Where the cursor is in the text of the phrase. */
export interface Caret {
  isAtStart: boolean;
  isAtEnd: boolean;
  isOnFirstLine: boolean;
  isOnLastLine: boolean;
}

const WITH_CTRL: Record<string, Action> = {
  Enter: "play",
  NumpadEnter: "play",
  Semicolon: "back",
  Quote: "forward",
  Period: "next-doubtful",
  Comma: "previous-doubtful",
  ArrowUp: "previous",
  ArrowDown: "next",
  Slash: "help",
};

/** What keys do by themselves, and where the cursor must be for it. */
const ALONE: Record<string, { action: Action; where?: keyof Caret }> = {
  Enter: { action: "split" },
  Backspace: { action: "join-before", where: "isAtStart" },
  Delete: { action: "join-after", where: "isAtEnd" },
  ArrowUp: { action: "previous", where: "isOnFirstLine" },
  ArrowDown: { action: "next", where: "isOnLastLine" },
};

/** Return what a key asks for, or null when it is the text field's own. */
export function actionOf(key: Key, caret: Caret): Action | null {
  if (key.shiftKey || key.isComposing) return null;
  if (key.ctrlKey || key.metaKey) return withCommand(key);
  if (key.altKey) return key.key === "Enter" ? "trust" : null;
  const known = ALONE[key.key];
  return known && (!known.where || caret[known.where]) ? known.action : null;
}

function withCommand(key: Key): Action | null {
  return key.altKey ? null : (WITH_CTRL[key.code] ?? null);
}
