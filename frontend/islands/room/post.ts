// Sending: what the school answers, and trying again when the line is down.

export interface Answer {
  isOk: boolean;
  // a sentence when it was refused; nothing when there was no answer at all
  why: string;
  told: Record<string, unknown>;
}

const DELAYS_MS = [1000, 3000, 7000];

export async function post(url: string, body: FormData): Promise<Answer> {
  const request = { method: "POST", body, headers: { Accept: "application/json" } };
  const response = await fetch(url, request).catch(() => null);
  if (!response) return { isOk: false, why: "", told: {} };
  const isText = response.headers.get("Content-Type")?.startsWith("text/plain");
  if (!response.ok || response.redirected)
    return { isOk: false, why: isText ? await response.text() : (document.body.dataset.failed ?? ""), told: {} };
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return { isOk: true, why: "", told: isJson ? await response.json() : {} };
}

/** Send what has a key of its own, again and again while there is no connection: it is taken once. */
export async function postAgain(url: string, body: FormData): Promise<Answer> {
  for (const delay of DELAYS_MS) {
    const answer = await post(url, body);
    if (answer.isOk || answer.why) return answer;
    await new Promise((resolve) => window.setTimeout(resolve, delay));
  }
  return post(url, body);
}

export function toast(text: string, kind: "success" | "error" = "error"): void {
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind } }));
}
