import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Pending } from "../conversation";
import { clock } from "../dates";
import { define } from "../define";
import * as icons from "../icons";
import { OlderMessages } from "../older";
import type { Message } from "../protocol";
import { base } from "../theme";
import type { Choice } from "./choices";
import "./choices";
import type { MessageActions } from "./message";
import "./message";

const STAMP_GAP_MS = 5 * 60 * 1000;
const NEAR_END_PX = 80;
const SPOKEN = 4;
const TOGETHER_MS = 2_000;

/** The conversation's lines: keeps its end in sight as long as the reader is there, and says what arrives. */
export class IpDeskLog extends LitElement {
  @property({ attribute: false }) messages: Message[] = [];
  @property({ attribute: false }) pending: Pending[] = [];
  @property({ attribute: false }) choices: Choice[] = [];
  @property({ attribute: false }) choose: (choice: Choice, byKeyboard: boolean) => void = () => undefined;
  @property({ attribute: false }) actions: MessageActions = {};
  @property({ type: Boolean }) typing = false;
  /** Whether there are older messages, to be asked for by ``older``. */
  @property({ type: Boolean }) more = false;
  @property({ attribute: false }) older: () => void = () => undefined;
  @property() greeting = "";
  @property() privacy = "";
  @property() server = "";
  @state() private unread = 0;
  @state() private away = false;
  @state() private spoken: { key: number; text: string }[] = [];
  @query(".scroll") private scroller!: HTMLElement;
  private said = 0;
  private following = true;
  private newest: number | null = null;
  private newestAt = 0;
  private readonly upwards = new OlderMessages(this, () => this.scroller, () => this.older());
  private readonly sizes = new ResizeObserver(() => this.settle());

