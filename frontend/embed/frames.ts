// The frames of a school on another site's page: which of them told something, and how high they want to be.

// what a frame on its way and one that was refused are told apart by
export const REFUSED_AFTER_MILLISECONDS = 4000;
const MOST_PIXELS = 30_000;

/** Return how high the page inside says it is: 0 while it lies in a hidden tab, null for what is not ours. */
export function heightTold(data: unknown): number | null {
  if (!data || typeof data !== "object") return null;
  const { nastavnik, height } = data as Record<string, unknown>;
  if (nastavnik !== "height" || typeof height !== "number" || !Number.isFinite(height) || height < 0) return null;
  return Math.min(Math.ceil(height), MOST_PIXELS);
}

/** Return the whole address of what may be shown: of the school that this script came from, and of no other place. */
export function addressWithin(address: string, script: string): string {
  try {
    const whole = new URL(address, script);
    return whole.origin === new URL(script).origin ? whole.href : "";
  } catch {
    return ""; // no address at all
  }
}

/** A frame and what became of it. `whenRefused` is called when nothing inside speaks: this site may not show the school. */
export class Framed {
  private isHeard = false;
  private readonly origin: string;

  constructor(
    readonly frame: HTMLIFrameElement,
    private readonly whenRefused: () => void = () => undefined,
  ) {
    this.origin = new URL(frame.src, document.baseURI).origin;
    frame.addEventListener("load", () => this.loaded());
    // a frame in a hidden tab has no width; shown later, it is asked once more
    new ResizeObserver(() => this.ask()).observe(frame);
    this.ask();
  }

  /** Take in what came from the page inside; what others sent is not heard. */
  hear(event: MessageEvent): void {
    if (event.source !== this.frame.contentWindow || event.origin !== this.origin) return;
    const height = heightTold(event.data);
    if (height === null) return;
    this.isHeard = true;
    if (height > 0) this.grow(height);
  }

  private grow(height: number): void {
    this.frame.style.minHeight = "0";
    this.frame.style.height = `${height}px`;
  }

  private loaded(): void {
    this.isHeard = false;
    this.ask();
    setTimeout(() => {
      if (!this.isHeard && this.frame.isConnected) this.whenRefused();
    }, REFUSED_AFTER_MILLISECONDS);
  }

  private ask(): void {
    // to anybody: it says nothing, and a frame that has not loaded yet has no origin to name
    this.frame.contentWindow?.postMessage({ nastavnik: "ask" }, "*");
  }
}
