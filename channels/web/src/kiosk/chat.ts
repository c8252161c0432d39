import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property, query } from "lit/decorators.js";
import type { Choice } from "../shared/components/choices";
import type { IpDeskLog } from "../shared/components/log";
import type { MessageActions } from "../shared/components/message";
import type { Conversation } from "../shared/conversation";
import { define } from "../shared/define";
import type { Message } from "../shared/protocol";
import { base } from "../shared/theme";
import { handover, lines } from "../shared/turn";
import "./typing/composer";

/** The conversation on a kiosk: the shared lines, kiosk keys, and what one can do with an answer. */
export class IpDeskKioskChat extends LitElement {
  @property({ attribute: false }) conversation: Conversation | null = null;
  @property({ attribute: false }) takeAway: () => void = () => undefined;
  @property({ attribute: false }) print: () => void = () => undefined;
  /** Reads a text aloud or stops; null where the browser can't. */
  @property({ attribute: false }) read: ((text: string) => void) | null = null;
  @property({ type: Boolean }) reading = false;
  @property({ type: Boolean }) offline = false;
  @query("ip-desk-log") private log!: IpDeskLog | null;

  static override styles = [
    base,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; height: 100%; background: var(--paper); }
      .tools { display: flex; flex-wrap: wrap; gap: 10px; padding: 10px 16px; border-bottom: 1px solid var(--line); background: var(--raised); }
      .tools button { min-height: 64px; padding: 0 1.2em; border: 1px solid var(--soft); border-radius: 10px; background: var(--card); font-weight: 600; }
      .banner { display: flex; flex-wrap: wrap; align-items: center; gap: 12px; margin: 0; padding: 10px 16px; color: var(--doubt); background: var(--doubt-paper); }
      .banner button { min-height: 60px; padding: 0 1em; border: 1px solid currentColor; border-radius: 10px; }
      ip-desk-log { flex: 1; min-height: 0; }
      @media (max-width: 720px) { .tools button { flex: 1 0 auto; padding: 0 0.6em; font-size: max(18px, 0.75em); } }
      @media (max-height: 1200px) {
        .tools { padding: 6px 16px; gap: 8px; }
        .banner { flex-wrap: nowrap; padding: 6px 16px; font-size: max(18px, 0.8em); line-height: 1.3; }
        .banner button { flex: none; }
      }
    `,
  ];

  private readonly actions: MessageActions = {
    retry: (clientId) => this.conversation?.retry(clientId),
    discard: (clientId) => this.conversation?.discard(clientId),
    rate: (message, useful) => this.rate(message, useful),
    askPerson: () => this.conversation?.askPerson(),
    plain: true,
  };

  /** A message has come. */
  arrived(message: Message): void {
    this.log?.arrived(message);
  }

  /** Older messages have come. */
  earlier(count: number): void {
    this.log?.earlier(count);
  }

  override render(): TemplateResult {
    const talk = this.conversation;
    const answered = talk?.messages.some((message) => message.role === "bot" || message.role === "staff") ?? false;
    return html`
      ${answered || talk?.handover.state === "bot" ? this.tools(answered) : nothing}
      ${handover(talk, "工作人员")}
      ${lines(talk, { choose: this.choose, older: this.older, message: this.actions })}
      <ip-desk-kiosk-composer .most=${talk?.opening?.maxCharacters ?? 1000} .say=${this.say}></ip-desk-kiosk-composer>
    `;
  }

  private tools(answered: boolean): TemplateResult {
    const talk = this.conversation;
    return html`<div class="tools">
      ${answered
        ? html`${this.read
              ? html`<button type="button" aria-pressed=${this.reading} @click=${this.readLast}>${this.reading ? "停止朗读" : "朗读回答"}</button>`
              : nothing}
            <button type="button" ?disabled=${this.offline} @click=${this.takeAway}>扫码带走</button>
            <button type="button" @click=${this.print}>打印</button>`
        : nothing}
      ${talk?.handover.state === "bot"
        ? html`<button type="button" ?disabled=${this.offline} @click=${() => talk.askPerson()}>找工作人员</button>`
        : nothing}
    </div>`;
  }

  private readonly older = (): void => this.conversation?.older();

  private readonly choose = (choice: Choice): void => this.say(choice.payload);

  private readonly say = (text: string): void => {
    this.conversation?.say(text);
  };

  private rate(message: Message, useful: boolean): void {
    if (this.conversation?.rate(message.seq, useful)) this.log?.announce("谢谢您的反馈。");
  }

  private readLast(): void {
    const last = this.conversation?.messages.filter((message) => message.role === "bot" || message.role === "staff").at(-1);
    if (last) this.read?.(last.text);
  }
}

define("ip-desk-kiosk-chat", IpDeskKioskChat);
