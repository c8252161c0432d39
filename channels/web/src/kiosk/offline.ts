// Keeps the page and the guide readable without a network: the work is done by worker.ts.

import { tableAddress } from "./typing/table";

const WORKER = "/kiosk-worker.js";

/** Have the worker keep what this page is made of. Over plain http (other than this machine's) there is no worker. */
export async function keepForOffline(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(WORKER, { scope: "/kiosk" });
    const { active } = await navigator.serviceWorker.ready;
    const parts = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
    const paths = parts.filter((url) => url.origin === location.origin && url.pathname.startsWith("/assets/"));
    active?.postMessage({ type: "keep", paths: [...new Set([tableAddress, ...paths.map((url) => url.pathname)])] });
  } catch {
    // The page works without; it is only not there when the network is not.
  }
}