  static override styles = [
    base,
    css`
      :host { position: relative; display: flex; flex-direction: column; min-height: 0; }
      .scroll { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 12px; }
      .lines { max-width: 880px; margin: 0 auto; display: flex; flex-direction: column; gap: 14px; }
      .privacy, time { align-self: center; max-width: 36em; text-align: center; font-size: 0.8em; line-height: 1.6; color: var(--soft); }
      .privacy { margin: 0; padding: 0 16px; }
      ip-desk-choices { padding-left: 50px; }
      .typing { display: flex; gap: 10px; align-items: center; }
      .typing .avatar { width: 40px; height: 40px; }
      .typing .dots { display: flex; gap: 5px; padding: 16px 14px; border-radius: 6px; background: var(--card); }
      .typing i { width: 7px; height: 7px; border-radius: 50%; background: var(--soft); animation: blink 1.2s infinite both; }
      .typing i:nth-child(2) { animation-delay: 0.2s; }
      .typing i:nth-child(3) { animation-delay: 0.4s; }
      @keyframes blink { 0%, 80%, 100% { opacity: 0.25; } 40% { opacity: 1; } }
      .older { align-self: center; min-height: var(--target); padding: 0 16px; color: var(--link); }
      .back {
        position: absolute;
        right: 12px;
        bottom: 12px;
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: var(--target);
        padding: 0 16px;
        border-radius: 999px;
        background: var(--card);
        color: var(--link);
        box-shadow: 0 1px 8px rgba(0, 0, 0, 0.2);
      }
      .back svg { width: 18px; height: 18px; }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
  }

  override firstUpdated(): void {
    const lines = this.renderRoot.querySelector(".lines");
    if (lines) this.sizes.observe(lines);
    this.sizes.observe(this.scroller);
  }

  /** Say a sentence to who can't see the screen. */
  announce(text: string): void {
    this.said += 1;
    this.spoken = [...this.spoken, { key: this.said, text }].slice(-SPOKEN);
  }

  /** A message has just come: say it, and count it where the reader is elsewhere. */
  arrived(message: Message): void {
    if (message.role === "user") return;
    const who = message.role === "bot" ? "助手：" : message.role === "staff" ? `${message.author ?? "工作人员"}：` : "";
    this.announce(who + message.text.slice(0, 1500));
    if (!this.following) this.unread += 1;
    // Several answers to one question come together, and are read from the first; what has been there is not new.
    else if (this.newest === null || message.at - this.newestAt > TOGETHER_MS) this.newest = message.seq;
    this.newestAt = message.at;
  }

  /** Older messages have come: say so. */
  earlier(count: number): void {
    this.announce(`上面又显示了${count}条更早的消息`);
  }

  /** Show the end, wherever the reader was. */
  toEnd(): void {
    this.following = true;
    this.away = false;
    this.unread = 0;
    this.newest = null;
    this.upwards.release();
    void this.updateComplete.then(() => this.settle());
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("messages");
    if (before && this.upwards.coming(before, this.messages)) this.following = false;
    if (changed.has("pending") && this.pending.length > (changed.get("pending")?.length ?? 0)) this.toEnd();
  }

  override render(): TemplateResult {
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="对话内容" @scroll=${this.scrolled}
        @wheel=${this.upwards.release} @touchmove=${this.upwards.release} @keydown=${this.upwards.release} @pointerdown=${this.upwards.release}>
        <div class="lines">
          ${this.privacy ? html`<p class="privacy">${this.privacy}</p>` : nothing}
          ${this.upwards.button(this.more)}
          ${this.greeting && !this.more ? html`<ip-desk-message .message=${this.greetingMessage()}></ip-desk-message>` : nothing}
          ${repeat(this.lines(), (line) => line.key, (line) => line.shown)}
          ${this.typing
            ? html`<div class="typing">
                <div class="avatar">${icons.assistant}</div>
                <div class="dots"><span class="hidden">正在查找</span><i></i><i></i><i></i></div>
              </div>`
            : nothing}
          ${this.choices.length && !this.typing && !this.pending.length
            ? html`<ip-desk-choices .choices=${this.choices} .choose=${this.choose}></ip-desk-choices>`
            : nothing}
        </div>
      </div>
      ${this.away
        ? html`<button type="button" class="back" @click=${this.toEnd}>
            ${icons.down}${this.unread ? `${this.unread}条新消息` : "回到底部"}
          </button>`
        : nothing}
      <div class="hidden" role="log" aria-live="polite" aria-relevant="additions" aria-label="新消息">
        ${repeat(this.spoken, (line) => line.key, (line) => html`<p>${line.text}</p>`)}
      </div>
    `;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("messages") || changed.has("more")) this.upwards.came(this.more);
    this.upwards.settle();
  }

  private greetingMessage(): Message {
    return {
      conversation: "", seq: 0, role: "bot", text: this.greeting, at: 0, clientId: null, author: null, buttons: [],
      custom: null, useful: null,
    };
  }

  private lines(): { key: string; shown: TemplateResult }[] {
    const found: { key: string; shown: TemplateResult }[] = [];
    let stamped = 0;
    const stamp = (at: number, key: string): void => {
      if (at - stamped < STAMP_GAP_MS) return;
      stamped = at;
      found.push({ key: `time-${key}`, shown: html`<time datetime=${new Date(at).toISOString()}>${clock(at)}</time>` });
    };
    for (const message of this.messages) {
      stamp(message.at, String(message.seq));
      found.push({
        key: message.clientId ?? String(message.seq),
        shown: html`<ip-desk-message
          data-seq=${message.seq}
          .message=${message}
          .pending=${null}
          .actions=${this.actions}
          .server=${this.server}
        ></ip-desk-message>`,
      });
    }
    for (const item of this.pending) {
      stamp(item.at, item.clientId);
      found.push({
        key: item.clientId,
        shown: html`<ip-desk-message
          data-seq=""
          .message=${null}
          .pending=${item}
          .actions=${this.actions}
          .server=${this.server}
        ></ip-desk-message>`,
      });
    }
    return found;
  }

  private scrolled(): void {
    const left = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight;
    // Only a move up is the reader's leave: content that grew meanwhile also widens the distance to the end.
    if (this.upwards.scrolled(this.more) > 2) this.following = false;
    if (left < NEAR_END_PX) {
      this.following = true;
      this.away = false;
      this.unread = 0;
    } else if (!this.following) {
      this.away = left > this.scroller.clientHeight * 0.5 || this.unread > 0;
    }
  }

  /** Where the reader follows, the end stays in sight; but a long answer is read from its beginning. */
  private settle(): void {
    if (this.upwards.settle()) return;
    if (!this.following) return;
    // Nothing said yet: what stands at the top is to be read first.
    if (!this.messages.length && !this.pending.length) {
      this.scroller.scrollTop = 0;
      this.upwards.moved();
      return;
    }
    const first = this.newest === null ? null : this.renderRoot.querySelector<HTMLElement>(`[data-seq="${this.newest}"]`);
    if (first && this.scroller.scrollHeight - first.offsetTop > this.scroller.clientHeight) {
      this.scroller.scrollTop = first.offsetTop - 12;
      this.following = false;
    } else {
      this.scroller.scrollTop = this.scroller.scrollHeight;
    }
    this.upwards.moved();
  }
}

define("ip-desk-log", IpDeskLog);
