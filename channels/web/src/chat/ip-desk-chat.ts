import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Choice } from "../shared/components/choices";
import type { IpDeskComposer } from "../shared/components/composer";
import "../shared/components/composer";
import type { IpDeskLog } from "../shared/components/log";
import type { MessageActions } from "../shared/components/message";
import { controls } from "../shared/controls";
import { Conversation } from "../shared/conversation";
import { copyText } from "../shared/clipboard";
import { dated, download } from "../shared/download";
import { define } from "../shared/define";
import * as icons from "../shared/icons";
import type { Message } from "../shared/protocol";
import { Storage } from "../shared/storage";
import { base, theme } from "../shared/theme";
import { handover, lines } from "../shared/turn";
import { readable } from "./own-data";
import { Settings } from "./settings";
import { styles } from "./styles";

const REASONS = ["金额或条件不对", "没听懂我的问题", "说得不清楚", "没有我要的内容"];
const OFFLINE_AFTER_MS = 1_500;
const TOAST_MS = 4_000;
type Sheet = "menu" | "restart" | "why" | "export" | "erase";

const TITLES: Record<Sheet, string> = {
  menu: "更多",
  restart: "开始新的对话",
  why: "哪里没帮上忙",
  export: "下载我的对话",
  erase: "删除我的对话",
};

/** The script's own address, known only while it runs: its origin is the server, wherever the page comes from. */
const SCRIPT = (document.currentScript as HTMLScriptElement | null)?.src ?? "";

/**
 * The conversation: a button in the corner of any page that opens it, or with `mode="page"` the whole page. `server` is
 * the server's origin (default: where the script came from), `heading` the title.
 */
export class IpDeskChat extends LitElement {
  @property({ reflect: true }) mode: "widget" | "page" = "widget";
  @property() server = SCRIPT ? new URL(SCRIPT).origin : location.origin;
  @property() heading = "知识产权政策咨询";
  @property({ type: Boolean, reflect: true }) care = false;
  @property({ reflect: true }) theme = "";
  @state() private open = false;
  @state() private unread = 0;
  @state() private offline = false;
  @state() private toast = "";
  @state() private sheet: Sheet | null = null;
  /** All that is kept of the visitor, once it was asked for and has come. */
  @state() private exported: unknown = null;
  @state() private reasons: string[] = [];
  @query("ip-desk-log") private log!: IpDeskLog | null;
  @query("ip-desk-composer") private composer!: IpDeskComposer | null;
  @query("dialog") private dialog!: HTMLDialogElement | null;
  private conversation: Conversation | null = null;
  private settings: Settings | null = null;
  private rated: Message | null = null;
  private offlineTimer = 0;
  private toastTimer = 0;
  private pageTitle = "";

  static override styles = [theme, base, controls, styles];

  private readonly actions: MessageActions = {
    retry: (clientId) => this.conversation?.retry(clientId),
    discard: (clientId) => this.conversation?.discard(clientId),
    rate: (message, useful) => this.rate(message, useful),
    askPerson: () => this.conversation?.askPerson(),
  };

  override connectedCallback(): void {
    super.connectedCallback();
    const storage = new Storage(`ipdesk:${new URL(this.server).host}:`);
    this.settings = new Settings(storage);
    this.care = this.care || this.settings.care;
    this.theme = this.theme || this.settings.theme;
    this.open = this.mode === "page";
    this.conversation = new Conversation(
      this.server,
      {
        changed: () => this.changed(),
        arrived: (message) => this.arrived(message),
        earlier: (count) => this.log?.earlier(count),
        said: (sentence) => this.say(sentence),
        exported: (data) => {
          this.exported = data;
        },
        erased: () => this.say("您的对话已经删除。"),
      },
      storage,
    );
    // Whoever reads somebody's page has not asked for a conversation yet.
    if (this.open || this.conversation.known) this.conversation.start();
    document.addEventListener("visibilitychange", this.seen);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.conversation?.stop();
    this.conversation = null;
    clearTimeout(this.offlineTimer);
    clearTimeout(this.toastTimer);
    document.removeEventListener("visibilitychange", this.seen);
    this.seen();
  }

  override updated(changed: PropertyValues): void {
    if (!changed.has("sheet")) return;
    if (this.sheet && !this.dialog?.open) this.dialog?.showModal();
    // One dialog made room for the next, and the button that led there is gone.
    else if (this.sheet) this.dialog?.querySelector("button")?.focus();
    if (!this.sheet && this.dialog?.open) this.dialog.close();
  }

  override render(): TemplateResult {
    if (this.mode === "page") return html`<div class="page">${this.window()}</div>`;
    return this.open
      ? html`<section class="panel" aria-label=${this.heading} @keydown=${this.escape}>${this.window()}</section>`
      : html`<button type="button" class="launcher" aria-expanded="false" @click=${this.show}>
          ${icons.bubble}<span>政策咨询</span>
          ${this.unread ? html`<span class="badge">${this.unread}<span class="hidden">条新消息</span></span>` : nothing}
        </button>`;
  }

