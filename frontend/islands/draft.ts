// Saves a long form by itself: <form data-draft="/address/"> with an <output data-saved="Saved at {time}" data-unsaved="…">.
// Who answers with a version (`{"version": 3}`) has it put into the form's field of that name, so that the next save, and the
// form itself, are known to have seen it; a refusal (409) is said in its own words.

const PAUSE_MS = 1500;
const REFUSED = 409;

function clock(): string {
  return new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format();
}

function words(form: HTMLFormElement): FormData {
  const body = new FormData(form);
  // a file stays in its field: it is not sent again and again
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  return body;
}

async function takeVersion(form: HTMLFormElement, response: Response): Promise<void> {
  const field = form.querySelector<HTMLInputElement>('input[name="version"]');
  if (!field || !response.headers.get("Content-Type")?.startsWith("application/json")) return;
  const { version } = (await response.json()) as { version?: number };
  if (version !== undefined) field.value = String(version);
}

async function save(form: HTMLFormElement, address: string, mark: HTMLOutputElement | null): Promise<void> {
  // also while the page is being left
  const keepalive = document.visibilityState === "hidden";
  const request = { method: "POST", body: words(form), headers: { Accept: "application/json" }, keepalive };
  const response = await fetch(address, request).catch(() => null);
  const isSaved = response?.ok && !response.redirected;
  if (isSaved) await takeVersion(form, response);
  // what shows the text elsewhere on the page is old now
  if (isSaved) form.dispatchEvent(new CustomEvent("draft-saved", { bubbles: true }));
  if (!mark) return;
  if (response?.status === REFUSED) mark.value = await response.text();
  else mark.value = (isSaved ? mark.dataset.saved?.replace("{time}", clock()) : mark.dataset.unsaved) ?? "";
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
  const mark = form.querySelector<HTMLOutputElement>("output[data-saved]");
  let timer = 0;
  let saving: Promise<void> | null = null;
  const schedule = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(run, PAUSE_MS);
  };
  const run = () => {
    // one after the other: the second has the version that the first was given
    if (saving) return schedule();
    window.clearTimeout(timer);
    timer = 0;
    saving = save(form, form.dataset.draft ?? "", mark).finally(() => {
      saving = null;
    });
  };
  form.addEventListener("input", schedule);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) run();
  });
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    timer = 0;
    if (!saving) return;
    // what is on its way changes the version: the form waits for it
    event.preventDefault();
    const button = event.submitter;
    void saving.then(() => form.requestSubmit(button instanceof HTMLElement ? button : null));
  });
}
