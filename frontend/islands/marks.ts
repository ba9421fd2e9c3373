// The sum of a trial review while it is marked: marks by the weights of the fund. The server reckons it anew.

function sumOf(form: HTMLFormElement): number {
  let sum = 0;
  for (const criterion of form.querySelectorAll<HTMLElement>("[data-weight]")) {
    const mark = criterion.querySelector<HTMLInputElement>("[type=radio]:checked")?.value;
    sum += Number(mark || 0) * Number(criterion.dataset.weight);
  }
  return sum;
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-jury]")) {
  const place = form.querySelector<HTMLElement>("[data-total]");
  const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
  form.addEventListener("change", () => {
    if (place) place.textContent = numbers.format(sumOf(form));
  });
}
