// Shows a notice while no page of the school is open, and opens its page at a click. Served at /push/worker.js.

// Of the types of workers only these few are used; the whole set contradicts that of pages.
type Waiting = { waitUntil(work: Promise<unknown>): void };
type Pushed = Waiting & { data: { json(): unknown } | null };
type Clicked = Waiting & { notification: Notification };
type Shown = { url: string; focus(): Promise<unknown> };
interface Worker {
  registration: ServiceWorkerRegistration;
  location: Location;
  clients: { matchAll(which: object): Promise<Shown[]>; openWindow(address: string): Promise<unknown> };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install", then: () => void): void;
  addEventListener(name: "push", then: (event: Pushed) => void): void;
  addEventListener(name: "notificationclick", then: (event: Clicked) => void): void;
}

const worker = self as unknown as Worker;

type Notice = { title: string; text: string; link: string };

/** Only pages of the school are opened, whatever came. */
function pageOf(link: string): string {
  const address = new URL(link || "/me/notices/", worker.location.origin);
  return ["http:", "https:"].includes(address.protocol) ? address.href : worker.location.origin;
}

async function show(event: Pushed): Promise<void> {
  const notice = event.data?.json() as Notice | undefined;
  if (!notice) return;
  // the same notice twice is one: after a try that nobody knows the end of, the school sends it again
  const tag = `${notice.title} ${notice.link}`;
  const page = pageOf(notice.link);
  await worker.registration.showNotification(notice.title, { body: notice.text, tag, data: page });
}

async function openPage(page: string): Promise<void> {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const shown = windows.find((window) => window.url === page);
  await (shown ? shown.focus() : worker.clients.openWindow(page));
}

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("push", (event) => event.waitUntil(show(event)));
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPage(event.notification.data as string));
});

export {};
