// htmx for pages that ask for it: only this school's addresses, nothing evaluated, no style of its own (the policy forbids both).

import htmx from "htmx.org";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
// without "style": setting even an empty one on a field that is drawn anew is refused by the policy
htmx.config.attributesToSettle = ["class", "width", "height"];

function csrfToken(): string {
  const field = document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]');
  return field?.value ?? "";
}

document.addEventListener("htmx:configRequest", (event) => {
  const { headers, verb } = (event as CustomEvent<{ headers: Record<string, string>; verb: string }>).detail;
  if (verb !== "get") headers["X-CSRFToken"] = csrfToken();
});

// A refused or failed request is said aloud instead of being swallowed.
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
  const isSentence = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  const text = isSentence ? xhr.responseText : document.body.dataset.failed;
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind: "error" } }));
});