  private window(): TemplateResult {
    const talk = this.conversation;
    const opening = talk?.opening;
    return html`<div class="window">
      <header>
        <h1>${this.heading}</h1>
        ${talk?.handover.state === "bot"
          ? html`<button type="button" @click=${() => talk.askPerson()}>转人工</button>`
          : nothing}
        <button type="button" aria-label="更多" aria-haspopup="dialog" @click=${() => this.openSheet("menu")}>${icons.more}</button>
        ${this.mode === "page"
          ? nothing
          : html`<button type="button" aria-label="收起" @click=${this.hide}>${icons.close}</button>`}
      </header>
      ${this.banner()}
      ${lines(talk, { choose: this.choose, older: this.older, message: this.actions, server: this.server })}
      <footer>
        <ip-desk-composer .most=${opening?.maxCharacters ?? 1000} .say=${this.send}></ip-desk-composer>
        <div class="foot">回答依据公开文件整理，以主管部门审核为准</div>
      </footer>
      ${this.toast ? html`<div class="toast">${this.toast}</div>` : nothing} ${this.dialogs()}
    </div>`;
  }

  private banner(): TemplateResult | typeof nothing {
    if (this.offline) {
      return html`<p class="banner" role="status">网络不通，正在重新连接。您写的内容会保存好，恢复后自动发送。</p>`;
    }
    return handover(this.conversation, "人工客服");
  }

  private readonly older = (): void => this.conversation?.older();

  // --- dialogs ---

  private dialogs(): TemplateResult {
    return html`<dialog aria-label=${this.sheet ? TITLES[this.sheet] : nothing} @close=${this.closeSheet} @click=${this.outside}>
      ${this.sheet === "menu" ? this.menu() : nothing} ${this.sheet === "restart" ? this.confirm() : nothing}
      ${this.sheet === "why" ? this.why() : nothing} ${this.sheet === "export" ? this.takeAlong() : nothing}
      ${this.sheet === "erase" ? this.confirmErasing() : nothing}
    </dialog>`;
  }

  private menu(): TemplateResult {
    const dark = this.theme === "dark";
    return html`<div class="sheet">
      <button type="button" @click=${() => this.openSheet("restart")}>开始新的对话</button>
      <button type="button" aria-pressed=${this.care} @click=${this.switchCare}>${this.care ? "恢复标准字号" : "大字模式"}</button>
      <button type="button" aria-pressed=${dark} @click=${this.switchTheme}>${dark ? "浅色模式" : "深色模式"}</button>
      <button type="button" @click=${this.export}>下载我的对话</button>
      <button type="button" @click=${() => this.openSheet("erase")}>删除我的对话</button>
      <button type="button" class="soft" @click=${this.closeSheet}>取消</button>
    </div>`;
  }

  private confirm(): TemplateResult {
    return html`<h2>开始新的对话？</h2>
      <p>现在的对话会从这里清掉，之前说过的情况需要重新告诉我。</p>
      <div class="two">
        <button type="button" class="button" @click=${this.closeSheet}>取消</button>
        <button type="button" class="button main" @click=${this.restart}>开始</button>
      </div>`;
  }

  private takeAlong(): TemplateResult {
    const data = this.exported;
    return html`<h2>下载我的对话</h2>
      <p role="status">${data ? "这里保存着您说过的话、得到的回答和您的评价，以前的对话也在内。微信里下载不了的话，可以复制文字。" : "正在整理……"}</p>
      <div class="choices">
        <button type="button" class="button main" ?disabled=${!data} @click=${() => download(dated("我的咨询记录", "txt"), readable(data), "text/plain")}>下载文字</button>
        <button type="button" class="button" ?disabled=${!data} @click=${() => void this.copyAll()}>复制文字</button>
        <button type="button" class="button" ?disabled=${!data} @click=${() => download(dated("我的咨询记录", "json"), JSON.stringify(data, null, 1), "application/json")}>下载数据文件（JSON）</button>
        <button type="button" class="button" @click=${this.closeSheet}>关闭</button>
      </div>`;
  }

  private confirmErasing(): TemplateResult {
    return html`<h2>删除我的全部对话？</h2>
      <p>您说过的话、得到的回答和您的评价，连同以前的对话，都会删除，找不回来。正在等人工的话，也会一起取消。</p>
      <p>服务器以前做的备份里可能还有一份，备份过期才会清掉。</p>
      <div class="two">
        <button type="button" class="button" @click=${this.closeSheet}>取消</button>
        <button type="button" class="button danger" @click=${this.erase}>删除</button>
      </div>`;
  }

