// What stands in a form, as it is sent and as it is kept in the browser.

import type { Pair } from "../quiz/form.ts";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const TOKEN = "csrfmiddlewaretoken";
const VERSION = "version";
const TICKS = new Set(["checkbox", "radio"]);
const TYPED = new Set(["text", "search", "textarea", ...TICKS]);

function controls(form: HTMLFormElement): Control[] {
  return [...form.elements].filter((one): one is Control => "value" in one && one.matches("input, textarea, select"));
}

/** Return what is sent; a file stays in its field: it is not sent again and again. */
export function pairsOf(form: HTMLFormElement): Pair[] {
  return [...new FormData(form)].flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as Pair] : []));
}

/** Return what is kept: without the sign of this page. Line ends are those of fields, not those that are sent. */
export function keptOf(pairs: Pair[]): Pair[] {
  return pairs.filter(([name]) => name !== TOKEN).map(([name, value]) => [name, value.replace(/\r\n?/g, "\n")]);
}

/** Tell whether the same was typed, whatever version it goes on from. */
export function isSame(one: Pair[], other: Pair[]): boolean {
  const words = (pairs: Pair[]) => JSON.stringify(pairs.filter(([name]) => name !== VERSION));
  return words(one) === words(other);
}

export function fillIn(form: HTMLFormElement, pairs: Pair[]): void {
  for (const control of controls(form)) {
    const values = pairs.filter(([name]) => name === control.name).map(([, value]) => value);
    const isTick = control instanceof HTMLInputElement && TICKS.has(control.type);
    if (isTick) control.checked = values.includes(control.value);
    else if (values[0] !== undefined) control.value = values[0];
  }
}

/** Tell whether somebody typed before a script could hear it: something else stands in the form than the school wrote into it. */
export function isChanged(form: HTMLFormElement): boolean {
  return controls(form).some((control) => {
    // what else there is a browser may write in its own way
    if (control instanceof HTMLSelectElement || !TYPED.has(control.type)) return false;
    const isTick = control instanceof HTMLInputElement && TICKS.has(control.type);
    return isTick ? control.checked !== control.defaultChecked : control.value !== control.defaultValue;
  });
}
