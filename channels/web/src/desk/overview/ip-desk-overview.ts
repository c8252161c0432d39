import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { state } from "lit/decorators.js";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { Latest, told } from "../api";
import { CHANNELS } from "../inbox/wire";
import { controls } from "../styles";
import { DeskView } from "../view";
import { type Point, bars, columns } from "./charts";
import type { Counts, Day, Overview } from "./wire";

const PERIODS: readonly (readonly [number, string])[] = [[7, "最近7天"], [30, "最近30天"], [90, "最近90天"], [365, "最近一年"]];
const DAY_MS = 86_400_000;

/** Figures: totals, days, and what was asked; also as files. */
export class IpDeskOverview extends DeskView {
  @state() private found: Overview | null = null;
  @state() private days = 30;
  @state() private channel = "";
  @state() private error = "";
  private readonly latest = new Latest();

  static override styles = [
    base,
    controls,
    css`
      .page { display: grid; grid-template-columns: minmax(0, 1fr); gap: 20px; max-width: 1180px; padding: 24px; }
      .head { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; }
      .head h1 { flex: 1; }
      .head select { width: auto; }
      .totals { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 12px; margin: 0; }
      .totals > div { padding: 14px 16px; display: flex; flex-direction: column; }
      .totals dt { color: var(--soft); font-size: 0.9em; }
      .totals dd { margin: 0; font-size: 1.7em; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; }
      .totals small { display: block; min-height: 1.5em; font-size: 0.5em; font-weight: 400; color: var(--soft); }
      .charts, .all { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr)); gap: 16px; }
      .all { grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); }
      figure, .shares { margin: 0; padding: 16px; background: var(--card); border-radius: 8px; display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; align-content: start; }
      figcaption { font-weight: 600; }
      figure > svg { width: 100%; height: auto; }
      .grid { stroke: var(--line); }
      .scale { fill: var(--soft); font-size: 14px; }
      @media (max-width: 720px) { .scale { font-size: 24px; } .between { display: none; } }
      .bar { fill: var(--good); }
      details { font-size: 0.9em; }
      summary { min-height: 28px; color: var(--link); cursor: pointer; }
      .scroll { max-height: 240px; overflow: auto; }
      table { border-collapse: collapse; width: 100%; font-size: 0.94em; }
      th, td { padding: 4px 8px; text-align: left; border-bottom: 1px solid var(--line); font-weight: 400; }
      td { text-align: right; font-variant-numeric: tabular-nums; }
      .drawn { width: 40%; }
      .drawn svg { width: 100%; height: 12px; }
      @media (max-width: 720px) { .page { padding: 16px 12px; } .head h1 { flex-basis: 100%; } .totals { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
    `,
  ];

  override firstUpdated(_changed: PropertyValues): void {
    this.ask();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.latest.cancel();
  }

