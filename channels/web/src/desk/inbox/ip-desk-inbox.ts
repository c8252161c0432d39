import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { clock } from "../../shared/dates";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { ApiError, Latest, told } from "../api";
import { back } from "../icons";
import { address } from "../route";
import { controls } from "../styles";
import { DeskView } from "../view";
import "./conversation";
import type { StaffConversation } from "./conversation";
import { Changes } from "./events";
import "./helper";
import "./search";
import { CHANNELS, type FailedLine, type Line, type Lines, type Transcript, extended, together } from "./wire";

const CLOCK_MS = 30_000;
const LEAST_CHARACTERS = 6;

/** Who waits for a person, longest first; the conversation that was chosen; answers that may fit. */
export class IpDeskInbox extends DeskView {
  @state() private lines: Line[] | null = null;
  @state() private failed: FailedLine[] = [];
  @state() private transcript: Transcript | null = null;
  @state() private error = "";
  @state() private cut = false;
  @state() private now = Date.now();
  @query("ip-desk-staff-conversation") private pane!: StaffConversation | null;
  private readonly listing = new Latest();
  private readonly reading = new Latest();
  private readonly leafing = new Latest();
  private leafed: number | null = null;
  private readonly changes = new Changes(
    (conversations) => this.heard(conversations),
    async () => {
      // Asks for a new sign-in where the session has ended.
      await this.desk.api.get<Lines>("desk/conversations");
    },
    (on) => {
      this.cut = !on;
    },
  );
  private timer = 0;

