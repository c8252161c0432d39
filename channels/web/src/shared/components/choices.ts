import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { define } from "../define";
import { base } from "../theme";

export interface Choice {
  title: string;
  payload: string;
}

/** Quick replies in one row: one stop of the Tab key, arrow keys among them. */
export class IpDeskChoices extends LitElement {
  @property({ attribute: false }) choices: Choice[] = [];
  /** Told the chosen one, and whether the keyboard chose it. */
  @property({ attribute: false }) choose: (choice: Choice, byKeyboard: boolean) => void = () => undefined;
  @state() private current = 0;

  static override styles = [
    base,
    css`
      :host { display: block; }
      .row { display: flex; flex-wrap: wrap; gap: 8px; }
      button {
        min-height: var(--target);
        max-width: 100%;
        padding: 6px 16px;
        border: 1px solid var(--line);
        border-radius: 999px;
        background: var(--card);
        color: var(--text);
        text-align: left;
        font-size: 0.94em;
        overflow-wrap: anywhere;
      }
      button:hover { border-color: var(--brand); }
      button:active { background: var(--raised); }
    `,
  ];

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("choices")) this.current = 0;
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.choices.length) return nothing;
    return html`<div class="row" role="group" aria-label="可以接着问" @keydown=${this.move}>
      ${this.choices.map(
        (choice, index) => html`<button
          type="button"
          tabindex=${index === this.current ? 0 : -1}
          @focus=${() => {
            this.current = index;
          }}
          @click=${(event: MouseEvent) => this.choose(choice, event.detail === 0)}
        >
          ${choice.title}
        </button>`,
      )}
    </div>`;
  }

  private move(event: KeyboardEvent): void {
    const last = this.choices.length - 1;
    const to: Record<string, number> = {
      ArrowRight: Math.min(this.current + 1, last),
      ArrowDown: Math.min(this.current + 1, last),
      ArrowLeft: Math.max(this.current - 1, 0),
      ArrowUp: Math.max(this.current - 1, 0),
      Home: 0,
      End: last,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.renderRoot.querySelectorAll("button")[next]?.focus();
  }
}

define("ip-desk-choices", IpDeskChoices);
