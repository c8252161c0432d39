import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { copyText } from "../clipboard";
import type { Pending } from "../conversation";
import { define } from "../define";
import * as icons from "../icons";
import type { Message } from "../protocol";
import { readAnswer } from "../answer";
import { base } from "../theme";
import "./answer";

/** What can be done with a message. A surface leaves out what it does not offer. */
export interface MessageActions {
  retry?(clientId: string): void;
  discard?(clientId: string): void;
  rate?(message: Message, useful: boolean): void;
  askPerson?(): void;
  /** For a screen that is not the visitor's own: links are text, and there is nothing to copy. */
  plain?: boolean;
}

/** One line of a conversation: avatar and bubble, or a line of the system's own in the middle. */
export class IpDeskMessage extends LitElement {
  @property({ attribute: false }) message: Message | null = null;
  @property({ attribute: false }) pending: Pending | null = null;
  @property({ attribute: false }) actions: MessageActions = {};
  @property() server = "";
  @state() private copied = false;

  static override styles = [
    base,
    css`
      :host { display: block; }
      .row { display: flex; gap: 10px; align-items: flex-start; }
      .row.user { flex-direction: row-reverse; }
      .avatar { flex: none; width: 40px; height: 40px; }
      .avatar svg { display: block; width: 100%; height: 100%; }
      .body { min-width: 0; max-width: calc(100% - 100px); }
      .row:not(.user) .body { max-width: calc(100% - 58px); }
      .user .body { display: flex; flex-direction: column; align-items: flex-end; }
      .author { margin: 0 0 2px; font-size: 0.8em; color: var(--soft); }
      .bubble {
        position: relative;
        width: fit-content;
        max-width: 100%;
        min-height: 40px;
        padding: 9px 12px;
        border-radius: 6px;
        background: var(--card);
        color: var(--text);
      }
      .bubble::before {
        content: "";
        position: absolute;
        top: 15px;
        left: -4px;
        width: 10px;
        height: 10px;
        background: inherit;
        border-radius: 2px;
        transform: rotate(45deg);
      }
      .user .bubble { background: var(--mine); color: var(--mine-text); white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; }
      .user .bubble::before { left: auto; right: -4px; }
      .text { position: relative; }
      .event { max-width: 34em; margin: 0 auto; padding: 4px 24px; text-align: center; font-size: 0.84em; line-height: 1.6; color: var(--soft); }
      .acts { display: flex; flex-wrap: wrap; gap: 0 4px; margin-left: -6px; }
      .acts button {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        min-height: var(--target);
        min-width: var(--target);
        padding: 0 8px;
        font-size: 0.84em;
        color: var(--soft);
      }
      .acts svg { width: 1.4em; height: 1.4em; }
      .acts button[aria-pressed="true"] { color: var(--good); font-weight: 600; }
      .acts button.person { color: var(--link); }
      .state { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 0 12px; font-size: 0.84em; color: var(--soft); }
      .state.failed { color: var(--warn); }
      .state svg { width: 18px; height: 18px; flex: none; }
      .state .why { display: inline-flex; align-items: center; gap: 6px; padding: 4px 0; }
      .state button { min-height: var(--target); padding: 0 6px; color: var(--link); }
      .spinner {
        width: 14px;
        height: 14px;
        border: 2px solid var(--line);
        border-top-color: var(--soft);
        border-radius: 50%;
        /* Not before 0.8 s: what goes fast needs no sign. */
        animation: appear 0s 0.8s both, turn 0.9s linear infinite;
      }
      @keyframes turn { to { transform: rotate(360deg); } }
      @keyframes appear { from { opacity: 0; } to { opacity: 1; } }
    `,
  ];

  override render(): TemplateResult | typeof nothing {
    if (this.pending) return this.mine(this.pending.text, this.sending(this.pending));
    const message = this.message;
    if (!message) return nothing;
    if (message.role === "event") return html`<p class="event">${message.text}</p>`;
    if (message.role === "user") return this.mine(message.text, nothing);
    return this.theirs(message);
  }

  private mine(text: string, state: TemplateResult | typeof nothing): TemplateResult {
    return html`<div class="row user">
      <div class="avatar">${icons.visitor}</div>
      <div class="body"><span class="hidden">我：</span><div class="bubble">${text}</div>${state}</div>
    </div>`;
  }

  private sending(pending: Pending): TemplateResult {
    if (pending.state === "queued") return html`<div class="state"><span class="why">待发送，网络恢复后自动发出</span></div>`;
    if (pending.state === "sending") {
      return html`<div class="state"><span class="spinner"></span><span class="hidden">正在发送</span></div>`;
    }
    return html`<div class="state failed">
      <span class="why">${icons.failed}<span>没有发出去：${pending.reason}</span></span>
      <button type="button" @click=${() => this.actions.retry?.(pending.clientId)}>重新发送</button>
      <button type="button" @click=${() => this.actions.discard?.(pending.clientId)}>删除</button>
    </div>`;
  }

  private theirs(message: Message): TemplateResult {
    const bot = message.role === "bot";
    return html`<div class="row ${message.role}">
      <div class="avatar">${bot ? icons.assistant : icons.staff}</div>
      <div class="body">
        ${bot ? html`<span class="hidden">助手：</span>` : html`<p class="author">${message.author ?? "工作人员"}</p>`}
        <div class="bubble">
          <ip-desk-answer
            class="text"
            .text=${message.text}
            .custom=${message.custom}
            .server=${this.server}
            .plain=${this.actions.plain ?? false}
          ></ip-desk-answer>
        </div>
        ${message.seq > 0 ? this.acts(message) : nothing}
      </div>
    </div>`;
  }

  private acts(message: Message): TemplateResult {
    const kind = readAnswer(message.custom)?.kind;
    return html`<div class="acts">
      ${kind === "handover" && this.actions.askPerson
        ? html`<button type="button" class="person" @click=${() => this.actions.askPerson?.()}>转人工客服</button>`
        : nothing}
      ${this.actions.plain
        ? nothing
        : html`<button type="button" @click=${() => this.copy(message)}>${icons.copy}${this.copied ? "已复制" : "复制"}</button>`}
      ${this.actions.rate && message.role === "bot"
        ? html`<button type="button" aria-pressed=${message.useful === true} @click=${() => this.actions.rate?.(message, true)}>
              ${icons.useful}有用
            </button>
            <button type="button" aria-pressed=${message.useful === false} @click=${() => this.actions.rate?.(message, false)}>
              ${icons.useless}没用
            </button>`
        : nothing}
    </div>`;
  }

  private async copy(message: Message): Promise<void> {
    this.copied = await copyText(message.text);
  }
}

define("ip-desk-message", IpDeskMessage);
