// What every field has in which somebody writes to somebody.

import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Safari reports the Enter that picks a word just after the composition has ended. */
const SAFARI_MS = 40;

/** Knows the Enter that sends: not with Shift, and not where an input method is composing and Enter picks a word. */
export class EnterSends implements ReactiveController {
  private composedAt = -1000;

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
  }

  hostConnected(): void {
    // Composition events cross the border of the shadow tree.
    this.host.addEventListener("compositionend", this.composed);
  }

  hostDisconnected(): void {
    this.host.removeEventListener("compositionend", this.composed);
  }

  /** Whether this key sends; the field then does nothing else with it. */
  take(event: KeyboardEvent): boolean {
    if (event.key !== "Enter" || event.shiftKey) return false;
    if (event.isComposing || event.keyCode === 229 || event.timeStamp - this.composedAt < SAFARI_MS) return false;
    event.preventDefault();
    return true;
  }

  private readonly composed = (event: Event): void => {
    this.composedAt = event.timeStamp;
  };
}

/** What is wrong with the length of a text of which at most so many characters are taken; empty where nothing is. */
export function tooLong(text: string, most: number): string {
  const over = [...text.trim()].length - most;
  return over > 0 ? `一次最多${most}个字，现在多了${over}个字，请缩短一些。` : "";
}