  private why(): TemplateResult {
    return html`<h2>谢谢反馈，哪里没帮上忙？</h2>
      <fieldset class="reasons">
        <legend>可以选几项，也可以不选</legend>
        ${REASONS.map(
          (reason) => html`<button
            type="button"
            aria-pressed=${this.reasons.includes(reason)}
            @click=${() => this.toggleReason(reason)}
          >
            ${reason}
          </button>`,
        )}
      </fieldset>
      <textarea maxlength="120" aria-label="补充说明" placeholder="还想补充的话（可以不写）"></textarea>
      <div class="two">
        <button type="button" class="button" @click=${this.closeSheet}>不说了</button>
        <button type="button" class="button main" @click=${this.sendWhy}>提交</button>
      </div>`;
  }

  private openSheet(sheet: Sheet): void {
    this.sheet = sheet;
  }

  private readonly closeSheet = (): void => {
    this.sheet = null;
    this.exported = null;
  };

  private outside(event: MouseEvent): void {
    if (event.target === this.dialog) this.closeSheet();
  }

  private toggleReason(reason: string): void {
    this.reasons = this.reasons.includes(reason)
      ? this.reasons.filter((chosen) => chosen !== reason)
      : [...this.reasons, reason];
  }

  // --- what the visitor does ---

  private readonly send = (text: string): void => {
    this.conversation?.say(text);
  };

  private readonly choose = (choice: Choice, byKeyboard: boolean): void => {
    this.conversation?.say(choice.payload);
    // The chosen button goes away: the keyboard's place would be lost. A finger must not bring up the keyboard.
    if (byKeyboard) this.composer?.focus();
  };

  private rate(message: Message, useful: boolean): void {
    if (!this.conversation?.rate(message.seq, useful)) return;
    if (useful) {
      this.say("谢谢您的反馈。");
    } else {
      this.rated = message;
      this.reasons = [];
      this.openSheet("why");
    }
  }

  private sendWhy(): void {
    const more = this.renderRoot.querySelector<HTMLTextAreaElement>("dialog textarea")?.value.trim() ?? "";
    const why = [...this.reasons, ...(more ? [more] : [])].join("；");
    if (this.rated && why) this.conversation?.rate(this.rated.seq, false, why.slice(0, 200));
    this.closeSheet();
    this.say("谢谢您的反馈，我们会改进。");
  }

  private restart(): void {
    if (this.conversation?.restart()) this.log?.toEnd();
    this.closeSheet();
  }

  private export(): void {
    if (this.conversation?.export()) this.openSheet("export");
    else this.closeSheet();
  }

  private async copyAll(): Promise<void> {
    const copied = await copyText(readable(this.exported));
    this.closeSheet();
    this.say(copied ? "已复制。" : "复制不了，请改用下载。");
  }

  private erase(): void {
    if (this.conversation?.erase()) this.log?.toEnd();
    this.closeSheet();
  }

  private switchCare(): void {
    this.care = !this.care;
    if (this.settings) this.settings.care = this.care;
    this.closeSheet();
  }

  private switchTheme(): void {
    this.theme = this.theme === "dark" ? "light" : "dark";
    if (this.settings) this.settings.theme = this.theme === "dark" ? "dark" : "light";
    this.closeSheet();
  }

  private async show(): Promise<void> {
    this.open = true;
    this.unread = 0;
    this.conversation?.start();
    await this.updateComplete;
    this.log?.toEnd();
    // Opening is asking to write; on a touch screen the keyboard would cover what there is to read.
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) this.composer?.focus();
    else this.renderRoot.querySelector<HTMLElement>("header button")?.focus();
  }

  private async hide(): Promise<void> {
    this.open = false;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".launcher")?.focus();
  }

  private escape(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.sheet) void this.hide();
  }

  // --- what happens ---

  private changed(): void {
    const online = this.conversation?.online ?? false;
    if (online) {
      clearTimeout(this.offlineTimer);
      this.offlineTimer = 0;
      this.offline = false;
    } else if (!this.offlineTimer) {
      // A connection that comes back at once is nobody's business.
      this.offlineTimer = window.setTimeout(() => {
        this.offline = !this.conversation?.online;
      }, OFFLINE_AFTER_MS);
    }
    this.requestUpdate();
  }

  private arrived(message: Message): void {
    this.log?.arrived(message);
    if (message.role === "user") return;
    if (!this.open) this.unread += 1;
    if (this.mode === "page" && document.hidden) {
      this.unread += 1;
      this.pageTitle ||= document.title;
      document.title = `（${this.unread}条新消息）${this.pageTitle}`;
    }
  }

  private readonly seen = (): void => {
    if (document.hidden || !this.pageTitle) return;
    document.title = this.pageTitle;
    this.pageTitle = "";
    this.unread = 0;
  };

  private say(sentence: string): void {
    this.toast = sentence;
    this.log?.announce(sentence);
    clearTimeout(this.toastTimer);
    this.toastTimer = window.setTimeout(() => {
      this.toast = "";
    }, TOAST_MS);
  }
}

define("ip-desk-chat", IpDeskChat);
