import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { query, state } from "lit/decorators.js";
import { clock } from "../../shared/dates";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { Latest, may, told } from "../api";
import { controls } from "../styles";
import { DeskView } from "../view";
import { comparison } from "./comparison";
import "./ip-desk-teach";
import type { IpDeskTeach } from "./ip-desk-teach";
import type { Group, Groups, Teaching, Training, Written, WrittenKind, WrittenList } from "./wire";
import { type WrittenActions, writtenItem, writtenStyles } from "./written";

const POLL_MS = 1_500;
const NEW: Readonly<Record<WrittenKind, string>> = { answer: "写一个回答", term: "解释一个词" };
const PERIODS: readonly (readonly [number, string])[] = [[7, "最近7天"], [30, "最近30天"], [90, "最近90天"], [366, "最近一年"]];

/** Questions that went wrong, those alike together; what they should have been taken for; a new model, or the old one. */
export class IpDeskTeaching extends DeskView {
  @state() private groups: Groups | null = null;
  @state() private teaching: Teaching | null = null;
  @state() private days = 30;
  @state() private written: WrittenList | null = null;
  @state() private error = "";
  @state() private busy = false;
  @query("ip-desk-teach") private dialog!: IpDeskTeach;
  private readonly listing = new Latest();
  private readonly watching = new Latest();
  private readonly reading = new Latest();

  static override styles = [
    base,
    controls,
    writtenStyles,
    css`
      .page { display: grid; grid-template-columns: minmax(0, 1fr); gap: 20px; max-width: 980px; padding: 24px; }
      .head { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; }
      .head select { width: auto; }
      li.group, li.example, li.training { padding: 14px 20px; border-bottom: 1px solid var(--line); display: grid; grid-template-columns: minmax(0, 1fr); gap: 6px; }
      li:last-child { border-bottom: 0; }
      li.group { grid-template-columns: 64px minmax(0, 1fr) auto; align-items: center; gap: 4px 16px; }
      .count { font-size: 1.5em; font-weight: 600; text-align: center; font-variant-numeric: tabular-nums; }
      .count span { display: block; font-size: 0.5em; font-weight: 400; color: var(--soft); line-height: 1.2; }
      .question { font-weight: 600; overflow-wrap: anywhere; }
      .details { display: grid; gap: 4px; min-width: 0; }
      details { font-size: 0.9em; }
      summary { min-height: 28px; color: var(--link); cursor: pointer; }
      .plain { padding-left: 1em; overflow-wrap: anywhere; }
      li.example { grid-template-columns: minmax(0, 1fr) auto; align-items: center; }
      table { border-collapse: collapse; width: 100%; max-width: 620px; font-size: 0.94em; }
      th, td { padding: 6px 10px; text-align: left; border-bottom: 1px solid var(--line); }
      td { font-variant-numeric: tabular-nums; }
      section { display: grid; grid-template-columns: minmax(0, 1fr); gap: 10px; }
      @media (max-width: 720px) { .page { padding: 16px 12px; } li.group { grid-template-columns: 48px minmax(0, 1fr); } li.group > .button { grid-column: 2; justify-self: start; } th, td { padding: 6px 4px; } }
    `,
  ];

  override firstUpdated(_changed: PropertyValues): void {
    this.refresh();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.listing.cancel();
    this.watching.cancel();
    this.reading.cancel();
  }

