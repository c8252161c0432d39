import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { chineseDay } from "../../shared/dates";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { Latest, told } from "../api";
import * as icons from "../icons";
import { address } from "../route";
import { controls } from "../styles";
import type { Desk } from "../view";
import type { Difference, NoticeLine, Words } from "../wire";

/** What changed from one notice to another, clause by clause and word by word. */
export class IpDeskNoticeDifference extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property() from = "";
  @property() to = "";
  @state() private difference: Difference | null = null;
  @state() private titles = new Map<string, string>();
  @state() private error = "";
  private readonly latest = new Latest();

  static override styles = [
    base,
    controls,
    css`
      .page { display: grid; gap: 16px; max-width: 960px; padding: 24px; }
      .card { display: grid; gap: 10px; padding: 16px 20px; }
      .words { white-space: pre-wrap; overflow-wrap: anywhere; }
      ins { background: var(--good-paper); color: var(--good); text-decoration: underline; text-underline-offset: 3px; }
      del { background: var(--warn-paper); color: var(--warn); }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; }
      dt { color: var(--soft); }
      dd { margin: 0; overflow-wrap: anywhere; }
      @media (max-width: 720px) { .page { padding: 16px 12px; } }
    `,
  ];

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("from") || changed.has("to")) this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.latest.cancel();
  }

  override render(): TemplateResult {
    const found = this.difference;
    return html`<div class="page">
      <a class="row" href=${address("notices", this.from)}>${icons.back}返回文件</a>
      <h1>两份文件的差异</h1>
      <p>从${this.titles.get(this.from) ?? this.from}到${this.titles.get(this.to) ?? this.to}。<ins>新增的文字</ins>，<del>删去的文字</del>。</p>
      ${this.error ? html`<p class="banner" role="alert">${this.error}</p>` : found ? this.content(found) : html`<p class="empty">正在比较……</p>`}
    </div>`;
  }

  private content(found: Difference): TemplateResult {
    const awards = found.awards_added.length + found.awards_removed.length + found.awards_changed.length + found.drafts_added.length + found.drafts_removed.length;
    if (!awards && !found.changed.length && !found.added.length && !found.removed.length) return html`<p class="card">两份文件没有差异。</p>`;
    return html`
      ${awards
        ? html`<section class="card"><h2>奖补的变化</h2>
            ${names("新增", found.awards_added)} ${names("取消", found.awards_removed)} ${names("新增（草稿，还没有审核）", found.drafts_added)}
            ${names("取消（草稿，还没有审核）", found.drafts_removed)}
            ${found.awards_changed.map(
              (award) => html`<h3>${award.name}</h3>
                <dl>${award.fields.map((field) => html`<dt>${field.place}</dt><dd><del>${field.old}</del> <ins>${field.new}</ins></dd>`)}</dl>`,
            )}
          </section>`
        : nothing}
      ${found.changed.length
        ? html`<section class="card"><h2>改动的条文</h2>
            ${found.changed.map((clause) => html`<h3>${clause.old === clause.new ? clause.old : `${clause.old} → ${clause.new}`}</h3><p class="words">${clause.words.map(word)}</p>`)}
          </section>`
        : nothing}
      ${clauses("新增的条文", found.added, true)} ${clauses("删去的条文", found.removed, false)}`;
  }

  private load(): void {
    this.difference = null;
    this.error = "";
    const { from, to, desk } = this;
    this.latest.ask(
      0,
      (signal) =>
        Promise.all([
          desk.api.get<Difference>(`desk/notices/${encodeURIComponent(from)}/difference`, { to }, signal),
          desk.api.get<{ notices: NoticeLine[] }>("desk/notices", {}, signal),
        ]),
      ([difference, { notices }]) => {
        this.difference = difference;
        this.titles = new Map(notices.map((notice) => [notice.doc_id, titled(notice)]));
      },
      (error) => {
        this.error = told(error) ?? "";
      },
    );
  }
}

/** Versions often have the same title: the day tells them apart. */
function titled(notice: NoticeLine): string {
  return `《${notice.title}》${notice.issued_on ? `（${chineseDay(notice.issued_on)}印发）` : ""}`;
}

function word(words: Words): TemplateResult | string {
  if (words.change === "same") return words.text;
  return words.change === "added" ? html`<ins>${words.text}</ins>` : html`<del>${words.text}</del>`;
}

function names(label: string, list: string[]): TemplateResult | typeof nothing {
  return list.length ? html`<p>${label}：${list.join("；")}</p>` : nothing;
}

function clauses(title: string, list: { clause: string; text: string }[], added: boolean): TemplateResult | typeof nothing {
  if (!list.length) return nothing;
  return html`<section class="card"><h2>${title}</h2>
    ${list.map((one) => html`<h3>${one.clause}</h3><p class="words">${added ? html`<ins>${one.text}</ins>` : html`<del>${one.text}</del>`}</p>`)}
  </section>`;
}

define("ip-desk-notice-difference", IpDeskNoticeDifference);