  static override styles = [
    base,
    controls,
    css`
      :host { height: 100%; }
      .inbox { display: grid; grid-template-columns: 300px minmax(0, 1fr) 320px; height: 100%; min-height: 0; }
      .list, .help { overflow-y: auto; background: var(--card); min-height: 0; }
      .list { border-right: 1px solid var(--line); }
      .help { border-left: 1px solid var(--line); }
      .list h1, .list h2, .list .empty { padding: 16px 16px 8px; }
      .list h2 { font-size: 0.88em; color: var(--soft); padding-bottom: 4px; }
      .middle { min-height: 0; min-width: 0; }
      a.one { display: grid; gap: 2px; padding: 10px 16px; min-height: var(--target); border-bottom: 1px solid var(--line); color: inherit; text-decoration: none; }
      a.one:hover { background: var(--raised); }
      a.one[aria-current="true"] { background: var(--good-paper); }
      .why { padding: 0 16px 4px; color: var(--soft); font-size: 0.84em; }
      .said { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .meta { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; color: var(--soft); font-size: 0.84em; }
      .banner { margin: 8px 16px; }
      .back { display: none; }
      @media (max-width: 1180px) { .inbox { grid-template-columns: 260px minmax(0, 1fr); grid-template-rows: minmax(0, 1fr) minmax(0, 40%); } .list { grid-row: 1 / 3; } .help { border-left: 0; border-top: 1px solid var(--line); } }
      @media (max-width: 720px) {
        .inbox { display: block; overflow-y: auto; }
        .inbox.chosen .list { display: none; }
        .inbox:not(.chosen) .middle, .inbox:not(.chosen) .help { display: none; }
        .middle { height: 78%; display: grid; grid-template-rows: auto minmax(0, 1fr); }
        .back { display: inline-flex; align-items: center; min-height: var(--target); padding: 0 12px; color: var(--link); }
        .list { border: 0; min-height: 100%; }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.changes.open();
    this.timer = window.setInterval(() => {
      this.now = Date.now();
    }, CLOCK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.changes.close();
    this.listing.cancel();
    this.reading.cancel();
    this.leafing.cancel();
    clearInterval(this.timer);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("route") && this.route.path === "inbox" && this.route.rest !== (this.transcript?.id ?? "")) {
      this.transcript = null;
      this.error = "";
      this.leafing.cancel();
      this.leafed = null;
      this.read();
    }
  }

  override begin(): boolean {
    if (!this.pane) return false;
    this.pane.begin();
    return true;
  }

  override render(): TemplateResult {
    const waiting = this.lines?.filter((line) => line.state === "waiting") ?? [];
    const taken = this.lines?.filter((line) => line.state === "staff") ?? [];
    return html`<div class="inbox ${this.route.rest ? "chosen" : ""}">
      <div class="list" @keydown=${this.moved}>
        <h1>人工接待</h1>
        ${this.cut ? html`<p class="banner doubt" role="status">实时更新断开了，正在重新连接。</p>` : nothing}
        <h2 id="waiting">等待接待（${waiting.length}）</h2>
        ${waiting.length ? this.list(waiting, "waiting") : html`<p class="empty">${this.lines ? "现在没有人在等。" : "正在读取……"}</p>`}
        ${this.failed.length
          ? html`<h2 id="failed">系统出错，没有答上（${this.failed.length}）</h2>
              <p class="why">请看一看要不要联系来访者；写一条备注或回答以后，就从这里消失。</p>
              ${this.failures()}`
          : nothing}
        ${taken.length ? html`<h2 id="taken">正在接待（${taken.length}）</h2>${this.list(taken, "taken")}` : nothing}
        ${this.desk.user.role === "admin" ? html`<ip-desk-conversation-search .desk=${this.desk} .chosen=${this.route.rest}></ip-desk-conversation-search>` : nothing}
      </div>
      <div class="middle">
        ${this.route.rest ? html`<a class="back" href=${address("inbox")}>${back}返回列表</a>` : nothing}
        ${this.transcript
          ? html`<ip-desk-staff-conversation .desk=${this.desk} .transcript=${this.transcript} .changed=${this.acted} .older=${this.older}></ip-desk-staff-conversation>`
          : html`<p class="empty" role="status">${this.error || (this.route.rest ? "正在读取……" : "从左边选一个对话。")}</p>`}
      </div>
      <div class="help">
        ${this.transcript
          ? html`<ip-desk-reply-helper .desk=${this.desk} .question=${this.question()} .insert=${this.insert}></ip-desk-reply-helper>`
          : nothing}
      </div>
    </div>`;
  }

  private list(lines: Line[], labelled: string): TemplateResult {
    return html`<ul aria-labelledby=${labelled}>
      ${repeat(
        lines,
        (line) => line.id,
        (line) => html`<li>
          <a class="one" href=${address("inbox", line.id)} aria-current=${line.id === this.route.rest ? "true" : "false"}>
            <span class="said">${line.last_text || "（还没有提问）"}</span>
            <span class="meta">
              <span>${line.state === "waiting" ? `等了${this.waited(line.asked_at)}` : line.mine ? "由您接待" : `由${line.staff ?? "同事"}接待`}</span>
              <span>${CHANNELS[line.channel]}</span>
              ${line.here ? html`<span class="tag good">在线</span>` : html`<span class="tag">已离开</span>`}
            </span>
          </a>
        </li>`,
      )}
    </ul>`;
  }

  private failures(): TemplateResult {
    return html`<ul aria-labelledby="failed">
      ${repeat(
        this.failed,
        (line) => line.id,
        (line) => html`<li>
          <a class="one" href=${address("inbox", line.id)} aria-current=${line.id === this.route.rest ? "true" : "false"}>
            <span class="said">${line.question}</span>
            <span class="meta">
              <span>${clock(Date.parse(line.at))}</span>
              <span>${CHANNELS[line.channel]}</span>
              ${line.here ? html`<span class="tag good">在线</span>` : html`<span class="tag">已离开</span>`}
              ${line.number ? html`<span>错误编号 ${line.number}</span>` : nothing}
            </span>
          </a>
        </li>`,
      )}
    </ul>`;
  }

  private waited(since: string): string {
    const minutes = Math.max(0, Math.floor((this.now - Date.parse(since)) / 60_000));
    if (minutes < 1) return "不到1分钟";
    if (minutes < 60) return `${minutes}分钟`;
    return minutes < 24 * 60 ? `${Math.floor(minutes / 60)}小时${minutes % 60}分钟` : `，从${clock(Date.parse(since))}起`;
  }

  /** What to suggest answers for: thanks and 在吗 are no questions. */
  private question(): string {
    const asked = (this.transcript?.messages ?? []).filter((one) => one.role === "user").map((one) => one.text);
    const telling = asked.filter((text) => [...text].length >= LEAST_CHARACTERS);
    return telling[telling.length - 1] ?? asked[asked.length - 1] ?? "";
  }

  private heard(conversations: string[]): void {
    this.refresh();
    if (this.route.rest && (!conversations.length || conversations.includes(this.route.rest))) this.read();
  }

  private refresh(): void {
    const before = this.lines?.filter((line) => line.state === "waiting").length;
    this.listing.ask(
      0,
      (signal) => this.desk.api.get<Lines>("desk/conversations", {}, signal),
      ({ conversations, waiting, failed }) => {
        this.lines = conversations;
        this.failed = failed;
        this.now = Date.now();
        if (before !== undefined && waiting > before) this.desk.say(`有来访者在等人工，共${waiting}位。`);
      },
      (error) => {
        this.error = told(error) ?? "";
      },
    );
  }

  private read(): void {
    const id = this.route.rest;
    if (!id) return;
    this.reading.ask(
      0,
      (signal) => this.desk.api.get<Transcript>(`desk/conversations/${encodeURIComponent(id)}`, {}, signal),
      (transcript) => {
        this.transcript = together(this.transcript, transcript);
        this.error = "";
      },
      (error) => {
        const gone = error instanceof ApiError && error.status === 404;
        this.error = gone ? "没有找到这个对话，可能已经删除。" : told(error) ?? "";
        // What was deleted is not to be read on.
        if (gone) this.transcript = null;
      },
    );
  }

  /** A page of older messages, once until it has come. */
  private readonly older = (): void => {
    const known = this.transcript;
    const first = known?.messages[0]?.seq;
    if (!known?.more || first === undefined || this.leafed === first) return;
    this.leafed = first;
    this.leafing.ask(
      0,
      (signal) => this.desk.api.get<Transcript>(`desk/conversations/${known.id}`, { before: first }, signal),
      (page) => {
        // Where more than a page was missed meanwhile, there is another first message now.
        if (this.transcript?.id === page.id && this.transcript.messages[0]?.seq === first) this.transcript = extended(this.transcript, page);
        this.leafed = null;
      },
      (error) => {
        this.leafed = null;
        this.desk.say(told(error) ?? "");
      },
    );
  };

  private readonly acted = (transcript: Transcript | null): void => {
    if (transcript) this.transcript = together(this.transcript, transcript);
    else this.read();
    this.refresh();
  };

  private readonly insert = (text: string): void => this.pane?.insert(text);

  /** Arrow keys go from one conversation to the next. */
  private moved(event: KeyboardEvent): void {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = [...this.renderRoot.querySelectorAll<HTMLElement>("a.one")];
    const at = links.indexOf(event.composedPath()[0] as HTMLElement);
    const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }
}

define("ip-desk-inbox", IpDeskInbox);