  override begin(): boolean {
    if (this.groups) this.refresh();
    return false;
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <div class="head">
        <h1>待教的问题</h1>
        <div class="row"><label for="days">时间</label>
          <select id="days" @change=${this.picked}>${PERIODS.map(([days, name]) => html`<option value=${days} ?selected=${days === this.days}>${name}</option>`)}</select>
        </div>
      </div>
      <p class="soft">没有答上、需要反问和评价“没用”的问题，意思相近的放在一起。文件里有答案的，教它听懂；文件里没有的，可以写一个回答。</p>
      ${this.error ? html`<p class="banner" role="alert">${this.error}</p>` : nothing} ${this.questions()} ${this.writings()} ${this.editors()}
      <ip-desk-teach .desk=${this.desk} .teaching=${this.teaching} .stored=${this.refresh}></ip-desk-teach>
    </div>`;
  }

  private questions(): TemplateResult {
    if (!this.groups) return html`<p class="empty" role="status">正在读取……</p>`;
    if (!this.groups.groups.length) return html`<p class="empty card">这段时间没有待教的问题。</p>`;
    return html`<ul class="card">${this.groups.groups.map((group) => this.group(group))}</ul>`;
  }

  private group(group: Group): TemplateResult {
    const others = group.wordings.filter((text) => text !== group.example);
    return html`<li class="group">
      <p class="count">${group.count}<span>次</span></p>
      <div class="details">
        <p class="question">${group.example}</p>
        <p class="row small soft">
          ${group.declined ? html`<span class="tag warn">没有答上 ${group.declined}</span>` : nothing}
          ${group.useless ? html`<span class="tag warn">评价没用 ${group.useless}</span>` : nothing}
          ${group.asked_back ? html`<span class="tag doubt">反问 ${group.asked_back}</span>` : nothing}
          ${group.written ? html`<span class="tag good">已写回答</span>` : nothing}
          ${group.taught ? html`<span class="tag good">已经教过</span>` : nothing}
          <span>最近一次 ${clock(Date.parse(group.last_at))}</span>
        </p>
        ${group.whys.length ? html`<p class="small">来访者说：${group.whys.join("；")}</p>` : nothing}
        ${others.length
          ? html`<details><summary>还有${others.length}种说法</summary><ul class="plain">${others.map((text) => html`<li>${text}</li>`)}</ul></details>`
          : nothing}
      </div>
      ${this.mayTeach() ? html`<button type="button" class="button" @click=${() => this.dialog.teach(group)}>教<span class="hidden">：${group.example}</span></button>` : nothing}
    </li>`;
  }

  private writings(): TemplateResult | typeof nothing {
    const written = this.written;
    if (!written) return nothing;
    const actions = this.mayTeach() ? this.actions : null;
    const item = (one: Written): TemplateResult => writtenItem(one, actions, this.busy);
    return html`<section>
      <div class="head"><h2>写过的回答和解释（${written.in_force.length}）</h2>
        ${actions ? html`<div class="row">${(["answer", "term"] as const).map((kind) => html`<button type="button" class="button" @click=${() => this.dialog.write(kind)}>${NEW[kind]}</button>`)}</div>` : nothing}
      </div>
      <p class="soft">助手自己答不上来的时候才用，不会代替文件里的答案。来访者会看到这是咨询台工作人员写的。</p>
      ${written.in_force.length ? html`<ul class="card">${written.in_force.map(item)}</ul>` : html`<p class="empty card">还没有写过。</p>`}
      ${written.withdrawn.length
        ? html`<details><summary>撤下的（${written.withdrawn.length}）</summary><ul class="card">${written.withdrawn.map(item)}</ul></details>`
        : nothing}
    </section>`;
  }

  // --- for editors ---

  private readonly actions: WrittenActions = {
    edit: (written) => this.dialog.edit(written),
    withdraw: (written) => void this.do(`written/${written.id}/withdraw`, "已撤下，来访者不会再看到。", { version: written.version }),
    putBack: (written) => void this.do(`written/${written.id}/put-back`, "已恢复，马上起作用。", { version: written.version }),
  };

  private mayTeach(): boolean {
    return may(this.desk.user.role, "editor");
  }

  private editors(): TemplateResult | typeof nothing {
    const teaching = this.teaching;
    if (!teaching) return nothing;
    const running = teaching.trainings.some(unfinished);
    return html`<section>
        <div class="head"><h2>教它听懂的（${teaching.examples.length}）</h2>
          <button type="button" class="button main" ?disabled=${this.busy || running || !teaching.examples.length} @click=${this.train}>训练新模型</button>
        </div>
        ${teaching.examples.length
          ? html`<ul class="card">${teaching.examples.map(
              (example) => html`<li class="example">
                <div class="details"><p class="question">${example.text}</p>
                  <p class="row small soft"><span class="tag">${example.intent.name}</span>${example.topic ? html`<span class="tag">${example.topic.name}</span>` : nothing}${example.who}，${clock(Date.parse(example.at))}</p></div>
                <button type="button" class="button" ?disabled=${this.busy} @click=${() => this.do(`examples/${example.id}/remove`, "已取消。")}>取消<span class="hidden">教：${example.text}</span></button>
              </li>`,
            )}</ul>`
          : html`<p class="empty card">还没有教过问题。</p>`}
      </section>
      <section>
        <div class="head"><h2>训练和换模型</h2>
          <button type="button" class="button" ?disabled=${this.busy || !teaching.can_undo} @click=${() => this.do("undo", "已换回前一个模型。")}>换回前一个模型</button>
        </div>
        <p class="soft">${teaching.own_model ? "正在用程序自带的模型。" : "正在用教过的模型。"}换模型时对话不会中断，正在回答的问题仍由原来的模型答完。</p>
        ${teaching.trainings.length ? html`<ul class="card">${teaching.trainings.map((training) => this.training(training))}</ul>` : nothing}
      </section>`;
  }

  private training(training: Training): TemplateResult {
    return html`<li class="training">
      <p class="row">${stateTag(training)}<span class="small soft">${training.who}，${clock(Date.parse(training.created_at))}，教过${training.examples}句</span></p>
      ${unfinished(training) ? html`<progress aria-label="训练进行中"></progress>` : nothing}
      <p role=${unfinished(training) ? "status" : nothing}>${training.sentence}</p>
      ${comparison(training)}
      ${training.usable && !training.in_use
        ? html`<div><button type="button" class="button main" ?disabled=${this.busy} @click=${() => this.do(`trainings/${training.id}/use`, "已换上新模型。")}>换上这个模型</button></div>`
        : nothing}
    </li>`;
  }

  private readonly train = (): Promise<void> => this.do("trainings", "开始训练了，可以先做别的事。");

  private async do(path: string, sentence: string, body: object = {}): Promise<void> {
    this.busy = true;
    this.error = "";
    try {
      await this.desk.api.post(`desk/teaching/${path}`, body);
      this.desk.say(sentence);
    } catch (error) {
      this.error = told(error) ?? "";
    }
    this.busy = false;
    this.refresh();
  }

  // --- reading ---

  private readonly refresh = (): void => {
    this.list();
    this.readWritten();
    this.watch(0);
  };

  private readWritten(): void {
    this.reading.ask(
      0,
      (signal) => this.desk.api.get<WrittenList>("desk/teaching/written", {}, signal),
      (written) => {
        this.written = written;
      },
      (error) => {
        this.error = told(error) ?? "";
      },
    );
  }

  private picked(event: Event): void {
    this.days = Number((event.target as HTMLSelectElement).value);
    this.list();
  }

  private list(): void {
    this.listing.ask(
      0,
      (signal) => this.desk.api.get<Groups>("desk/questions", { days: this.days }, signal),
      (groups) => {
        this.groups = groups;
      },
      (error) => {
        this.error = told(error) ?? "";
      },
    );
  }

  private watch(wait: number): void {
    if (!this.mayTeach()) return;
    this.watching.ask(
      wait,
      (signal) => this.desk.api.get<Teaching>("desk/teaching", {}, signal),
      (teaching) => {
        this.teaching = teaching;
        if (teaching.trainings.some(unfinished)) this.watch(POLL_MS);
      },
      (error) => {
        this.error = told(error) ?? "";
      },
    );
  }
}

function unfinished(training: Training): boolean {
  return training.state === "training" || training.state === "evaluating";
}

function stateTag(training: Training): TemplateResult {
  if (training.in_use) return html`<span class="tag good">正在用</span>`;
  if (training.state === "failed") return html`<span class="tag warn">没有成功</span>`;
  if (training.state === "done") return html`<span class="tag">已完成</span>`;
  return html`<span class="tag doubt">${training.state === "training" ? "正在训练" : "正在比较"}</span>`;
}

define("ip-desk-teaching", IpDeskTeaching);