  override begin(): boolean {
    if (this.found) this.ask();
    return false;
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <div class="head">
        <h1>统计</h1>
        <label for="days">时间</label>
        <select id="days" @change=${this.pickedDays}>${PERIODS.map(([days, name]) => html`<option value=${days} ?selected=${days === this.days}>${name}</option>`)}</select>
        <label for="channel">渠道</label>
        <select id="channel" @change=${this.pickedChannel}><option value="">全部</option>${Object.entries(CHANNELS).map(([id, name]) => html`<option value=${id}>${name}</option>`)}</select>
        ${this.found
          ? html`<a class="button" download href=${this.file("csv")}>导出CSV</a><a class="button" download href=${this.file("xlsx")}>导出Excel</a>`
          : nothing}
      </div>
      ${this.error ? html`<p class="banner" role="alert">${this.error}</p>` : nothing}
      ${this.found ? this.figures(this.found) : html`<p class="empty" role="status">正在统计……</p>`}
    </div>`;
  }

  private figures(found: Overview): TemplateResult {
    const { totals } = found;
    const rated = totals.useful + totals.useless;
    return html`
      <dl class="totals">
        ${total("对话", totals.conversations)} ${total("提问", totals.questions)}
        ${total("没有答上", totals.declined, share(totals.declined, totals.answers))}
        ${total("反问", totals.asked_back, share(totals.asked_back, totals.answers))}
        ${total("转人工", totals.handovers, `接待了${totals.taken}次`)}
        ${total("评价有用", totals.useful, rated ? `占评价的${share(totals.useful, rated)}` : "还没有评价")}
        ${total("回答用时", totals.ms_p50 === undefined ? "–" : `${totals.ms_p50}毫秒`, totals.ms_p95 === undefined ? "" : `95%在${totals.ms_p95}毫秒以内`)}
        ${total("等人工", totals.waited_p50 === undefined ? "–" : waited(totals.waited_p50), "中位数")}
      </dl>
      <div class="charts">
        ${columns("提问", this.points(found, (day) => day.questions), "次")}
        ${columns("没有答上", this.points(found, (day) => day.declined), "次")}
        ${columns("转人工", this.points(found, (day) => day.handovers), "次")}
        ${columns("评价没用", this.points(found, (day) => day.useless), "次")}
        ${columns("回答用时（最慢渠道的中位数）", this.slowest(found), "毫秒")}
      </div>
      <div class="all">
        ${bars("问的是什么", found.intents)} ${bars("主题", found.topics)} ${bars("地区", found.regions)}
        ${bars("怎么答的", found.kinds)} ${bars("从哪里问的", found.channels)}
      </div>
      <p class="soft small">统计里没有来访者说的话，也没有任何人的姓名和联系方式。</p>`;
  }

  /** A value for every day of the period, all channels together. */
  private points(found: Overview, value: (day: Day) => number): Point[] {
    return days(found).map((day) => ({ day, value: found.days.filter((one) => one.day === day).reduce((sum, one) => sum + value(one), 0) }));
  }

  private slowest(found: Overview): Point[] {
    return days(found).map((day) => {
      const times = found.days.filter((one) => one.day === day).flatMap((one) => one.ms_p50 ?? []);
      return { day, value: times.length ? Math.max(...times) : undefined };
    });
  }

  private period(): Record<string, string> {
    // The calendar of the server: Shanghai has no summer time.
    const today = new Date(Date.now() + 8 * 3_600_000);
    const since = new Date(today.getTime() - (this.days - 1) * DAY_MS);
    return { since: since.toISOString().slice(0, 10), until: today.toISOString().slice(0, 10), ...(this.channel ? { channel: this.channel } : {}) };
  }

  private file(ending: string): string {
    return `/desk/overview.${ending}?${new URLSearchParams(this.period()).toString()}`;
  }

  private pickedDays(event: Event): void {
    this.days = Number((event.target as HTMLSelectElement).value);
    this.ask();
  }

  private pickedChannel(event: Event): void {
    this.channel = (event.target as HTMLSelectElement).value;
    this.ask();
  }

  private ask(): void {
    this.latest.ask(
      0,
      (signal) => this.desk.api.get<Overview>("desk/overview", this.period(), signal),
      (found) => {
        this.found = found;
        this.error = "";
      },
      (error) => {
        this.error = told(error) ?? "";
      },
    );
  }
}

function days({ since, until }: Overview): string[] {
  const found = [];
  for (let at = Date.parse(since); at <= Date.parse(until); at += DAY_MS) found.push(new Date(at).toISOString().slice(0, 10));
  return found;
}

function total(name: string, value: number | string, beside = ""): TemplateResult {
  return html`<div class="card"><dt>${name}</dt><dd>${value} <small>${beside}</small></dd></div>`;
}

function share(part: number, whole: Counts["answers"]): string {
  return whole ? `${((100 * part) / whole).toFixed(1)}%` : "";
}

function waited(seconds: number): string {
  return seconds < 60 ? `${seconds}秒` : `${Math.round(seconds / 60)}分钟`;
}

define("ip-desk-overview", IpDeskOverview);
