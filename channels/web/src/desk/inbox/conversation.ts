import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import "../../shared/components/answer";
import { clock } from "../../shared/dates";
import { define } from "../../shared/define";
import { dated, download } from "../../shared/download";
import * as faces from "../../shared/icons";
import { OlderMessages } from "../../shared/older";
import { base } from "../../shared/theme";
import { EnterSends, tooLong } from "../../shared/writing";
import { told } from "../api";
import { address } from "../route";
import { controls } from "../styles";
import type { Desk } from "../view";
import type { Said, Transcript } from "./wire";

const MOST = 2000;
const NEAR_END_PX = 80;

/** One conversation: what was said, and where staff write. Notes look unlike anything that a visitor gets to see. */
export class StaffConversation extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) transcript!: Transcript;
  /** Asks for the messages before the first. */
  @property({ attribute: false }) older: () => void = () => undefined;
  /** Told the conversation as it is after an act. */
  @property({ attribute: false }) changed: (transcript: Transcript | null) => void = () => undefined;
  @state() private text = "";
  @state() private noting = false;
  @state() private busy = false;
  @state() private error = "";
  @state() private spoken = "";
  @query("textarea") private area!: HTMLTextAreaElement | null;
  @query("dialog") private dialog!: HTMLDialogElement;
  @query(".log") private log!: HTMLElement;
  private readonly enter = new EnterSends(this);
  private readonly upwards = new OlderMessages(this, () => this.log, () => this.older());
  private readonly sizes = new ResizeObserver(() => this.settle());
  private following = true;
  private key: string | null = null;

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; min-height: 0; height: 100%; }
      .top { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; padding: 10px 16px; background: var(--card); border-bottom: 1px solid var(--line); }
      .top p { flex: 1; min-width: 12em; }
      .log { position: relative; overflow-y: auto; padding: 16px; background: var(--paper); }
      .lines { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; max-width: 820px; margin: 0 auto; }
      .line { display: flex; gap: 10px; align-items: flex-start; }
      .line.ours { flex-direction: row-reverse; }
      .face { flex: none; width: 36px; }
      .face svg { width: 36px; height: 36px; }
      .body { min-width: 0; max-width: min(86%, 620px); display: grid; gap: 2px; justify-items: start; }
      .ours .body { justify-items: end; }
      .who { font-size: 0.8em; color: var(--soft); }
      .bubble { padding: 9px 12px; border-radius: 6px; background: var(--card); overflow-wrap: anywhere; }
      .bubble.plain { white-space: pre-wrap; line-height: 1.55; }
      .staff .bubble { background: var(--mine); color: var(--mine-text); }
      .note .bubble { background: var(--doubt-paper); color: var(--doubt); border: 1px dashed var(--doubt); }
      .older { justify-self: center; min-height: var(--target); padding: 0 16px; color: var(--link); }
      .event { text-align: center; font-size: 0.84em; color: var(--soft); }
      .write { background: var(--card); border-top: 1px solid var(--line); padding: 10px 16px; display: grid; gap: 8px; }
      .kinds { display: inline-flex; gap: 4px; }
      .kinds button { min-height: 32px; padding: 2px 14px; border-radius: 999px; border: 1px solid transparent; color: var(--soft); }
      .kinds button[aria-pressed="true"] { border-color: var(--line); background: var(--raised); color: var(--text); font-weight: 600; }
      .write.noting { background: var(--doubt-paper); }
      .write.noting textarea { border-style: dashed; border-color: var(--doubt); }
      dialog[open] { display: grid; gap: 12px; }
      dialog .row { justify-content: flex-end; }
      textarea { min-height: 4.6em; max-height: 14em; }
      .send { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; justify-content: space-between; }
      @media (max-width: 720px) { .top p { flex-basis: 100%; } .log { padding: 12px; } .kinds button { min-height: var(--target); } textarea { min-height: 2.8em; } }
    `,
  ];

  /** Adds a text to the reply, below what stands there. */
  insert(text: string): void {
    this.noting = false;
    this.text = this.text.trim() ? `${this.text.trimEnd()}\n${text}` : text;
    void this.updateComplete.then(() => this.area?.focus());
  }

  /** Where to begin: where one writes, else the transcript. */
  begin(): void {
    (this.area ?? this.log).focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
  }

  override firstUpdated(): void {
    const lines = this.renderRoot.querySelector(".lines");
    if (lines) this.sizes.observe(lines);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("transcript");
    if (!before) return;
    const messages = this.transcript.messages;
    if (before.id !== this.transcript.id) {
      this.text = "";
      this.noting = false;
      this.error = "";
      this.spoken = "";
      this.key = null;
      this.following = true;
      this.upwards.release();
    } else if (this.upwards.coming(before.messages, messages)) {
      this.following = false;
      const first = before.messages[0]?.seq ?? 0;
      this.spoken = `上面又显示了${messages.filter((one) => one.seq < first).length}条更早的消息`;
    }
  }

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has("transcript")) return;
    this.upwards.came(this.transcript.more);
    this.settle();
  }

  /** Answers draw themselves a moment after their lines have come. */
  private settle(): void {
    if (this.upwards.settle() || !this.following) return;
    this.log.scrollTop = this.log.scrollHeight;
    this.upwards.moved();
  }

  override render(): TemplateResult {
    const { state, mine, messages } = this.transcript;
    return html`<div class="top">
        <p role="status">${this.stateSentence()}</p>
        ${state === "staff" && mine
          ? html`<button type="button" class="button" ?disabled=${this.busy} @click=${() => this.act("hand-back", "已交回助手。")}>交回助手</button>
              <button type="button" class="button" ?disabled=${this.busy} @click=${() => this.act("close", "接待已结束。")}>结束接待</button>`
          : nothing}
        ${state === "staff" && !mine
          ? this.desk.user.role === "admin"
            ? html`<button type="button" class="button" ?disabled=${this.busy} @click=${() => this.act("hand-back", "已交回助手。")}>替他交回助手</button>`
            : nothing
          : nothing}
        ${state !== "staff"
          ? html`<button type="button" class="button main" ?disabled=${this.busy} @click=${() => this.act("take", "")}>接手</button>`
          : nothing}
        ${this.desk.user.role === "admin"
          ? html`<button type="button" class="button" ?disabled=${this.busy} @click=${this.export}>导出</button>
              <button type="button" class="button danger" aria-haspopup="dialog" ?disabled=${this.busy} @click=${() => this.dialog.showModal()}>删除</button>`
          : nothing}
      </div>
      <div class="log" tabindex="0" role="region" aria-label="对话记录" @scroll=${this.scrolled}
        @wheel=${this.upwards.release} @touchmove=${this.upwards.release} @keydown=${this.upwards.release} @pointerdown=${this.upwards.release}>
        <div class="lines">
          ${this.upwards.button(this.transcript.more)}
          ${messages.length ? nothing : html`<p class="empty">来访者还没有说话。</p>`}
          ${repeat(messages, (one) => one.seq, (one) => this.line(one))}
        </div>
      </div>
      <p class="hidden" role="status">${this.spoken}</p>
      ${this.writing()}
      <dialog aria-labelledby="question">
        <h2 id="question">删除这位来访者的全部对话？</h2>
        <p>他说过的话、得到的回答、评价和同事的备注，连同以前的对话，都会删除，找不回来。以前做的备份里可能还有一份，备份过期才会清掉。</p>
        <div class="row">
          <button type="button" class="button" @click=${() => this.dialog.close()}>取消</button>
          <button type="button" class="button danger" ?disabled=${this.busy} @click=${this.erase}>删除</button>
        </div>
      </dialog>`;
  }

  private stateSentence(): string {
    const { state, mine, staff } = this.transcript;
    if (state === "waiting") return "来访者在等人工。接手以前，助手还会继续回答。";
    if (state === "bot") return "现在由助手回答。接手以后，助手就不再回答。";
    return mine ? "由您接待，助手不会插话。" : `由${staff ?? "同事"}接待，您可以看，也可以写备注。`;
  }

  private line(one: Said): TemplateResult {
    if (one.role === "event") return html`<p class="event" data-seq=${one.seq}>${one.text}</p>`;
    const at = clock(Date.parse(one.at));
    if (one.role === "user") {
      return html`<div class="line user" data-seq=${one.seq}><div class="face">${faces.visitor}</div>
        <div class="body"><span class="who">来访者 ${at}</span><div class="bubble plain">${one.text}</div></div></div>`;
    }
    if (one.role === "note") {
      return html`<div class="line ours note" data-seq=${one.seq}><div class="face">${faces.staff}</div>
        <div class="body"><span class="who">${one.author ?? "同事"}的内部备注，来访者看不到 ${at}</span>
          <div class="bubble plain">${one.text}</div></div></div>`;
    }
    const bot = one.role === "bot";
    return html`<div class="line ours ${one.role}" data-seq=${one.seq}><div class="face">${bot ? faces.assistant : faces.staff}</div>
      <div class="body">
        <span class="who">${bot ? "助手" : one.author ?? "工作人员"} ${at}
          ${one.useful === undefined ? nothing : html`<span class="tag ${one.useful ? "good" : "warn"}">${one.useful ? "评价有用" : "评价没用"}</span>`}</span>
        ${bot
          ? html`<div class="bubble"><ip-desk-answer .text=${one.text} .custom=${one.custom ?? null}></ip-desk-answer></div>`
          : html`<div class="bubble plain">${one.text}</div>`}
      </div></div>`;
  }

  private writing(): TemplateResult {
    const mine = this.transcript.state === "staff" && this.transcript.mine;
    const noting = this.noting || !mine;
    const wrong = tooLong(this.text, MOST);
    return html`<form class="write ${noting ? "noting" : ""}" @submit=${this.submit}>
      <div class="kinds" role="group" aria-label="写什么">
        ${mine ? html`<button type="button" aria-pressed=${!noting} @click=${() => this.choose(false)}>回复来访者</button>` : nothing}
        <button type="button" aria-pressed=${noting} @click=${() => this.choose(true)}>内部备注</button>
      </div>
      <textarea
        aria-label=${noting ? "内部备注，来访者看不到" : "回复来访者"}
        aria-describedby="wrong"
        placeholder=${noting ? "只有同事看得到" : "Enter 发送，Shift+Enter 换行"}
        .value=${this.text}
        @input=${this.typed}
        @keydown=${this.pressed}
      ></textarea>
      <div class="send">
        <p class="wrong" id="wrong" role="status">${wrong || this.error || nothing}</p>
        <button type="submit" class="button main" ?disabled=${this.busy || !this.text.trim() || wrong !== ""}>${noting ? "记下备注" : "发送"}</button>
      </div>
    </form>`;
  }

  private choose(noting: boolean): void {
    this.noting = noting;
    this.area?.focus();
  }

  private typed(event: Event): void {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.error = "";
    this.key = null;
  }

  private pressed(event: KeyboardEvent): void {
    if (this.enter.take(event)) void this.send();
  }

  private submit(event: Event): void {
    event.preventDefault();
    void this.send();
  }

  private async send(): Promise<void> {
    const text = this.text.trim();
    if (!text || this.busy || tooLong(text, MOST)) return;
    const noting = this.noting || !(this.transcript.state === "staff" && this.transcript.mine);
    // Kept until it has arrived: sent again after a failure, it is stored once.
    this.key ??= crypto.getRandomValues(new Uint32Array(4)).join("-").slice(0, 40);
    await this.doing(async () => {
      await this.desk.api.post(`${this.path()}/${noting ? "note" : "reply"}`, { text, key: this.key });
      this.text = "";
      this.key = null;
      this.following = true;
      this.upwards.release();
      this.changed(null);
    });
    this.area?.focus();
  }

  private async act(act: string, sentence: string): Promise<void> {
    await this.doing(async () => {
      this.changed(await this.desk.api.post<Transcript>(`${this.path()}/${act}`));
      if (sentence) this.desk.say(sentence);
    });
    await this.updateComplete;
    this.begin();
  }

  private async export(): Promise<void> {
    await this.doing(async () => {
      const given = await this.desk.api.post(`${this.path()}/export`);
      download(dated("来访者的对话", "json"), JSON.stringify(given, null, 1), "application/json");
      this.desk.say("已导出。里面有来访者的话和内部备注，请妥善保管。");
    });
  }

  private async erase(): Promise<void> {
    await this.doing(async () => {
      const { erased } = await this.desk.api.post<{ erased: number }>(`${this.path()}/erase`);
      this.dialog.close();
      this.desk.say(`已删除这位来访者的${erased}个对话。`);
      this.desk.go(address("inbox"));
    });
  }

  private async doing(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.error = "";
    try {
      await work();
    } catch (error) {
      this.error = told(error) ?? "";
      this.changed(null);
    } finally {
      this.busy = false;
    }
  }

  private path(): string {
    return `desk/conversations/${this.transcript.id}`;
  }

  private scrolled(): void {
    const up = this.upwards.scrolled(this.transcript.more);
    // Content that grew meanwhile is not the reader's leave.
    if (this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END_PX) this.following = true;
    else if (up > 2) this.following = false;
  }
}

define("ip-desk-staff-conversation", StaffConversation);
