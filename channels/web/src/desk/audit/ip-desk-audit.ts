import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { state } from "lit/decorators.js";
import { clock } from "../../shared/dates";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { Latest, told } from "../api";
import { address } from "../route";
import { controls } from "../styles";
import { DeskView } from "../view";
import { actionName } from "./actions";
import { detailed } from "./details";

interface Entry {
  id: number;
  at: string;
  who: string;
  action: string;
  subject: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  address: string;
}

interface Page {
  entries: Entry[];
  next?: number;
}

const TYPING_MS = 300;
const PAGE = 50;
/** What was done to a conversation that may still be there. */
const OF_A_CONVERSATION = /^conversation\.(?!erase$)/;

/** What was changed, by whom and when. Only administrators get here. */
export class IpDeskAudit extends DeskView {
  @state() private entries: Entry[] | null = null;
  @state() private next: number | undefined;
  @state() private who = "";
  @state() private error = "";
  private readonly latest = new Latest();

  static override styles = [
    base,
    controls,
    css`
      .page { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; max-width: 980px; padding: 24px; }
      .who { max-width: 320px; display: grid; gap: 4px; }
      li { padding: 12px 20px; border-bottom: 1px solid var(--line); display: grid; grid-template-columns: minmax(0, 1fr); gap: 4px; }
      li:last-child { border-bottom: 0; }
      .subject { overflow-wrap: anywhere; }
      summary { min-height: 28px; color: var(--link); cursor: pointer; font-size: 0.9em; }
      pre { margin: 0 0 4px; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.85em; }
      @media (max-width: 720px) { .page { padding: 16px 12px; } }
    `,
  ];

  override firstUpdated(_changed: PropertyValues): void {
    this.read(0);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.latest.cancel();
  }

  override begin(): boolean {
    if (this.entries) this.read(0);
    return false;
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <h1>操作记录</h1>
      <div class="who"><label for="who">只看这个登录名</label>
        <input id="who" maxlength="100" autocomplete="off" .value=${this.who} @input=${this.typed}></div>
      ${this.error ? html`<p class="banner" role="alert">${this.error}</p>` : nothing}
      ${this.entries === null
        ? html`<p class="empty" role="status">正在读取……</p>`
        : this.entries.length
          ? html`<ul class="card">${this.entries.map((entry) => this.entry(entry))}</ul>`
          : html`<p class="empty card">没有记录。</p>`}
      ${this.next === undefined ? nothing : html`<div><button type="button" class="button" @click=${() => this.read(0, this.next)}>看更早的</button></div>`}
    </div>`;
  }

  private entry(entry: Entry): TemplateResult {
    return html`<li>
      <p class="row"><strong>${actionName(entry.action)}</strong><span class="soft small">${entry.who}，${clock(Date.parse(entry.at))}，${entry.address || "服务器上的命令"}</span></p>
      ${entry.subject === entry.who ? nothing : html`<p class="subject small">${OF_A_CONVERSATION.test(entry.action)
        ? html`<a href=${address("inbox", entry.subject)}>看对话 ${entry.subject}</a>`
        : entry.subject}</p>`}
      ${entry.before || entry.after
        ? html`<details><summary>前后变化</summary>
            ${entry.before ? html`<p class="small soft">以前</p><pre>${detailed(entry.before)}</pre>` : nothing}
            ${entry.after ? html`<p class="small soft">以后</p><pre>${detailed(entry.after)}</pre>` : nothing}
          </details>`
        : nothing}
    </li>`;
  }

  private typed(event: Event): void {
    this.who = (event.target as HTMLInputElement).value;
    this.read(TYPING_MS);
  }

  private read(wait: number, before?: number): void {
    this.latest.ask(
      wait,
      (signal) => this.desk.api.get<Page>("audit", { who: this.who.trim(), before, limit: PAGE }, signal),
      (page) => {
        this.entries = before === undefined ? page.entries : [...(this.entries ?? []), ...page.entries];
        this.next = page.next;
        this.error = "";
      },
      (error) => {
        this.error = told(error) ?? "";
      },
    );
  }
}

define("ip-desk-audit", IpDeskAudit);
