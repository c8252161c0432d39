const IDLE_MS = 60_000;
const COUNTDOWN_MS = 20_000;
const TICK_MS = 500;
const SIGNS = ["pointerdown", "click", "keydown", "wheel", "input"];
/** A touch that ends the countdown must end as a click there: what lies below would get it otherwise. */
const LONG_TOUCH_MS = 2_000;

export interface IdleEvents {
  /** How many seconds are left to show that one is still there; null when somebody is. */
  left(seconds: number | null): void;
  ended(): void;
}

/** Notices that a visitor has gone. Counts by the clock, so that a screen that slept knows it at once. */
export class Idle {
  /** Nobody has touched anything yet: there is nothing to clear. */
  private used = false;
  private since = Date.now();
  private timer = 0;
  private shown: number | null = null;

  /** ``busy``: something goes on for a visitor who only listens. ``leaving``: a touch that is not to go on but to end. */
  constructor(
    private readonly events: IdleEvents,
    private readonly busy: () => boolean,
    private readonly leaving: (touch: Event) => boolean,
  ) {}

  start(): void {
    for (const sign of SIGNS) document.addEventListener(sign, this.touched, { capture: true, passive: true });
    this.timer = window.setInterval(() => this.tick(), TICK_MS);
  }

  stop(): void {
    for (const sign of SIGNS) document.removeEventListener(sign, this.touched, { capture: true });
    clearInterval(this.timer);
  }

  /** A new visitor. */
  reset(): void {
    this.used = false;
    this.show(null);
  }

  private readonly touched = (event: Event): void => {
    if (this.leaving(event)) return;
    this.used = true;
    this.since = Date.now();
    if (event.type !== "pointerdown") this.show(null);
  };

  private tick(): void {
    if (!this.used) return;
    if (this.busy()) this.since = Date.now();
    const left = this.since + IDLE_MS + COUNTDOWN_MS - Date.now();
    if (left <= 0) this.events.ended();
    else if (left <= COUNTDOWN_MS) this.show(Math.ceil(left / 1000));
    else if (Date.now() - this.since > LONG_TOUCH_MS) this.show(null);
  }

  private show(seconds: number | null): void {
    if (seconds === this.shown) return;
    this.shown = seconds;
    this.events.left(seconds);
  }
}
