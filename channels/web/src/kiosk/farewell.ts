// What is done on the device and at the server so that nothing of a visitor is left for the next.

const AGAIN_MS = 5_000;
const PATH = "/kiosk/end";
/** Sessions whose end the server has not heard of yet. */
const unheard = new Set<string>();
let again = 0;

/** End a session at the server; where the network is gone, as soon as it is back. */
export function endSession(token: string): void {
  unheard.add(token);
  void tell();
}

/** The same for a page that is going away and can't wait. */
export function endSessionNow(token: string): void {
  navigator.sendBeacon(PATH, JSON.stringify({ token }));
}

async function tell(): Promise<void> {
  clearTimeout(again);
  for (const token of unheard) {
    try {
      const response = await fetch(PATH, { method: "POST", body: JSON.stringify({ token }), keepalive: true });
      if (response.ok) unheard.delete(token);
    } catch {
      // No network.
    }
  }
  if (unheard.size) again = window.setTimeout(() => void tell(), AGAIN_MS);
}

/** Empty what the browser keeps: storage, clipboard, selection, and the address with its state. */
export function wipeDevice(): void {
  for (const open of [() => localStorage, () => sessionStorage]) {
    try {
      open().clear();
    } catch {
      // Forbidden, so nothing was kept there.
    }
  }
  getSelection()?.removeAllRanges();
  history.replaceState(null, "", location.pathname);
  // Refused where the browser wants to be asked; then nobody could have put anything there from this page either.
  navigator.clipboard?.writeText("").catch(() => undefined);
}
