// The kiosk's service worker: the page and the guide from the network, and from what was kept of them without one.
// The conversation, take-away links and the end of a session never pass through here.

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetched extends Extendable {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Told extends Extendable {
  data: unknown;
}
interface Scope {
  addEventListener(name: "install" | "activate", act: (event: Extendable) => void): void;
  addEventListener(name: "fetch", act: (event: Fetched) => void): void;
  addEventListener(name: "message", act: (event: Told) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

const scope = self as unknown as Scope;
const NAME = "ipdesk-kiosk-1";
const PAGE = "/kiosk";
const GUIDE = "/api/v1/kiosk/guide";
const ASSETS = "/assets/";
const PATIENCE_MS = 6_000;

scope.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll([PAGE, GUIDE, "/icon.svg"])).then(() => scope.skipWaiting()));
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(removeOthers().then(() => scope.clients.claim()));
});

scope.addEventListener("message", (event) => {
  const told = event.data as { type?: unknown; paths?: unknown } | null;
  if (told?.type !== "keep" || !Array.isArray(told.paths)) return;
  const paths = told.paths.filter((path): path is string => typeof path === "string" && path.startsWith(ASSETS));
  event.waitUntil(keep(paths));
});

scope.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname === PAGE || url.pathname === GUIDE || url.pathname === "/icon.svg") event.respondWith(newest(url.pathname));
  else if (url.pathname.startsWith(ASSETS)) event.respondWith(kept(url.pathname));
});

async function removeOthers(): Promise<void> {
  for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
}

/** The files of the page as it is now, and none of former builds. */
async function keep(paths: string[]): Promise<void> {
  const cache = await caches.open(NAME);
  for (const path of paths) if (!(await cache.match(path))) await cache.add(path);
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname;
    if (path.startsWith(ASSETS) && !paths.includes(path)) await cache.delete(request);
  }
}

async function newest(path: string): Promise<Response> {
  const cache = await caches.open(NAME);
  try {
    const response = await fetch(path, { signal: AbortSignal.timeout(PATIENCE_MS), cache: "no-cache" });
    if (!response.ok) throw new Error(`${response.status}`);
    await cache.put(path, response.clone());
    return response;
  } catch {
    return (await cache.match(path)) ?? Response.error();
  }
}

/** Files whose name changes with their content. */
async function kept(path: string): Promise<Response> {
  const cache = await caches.open(NAME);
  const known = await cache.match(path);
  if (known) return known;
  const response = await fetch(path);
  if (response.ok) await cache.put(path, response.clone());
  return response;
}

export {};
