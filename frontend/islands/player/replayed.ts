// What is played again most, as a hill over the time bar. It is for the eye alone: in words it stands at the desk of the school.

interface Drawn {
  box?: string;
  area?: string;
}

const SVG = "http://www.w3.org/2000/svg";

/** Draw the hill of a film, where enough people have watched it; it takes no room, and nothing waits for it. */
export async function drawReplayed(root: HTMLElement, controller: Element): Promise<void> {
  const embedded = root.dataset.embed === undefined ? "" : "?embedded";
  try {
    const answer = await fetch(`${root.dataset.watch ?? ""}replayed/${embedded}`);
    if (!answer.ok) return;
    const { box, area } = (await answer.json()) as Drawn;
    if (box && area) place(controller, box, area);
  } catch {
    // no network: the film has its bar all the same
  }
}

function place(controller: Element, box: string, area: string): void {
  const picture = document.createElementNS(SVG, "svg");
  const hill = document.createElementNS(SVG, "path");
  hill.setAttribute("d", area);
  picture.setAttribute("viewBox", box);
  picture.setAttribute("preserveAspectRatio", "none");
  picture.setAttribute("aria-hidden", "true");
  picture.append(hill);
  const holder = document.createElement("div");
  holder.className = "player-replayed";
  holder.append(picture);
  controller.querySelector(".player-time")?.before(holder);
}
