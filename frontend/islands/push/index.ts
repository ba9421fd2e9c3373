// The switch for notices in this browser: <section data-push data-key data-worker data-on data-off> with a part for each state.

import { isFor, keyBytes } from "./key.ts";

type State = "impossible" | "refused" | "off" | "on";

class Switch {
  private readonly key: Uint8Array<ArrayBuffer>;

  constructor(private readonly section: HTMLElement) {
    this.key = keyBytes(section.dataset.key ?? "");
    section.hidden = false;
    section.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLButtonElement>("button[data-turn]");
      if (button) void this.press(button);
    });
  }

  async begin(): Promise<void> {
    this.show(await this.state());
  }

  private get isPossible(): boolean {
    return "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  }

  private async state(): Promise<State> {
    if (!this.isPossible) return "impossible";
    if (Notification.permission === "denied") return "refused";
    return (await this.subscription()) ? "on" : "off";
  }

  private async subscription(): Promise<PushSubscription | null> {
    const registration = await navigator.serviceWorker.getRegistration("/");
    const made = (await registration?.pushManager.getSubscription()) ?? null;
    return made && isFor(this.key, made.options.applicationServerKey) ? made : null;
  }

  private show(state: State): void {
    for (const part of this.section.querySelectorAll<HTMLElement>("[data-when]"))
      part.hidden = part.dataset.when !== state;
  }

  private async press(button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    const isDone = await (button.dataset.turn === "on" ? this.turnOn() : this.turnOff()).catch(() => false);
    button.disabled = false;
    this.show(await this.state());
    const failed = this.section.dataset.failed;
    if (!isDone && Notification.permission !== "denied" && failed)
      document.dispatchEvent(new CustomEvent("toast", { detail: { text: failed } }));
  }

  private async turnOn(): Promise<boolean> {
    if ((await Notification.requestPermission()) !== "granted") return false;
    const registration = await navigator.serviceWorker.register(this.section.dataset.worker ?? "", { scope: "/" });
    await navigator.serviceWorker.ready;
    // one made for a former key of the school stands in the way
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.key });
    const isKept = await this.post(this.section.dataset.on, { told: JSON.stringify(made.toJSON()) });
    if (!isKept) await made.unsubscribe();
    return isKept;
  }

  private async turnOff(): Promise<boolean> {
    const made = await this.subscription();
    if (!made) return true;
    const isKept = await this.post(this.section.dataset.off, { endpoint: made.endpoint });
    return isKept && (await made.unsubscribe());
  }

  private async post(address: string | undefined, words: Record<string, string>): Promise<boolean> {
    const csrf = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const headers = { "X-CSRFToken": csrf, Accept: "application/json" };
    const answer = await fetch(address ?? "", { method: "POST", headers, body: new URLSearchParams(words) });
    return answer.ok;
  }
}

for (const section of document.querySelectorAll<HTMLElement>("[data-push]")) void new Switch(section).begin();
