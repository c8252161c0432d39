import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { EnterSends } from "../../shared/writing";
import type { IpDeskKeyboard } from "./keyboard";
import "./keyboard";

/** A part of the screen that the keyboard may take while an answer is read. */
const MOST_OF_SCREEN = 0.4;

/** Where a question is written: a field that the on-screen keyboard fills, and a real keyboard too. */
export class IpDeskKioskComposer extends LitElement {
  @property({ type: Number }) most = 1000;
  @property({ attribute: false }) say: (text: string) => void = () => undefined;
  @state() private open = true;
  @query("textarea") private field!: HTMLTextAreaElement;
  @query("ip-desk-keyboard") private keyboard!: IpDeskKeyboard | null;
  private readonly enter = new EnterSends(this);

  static override styles = [
    base,
    css`
      :host { display: block; background: var(--raised); border-top: 1px solid var(--line); }
      .write { display: flex; gap: 12px; align-items: stretch; max-width: 1400px; margin: 0 auto; padding: 12px; }
      textarea {
        flex: 1;
        min-width: 0;
        min-height: max(72px, 2.6em);
        max-height: 5em;
        padding: 0.5em 0.6em;
        border: 2px solid var(--soft);
        border-radius: 10px;
        background: var(--card);
        color: var(--text);
        font: inherit;
        line-height: 1.4;
        resize: none;
      }
      textarea::placeholder { color: var(--soft); opacity: 1; }
      @media (max-height: 1200px) {
        .write { padding: 6px 12px; }
        textarea { min-height: max(60px, min(2.6em, 8vh)); padding: 0.2em 0.4em; }
      }
      button { min-width: 60px; min-height: 60px; padding: 0 0.7em; border-radius: 10px; background: var(--card); border: 1px solid var(--soft); }
      .send { border-color: var(--button); background: var(--button); color: var(--button-text); font-weight: 600; }
      @media (max-width: 720px) {
        .write { flex-wrap: wrap; gap: 8px; }
        textarea { flex: 1 0 100%; }
        /* The keyboard leaves little room: where the text is not very large, field and button share a row. */
        .open textarea { flex: 1 0 min(9em, 100%); }
        .open button { flex: none; }
        button { flex: 1 0 auto; padding: 0 0.4em; font-size: max(18px, 0.75em); }
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<div class="write ${this.open ? "open" : ""}">
        <textarea
          inputmode="none"
          autocomplete="off"
          spellcheck="false"
          rows="1"
          maxlength=${this.most}
          aria-label="您的问题"
          placeholder="请在这里写下您的问题"
          @keydown=${this.typed}
          @click=${this.show}
        ></textarea>
        ${this.open ? nothing : html`<button type="button" class="send" @click=${this.send}>发送</button>`}
        <button type="button" aria-expanded=${this.open} @click=${this.toggle}>${this.open ? "收起键盘" : "打开键盘"}</button>
      </div>
      <ip-desk-keyboard
        ?hidden=${!this.open}
        .insert=${this.insert}
        .back=${this.back}
        .clear=${this.clear}
        .send=${this.send}
      ></ip-desk-keyboard>`;
  }

  /** Not before the finger has gone: the field moves up, and a key would come to lie under it. */
  private readonly show = (): void => {
    this.open = true;
  };

  private toggle(): void {
    this.open = !this.open;
  }

  private typed(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (this.keyboard?.take(event.key)) event.preventDefault();
    else if (this.enter.take(event)) this.send();
  }

  private readonly insert = (text: string): void => {
    const room = this.most - this.field.value.length;
    this.field.setRangeText(text.slice(0, room), this.field.selectionStart, this.field.selectionEnd, "end");
    this.field.scrollTop = this.field.scrollHeight;
  };

  private readonly back = (): void => {
    const { selectionStart: start, selectionEnd: end, value } = this.field;
    if (start !== end) {
      this.field.setRangeText("", start, end, "end");
      return;
    }
    const last = [...value.slice(0, start)].at(-1);
    if (last) this.field.setRangeText("", start - last.length, start, "end");
  };

  private readonly clear = (): void => {
    this.field.value = "";
  };

  private readonly send = (): void => {
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    this.say(text);
    // There may be no room for both the keyboard and the answer.
    if (this.offsetHeight > innerHeight * MOST_OF_SCREEN) this.open = false;
  };
}

define("ip-desk-kiosk-composer", IpDeskKioskComposer);
