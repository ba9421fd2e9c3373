// The check before air: what the browser measures goes along with the form that asks the school for the rest.

import { uploadSpeed } from "./check.ts";

export class Preflight {
  constructor(
    private readonly form: HTMLFormElement,
    private readonly measured: () => Record<string, number> | null,
  ) {
    // before htmx posts it: wait for the measures, then let it go
    form.addEventListener("htmx:confirm", (event) => {
      const { issueRequest } = (event as CustomEvent<{ issueRequest: (isConfirmed: boolean) => void }>).detail;
      event.preventDefault();
      void this.measure().then(() => issueRequest(true));
    });
  }

  private async measure(): Promise<void> {
    const button = this.form.querySelector("button");
    const waits = this.form.querySelector<HTMLElement>("[data-waits]");
    if (button) button.disabled = true;
    if (waits) waits.hidden = false;
    const csrf = this.form.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const upload = await uploadSpeed(this.form.dataset.check ?? "", csrf);
    const measures: Record<string, number> = { ...(this.measured() ?? {}), upload_bits: upload };
    for (const field of this.form.querySelectorAll<HTMLInputElement>("input[data-measure]"))
      field.value = String(measures[field.name] ?? "");
    if (button) button.disabled = false;
    if (waits) waits.hidden = true;
  }
}
