import { type LitElement, type TemplateResult, html, nothing } from "lit";

const NEAR_START_PX = 200;

interface Numbered {
  seq: number;
}

/**
 * Older messages come by pages, as somebody scrolls up or presses the button: what was read stays where it is seen, and
 * the focus where it is. The host marks its lines with `data-seq`, and calls `coming` before and `came` after an update.
 */
export class OlderMessages {
  private top = 0;
  private buttonHadFocus = false;
  /** The message that stays where it is while older ones are put before it, and its distance from the top. */
  private held: { seq: number; top: number } | null = null;

  constructor(
    private readonly host: LitElement,
    private readonly scroller: () => HTMLElement,
    private readonly ask: () => void,
  ) {}

  button(more: boolean): TemplateResult | typeof nothing {
    return more ? html`<button type="button" class="older" @click=${this.ask}>查看更早的消息</button>` : nothing;
  }

  /** Other messages are going to be shown; true where some of them come before the first. */
  coming(before: readonly Numbered[], now: readonly Numbered[]): boolean {
    const button = this.host.renderRoot.querySelector(".older");
    this.buttonHadFocus = button !== null && (this.host.renderRoot as ShadowRoot).activeElement === button;
    const first = before[0];
    if (!first || (now[0]?.seq ?? 0) >= first.seq) return false;
    const shown = this.line(first.seq);
    if (!shown) return false;
    this.held = { seq: first.seq, top: shown.offsetTop - this.scroller().scrollTop };
    return true;
  }

  /** The button that was pressed has gone with the last page: reading goes on from where the reader was. */
  came(more: boolean): void {
    if (!more && this.buttonHadFocus) this.scroller().focus({ preventScroll: true });
    this.buttonHadFocus = false;
  }

  /** Puts the held message where it was; false where none is held. Lines draw themselves a moment later, so it is held
   * until the reader moves. */
  settle(): boolean {
    if (!this.held) return false;
    const shown = this.line(this.held.seq);
    if (shown) this.scroller().scrollTop = this.top = shown.offsetTop - this.held.top;
    return true;
  }

  release = (): void => {
    this.held = null;
  };

  /** The reader has scrolled: asks for a page near the start, and only on the way up. Gives by how much it went up. */
  scrolled(more: boolean): number {
    const top = this.scroller().scrollTop;
    if (more && top < NEAR_START_PX && top < this.top) this.ask();
    const up = this.top - top;
    this.top = top;
    return up;
  }

  /** The host has scrolled by itself. */
  moved(): void {
    this.top = this.scroller().scrollTop;
  }

  private line(seq: number): HTMLElement | null {
    return this.host.renderRoot.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
  }
}
