import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { type Answer, type Table, type Verdict, readAnswer } from "../answer";
import { define } from "../define";
import { type Block, besideCards, blocks, pieces, untilTable } from "../prose";
import { base } from "../theme";
import "./citation";

const VERDICTS: Record<Verdict, string> = {
  yes: "符合条件",
  no: "不符合条件",
  unknown: "还不能确定",
  not_in_force: "文件已过有效期",
};
const LONG_CHARACTERS = 900;
const CITATIONS = 3;

/** One answer: its text, and cards for what it carries as data. Everything is shown as text, whatever it contains. */
export class IpDeskAnswer extends LitElement {
  @property() text = "";
  @property({ attribute: false }) custom: unknown = null;
  @property() server = "";
  @property({ type: Boolean }) plain = false;
  @state() private whole = false;
  @state() private allCitations = false;
  private answer: Answer | null = null;
  private blocks: Block[] = [];
  private cut = false;

  static override styles = [
    base,
    css`
      :host { display: block; overflow-wrap: anywhere; line-height: 1.55; }
      p { margin: 0 0 6px; white-space: pre-wrap; }
      p:last-child { margin-bottom: 0; }
      .verdict {
        display: inline-block;
        margin-bottom: 6px;
        padding: 1px 10px;
        border-radius: 999px;
        font-size: 0.85em;
        font-weight: 600;
        color: var(--doubt);
        background: var(--doubt-paper);
      }
      .verdict.yes { color: var(--good); background: var(--good-paper); }
      .verdict.no, .verdict.not_in_force { color: var(--warn); background: var(--warn-paper); }
      .staff { display: inline-block; margin-bottom: 6px; padding: 1px 10px; border-radius: 999px; font-size: 0.85em; color: var(--soft); background: var(--raised); }
      .amount {
        margin: 0 0 10px;
        padding: 12px;
        border-radius: 8px;
        background: var(--raised);
      }
      .amount .label { margin: 0; font-size: 0.85em; color: var(--soft); }
      .figure { margin: 0; font-size: 1.1em; white-space: normal; }
      .figure b { font-size: 2em; line-height: 1.25; font-variant-numeric: tabular-nums; }
      ol.steps { margin: 8px 0 0; padding: 8px 0 0; border-top: 1px dashed var(--line); list-style: none; font-size: 0.9em; }
      .steps li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 12px; }
      .steps .sum { font-weight: 600; white-space: nowrap; }
      .steps .clause { color: var(--soft); font-weight: 400; }
      .items { margin: 0 0 8px; padding: 0; list-style: none; counter-reset: item; }
      .items > li { padding: 8px 0; border-top: 1px solid var(--line); }
      .items > li:first-child { border-top: 0; padding-top: 2px; }
      .items.ordered > li { position: relative; padding-left: 2em; counter-increment: item; }
      .items.ordered > li::before { content: counter(item) "."; position: absolute; left: 0; color: var(--soft); }
      .items b { display: block; font-weight: 600; }
      .items .detail { display: block; color: var(--soft); font-size: 0.92em; }
      /* A container has no width of its own: this is what its bubble makes room for. */
      .scroll { container-type: inline-size; contain-intrinsic-inline-size: 46em; margin: 0 0 8px; overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
      table { border-collapse: collapse; min-width: 100%; font-size: 0.88em; }
      th, td { padding: 8px 10px; text-align: left; vertical-align: top; border-top: 1px solid var(--line); min-width: 5.5em; }
      thead th { border-top: 0; background: var(--raised); white-space: nowrap; }
      tbody th { font-weight: 600; white-space: nowrap; min-width: 4.5em; }
      @container (min-width: 40em) {
        td:last-child { min-width: 8em; }
      }
      /* Too narrow for columns: a row is a card of its own, each cell under the name of its column. */
      @container (max-width: 21em) {
        thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        tr, th, td { display: block; }
        tbody tr + tr { border-top: 1px solid var(--line); }
        tbody th { border-top: 0; padding-bottom: 0; font-size: 1.1em; }
        td { display: flex; gap: 10px; padding: 2px 10px; border-top: 0; }
        td:last-child { padding-bottom: 8px; }
        td::before { content: attr(data-column); flex: 0 0 4.5em; color: var(--soft); }
      }
      .units { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 0 0 8px; font-size: 0.9em; }
      .units dt { color: var(--soft); }
      .units dd { margin: 0; }
      .more { min-height: var(--target); color: var(--link); font-size: 0.9em; }
      .citations { margin-top: 8px; }
    `,
  ];

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("text") && !changed.has("custom") && !this.changedWhole(changed)) return;
    this.answer = readAnswer(this.custom);
    const shown = besideCards(this.text, this.answer);
    this.cut = shown.length > LONG_CHARACTERS * 1.3;
    this.blocks = blocks(this.cut && !this.whole ? `${shown.slice(0, LONG_CHARACTERS)}…` : shown);
  }

  private changedWhole(changed: PropertyValues): boolean {
    return changed.has("whole");
  }

  override render(): TemplateResult {
    const answer = this.answer;
    const before = answer?.table ? untilTable(this.blocks) : this.blocks.length;
    return html`
      ${answer ? this.cards(answer) : nothing} ${this.blocks.slice(0, before).map((block) => this.block(block))}
      ${answer?.table && before < this.blocks.length ? this.table(answer.table) : nothing} ${this.blocks.slice(before).map((block) => this.block(block))}
      ${this.cut
        ? html`<button type="button" class="more" aria-expanded=${this.whole} @click=${this.toggleWhole}>
            ${this.whole ? "收起" : "展开全文"}
          </button>`
        : nothing}
      ${answer?.table && before === this.blocks.length ? this.table(answer.table) : nothing} ${answer ? this.citations(answer) : nothing}
    `;
  }

  private toggleWhole(): void {
    this.whole = !this.whole;
  }

  private cards(answer: Answer): TemplateResult {
    return html`
      ${answer.written ? html`<span class="staff">${answer.kind === "definition" || answer.kind === "clause" ? "含工作人员的解释" : "工作人员写的，不是通知原文"}</span>` : nothing}
      ${answer.verdict ? html`<span class="verdict ${answer.verdict}">${VERDICTS[answer.verdict]}</span>` : nothing}
      ${answer.figure
        ? html`<div class="amount">
            <p class="label">${answer.figure.label}</p>
            <p class="figure">
              ${answer.figure.sums.map((sum, index) => html`${index ? " 至 " : nothing}<b>${sum.number}</b> ${sum.unit}`)}
            </p>
            ${answer.steps.length
              ? html`<ol class="steps" aria-label="计算过程">
                  ${answer.steps.map(
                    (step) => html`<li>
                      <span>${step.step}</span>
                      <span class="sum">${step.sum ? `= ${step.sum}` : nothing} <span class="clause">${step.clause}</span></span>
                    </li>`,
                  )}
                </ol>`
              : nothing}
          </div>`
        : nothing}
    `;
  }

  private block(block: Block): TemplateResult {
    if (block.kind === "paragraph") return html`<p>${this.line(block.text)}</p>`;
    return html`<ul class="items ${block.ordered ? "ordered" : ""}" role="list">
      ${block.items.map(
        (item) => html`<li>
          ${item.detail.length ? html`<b>${this.line(item.title)}</b>` : this.line(item.title)}
          ${item.detail.map((line) => html`<span class="detail">${this.line(line)}</span>`)}
        </li>`,
      )}
    </ul>`;
  }

  private line(text: string): unknown {
    return pieces(text).map((piece) =>
      piece.kind === "text" || this.plain
        ? piece.text
        : html`<a href=${piece.href} target=${piece.href.startsWith("tel:") ? "_self" : "_blank"} rel="noopener noreferrer">${piece.text}</a>`,
    );
  }

  private table(table: Table): TemplateResult {
    return html`<div class="scroll" tabindex="0" role="region" aria-label="对比表，可以左右滑动">
      <table role="table">
        <thead role="rowgroup"><tr role="row">${table.columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}</tr></thead>
        <tbody role="rowgroup">
          ${table.rows.map(
            (row) => html`<tr role="row">
              ${row.map((cell, index) =>
                index
                  ? html`<td role="cell" data-column=${table.columns[index] ?? ""}><span>${cell}</span></td>`
                  : html`<th role="rowheader" scope="row">${cell}</th>`,
              )}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private citations(answer: Answer): TemplateResult | typeof nothing {
    if (!answer.citations.length) return nothing;
    const shown = this.allCitations ? answer.citations : answer.citations.slice(0, CITATIONS);
    const left = answer.citations.length - shown.length;
    return html`<div class="citations">
      ${shown.map((citation) => html`<ip-desk-citation .citation=${citation} .server=${this.server} .plain=${this.plain}></ip-desk-citation>`)}
      ${left
        ? html`<button type="button" class="more" @click=${this.showCitations}>还有${left}条依据</button>`
        : nothing}
    </div>`;
  }

  private showCitations(): void {
    this.allCitations = true;
  }
}

define("ip-desk-answer", IpDeskAnswer);
