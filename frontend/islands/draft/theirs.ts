// Two have written at the same place: the text of the other, with what one may do about it. [data-mine] saves one's own in its place,
// [data-leave] goes on with the other's; where both are kept a link compares them.

export interface Said {
  /** what happened */
  words: string;
  text: string;
  mine: string;
  /** only where one's own text is kept aside */
  aside?: { leave: string; kept: string; compare: string; address: string } | undefined;
}

export function helpOf(words: string): HTMLElement {
  return Object.assign(document.createElement("p"), { textContent: words, className: "help" });
}

function buttonOf(words: string, kind: string, name: "mine" | "leave"): HTMLButtonElement {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: words, className: `button button--${kind}` });
  button.dataset[name] = "";
  return button;
}

export function theirsBlock({ words, text, mine, aside }: Said): HTMLElement {
  const block = document.createElement("div");
  block.className = "theirs";
  block.dataset.theirs = "";
  block.setAttribute("role", "alert");
  const body = Object.assign(document.createElement("div"), {
    textContent: text,
    className: "theirs-text",
    tabIndex: 0,
  });
  block.append(helpOf(words), body, buttonOf(mine, "second", "mine"));
  if (!aside) return block;
  const link = Object.assign(document.createElement("a"), { textContent: aside.compare, target: "_blank" });
  link.href = aside.address;
  block.append(buttonOf(aside.leave, "quiet", "leave"), helpOf(aside.kept), link);
  return block;
}
