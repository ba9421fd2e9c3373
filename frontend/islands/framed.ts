// Inside a frame on another site: tells the page around it how high this one is, by itself and whenever it is asked.

const page = document.querySelector<HTMLElement>("[data-framed]");

function tell(): void {
  // a height is no secret, and which sites may hold this page is settled by `frame-ancestors`
  const height = page ? Math.ceil(page.getBoundingClientRect().height) : 0;
  parent.postMessage({ nastavnik: "height", height }, "*");
}

if (page && parent !== window) {
  addEventListener("message", (event) => {
    if (event.source === parent && (event.data as { nastavnik?: unknown } | null)?.nastavnik === "ask") tell();
  });
  // in a tab that is hidden nothing has a size: it is told again when the tab is shown
  new ResizeObserver(tell).observe(page);
}
