// The form of a question at the desk: another row for an answer without sending the form.

function addRow(form: HTMLFormElement): boolean {
  const rows = form.querySelector<HTMLElement>("[data-rows]");
  const pattern = form.querySelector<HTMLTemplateElement>("template[data-pattern]");
  const total = form.querySelector<HTMLInputElement>('[name="option-TOTAL_FORMS"]');
  const most = Number(form.querySelector<HTMLInputElement>('[name="option-MAX_NUM_FORMS"]')?.value);
  const count = Number(total?.value);
  if (!rows || !pattern || !total || count >= most) return false;
  const html = pattern.innerHTML.replaceAll("__prefix__", String(count)).replaceAll("{number}", String(count + 1));
  rows.insertAdjacentHTML("beforeend", html);
  total.value = String(count + 1);
  const row = rows.lastElementChild;
  const place = row?.querySelector<HTMLInputElement>('[name$="-place"]');
  if (place) place.value = String(count + 1);
  row?.querySelector<HTMLInputElement>('input:not([type=hidden], [name$="-place"])')?.focus();
  if (count + 1 >= most) form.querySelector<HTMLElement>("[data-more]")?.setAttribute("hidden", "");
  return true;
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-quiz-editor]")) {
  const more = form.querySelector<HTMLButtonElement>("[data-more]");
  more?.addEventListener("click", (event) => {
    if (addRow(form)) event.preventDefault();
  });
}
