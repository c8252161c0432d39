import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { define } from "../define";
import { base } from "../theme";
import { EnterSends, tooLong } from "../writing";

/** Where one writes: grows with the text, Enter sends, Shift+Enter breaks the line, input methods are left alone. */
export class IpDeskComposer extends LitElement {
  @property({ type: Number }) most = 1000;
  @property() placeholder = "请输入您的问题";
  @property({ attribute: false }) say: (text: string) => void = () => undefined;
  @state() private text = "";
  @query("textarea") private area!: HTMLTextAreaElement;
  private readonly enter = new EnterSends(this);

  static override styles = [
    base,
    css`
      :host { display: block; }
      form { display: flex; align-items: flex-end; gap: 8px; padding: 8px 12px; }
      textarea {
        flex: 1;
        min-width: 0;
        min-height: var(--target);
        max-height: 7.5em;
        padding: 10px 12px;
        border: 1px solid var(--line);
        border-radius: 6px;
        background: var(--card);
        color: var(--text);
        font: inherit;
        line-height: 1.4;
        resize: none;
      }
      textarea::placeholder { color: var(--soft); opacity: 1; }
      textarea:focus-visible { outline-offset: 0; }
      button {
        flex: none;
        min-width: 68px;
        min-height: var(--target);
        padding: 0 14px;
        border-radius: 6px;
        background: var(--button);
        color: var(--button-text);
        font-weight: 600;
      }
      button:disabled { background: transparent; border: 1px solid var(--line); color: var(--soft); opacity: 1; }
      .hint { margin: 0; padding: 0 12px 6px; color: var(--warn); font-size: 0.85em; }
      .hint:empty { display: none; }
    `,
  ];

  /** Puts the cursor where one writes. */
  override focus(): void {
    this.area.focus({ preventScroll: true });
  }

  override render(): TemplateResult {
    const wrong = tooLong(this.text, this.most);
    return html`<form @submit=${this.submit} autocomplete="off">
        <textarea
          rows="1"
          aria-label="您的问题"
          aria-describedby="hint"
          placeholder=${this.placeholder}
          enterkeyhint="send"
          .value=${this.text}
          @input=${this.typed}
          @keydown=${this.key}
        ></textarea>
        <button type="submit" ?disabled=${!this.text.trim() || wrong !== ""}>发送</button>
      </form>
      <p class="hint" id="hint" role="status">${wrong || nothing}</p>`;
  }

  override updated(): void {
    // Measured anew each time; set through the object model, which a strict style policy allows.
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight + 2}px`;
  }

  private typed(): void {
    this.text = this.area.value;
  }

  private key(event: KeyboardEvent): void {
    if (this.enter.take(event)) this.send();
  }

  private submit(event: Event): void {
    event.preventDefault();
    this.send();
    this.focus();
  }

  private send(): void {
    const text = this.area.value.trim();
    if (!text || tooLong(text, this.most)) return;
    this.text = "";
    this.say(text);
  }
}

define("ip-desk-composer", IpDeskComposer);
