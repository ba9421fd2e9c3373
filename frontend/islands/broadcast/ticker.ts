// A clock that a hidden page keeps: browsers slow the page's own timers down, but not those of a worker.

const CODE =
  "let t; onmessage = ({ data }) => { clearInterval(t); if (data) t = setInterval(() => postMessage(0), data); };";

export class Ticker {
  private readonly worker: Worker;

  constructor(onTick: () => void) {
    const address = URL.createObjectURL(new Blob([CODE], { type: "text/javascript" }));
    this.worker = new Worker(address);
    URL.revokeObjectURL(address);
    this.worker.onmessage = onTick;
  }

  /** Tick so many times a second; never with 0. */
  setRate(perSecond: number): void {
    this.worker.postMessage(perSecond ? 1000 / perSecond : 0);
  }
}
