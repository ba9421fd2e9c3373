// Saves a long form by itself: <form data-draft="/address/"> with an <output data-saved="Saved at {time}" data-unsaved="…">.

const PAUSE_MS = 1500;

function clock(): string {
  return new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format();
}

async function save(form: HTMLFormElement, address: string, mark: HTMLOutputElement | null): Promise<void> {
  const body = new FormData(form);
  // a file stays in its field: it is not sent again and again
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  const request = { method: "POST", body, headers: { Accept: "application/json" } };
  const isSaved = await fetch(address, request).then(
    (response) => response.ok && !response.redirected,
    () => false,
  );
  if (!mark) return;
  mark.value = (isSaved ? mark.dataset.saved?.replace("{time}", clock()) : mark.dataset.unsaved) ?? "";
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
  const mark = form.querySelector<HTMLOutputElement>("output[data-saved]");
  let timer = 0;
  const schedule = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void save(form, form.dataset.draft ?? "", mark), PAUSE_MS);
  };
  form.addEventListener("input", schedule);
  form.addEventListener("submit", () => window.clearTimeout(timer));
}
