import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { chineseDay } from "../../shared/dates";
import { define } from "../../shared/define";
import { inWords } from "../../shared/money";
import { base } from "../../shared/theme";
import { address } from "../route";
import { controls } from "../styles";
import type { Evaluated } from "../wire";
import { results } from "./result-styles";
import { step } from "./steps";
import { STATES, VERDICTS } from "./verdicts";

/** One award with what is known: verdict, range, steps with the words they rest on, conditions. */
export class IpDeskOneResult extends LitElement {
  @property({ attribute: false }) result!: Evaluated;
  /** Goes to the field of a fact. */
  @property({ attribute: false }) ask: (fact: string) => void = () => undefined;

  static override styles = [base, controls, results, css`ol { display: grid; gap: 10px; }`];

  override render(): TemplateResult {
    const { result } = this;
    const verdict = VERDICTS[result.verdict];
    const missing = result.fields.filter((one) => one.used && !one.known);
    return html`<article>
      <div class="row"><span class="tag ${verdict.tone}">${verdict.title}</span><span class="soft small">${result.notice.short_title} ${result.clause}</span></div>
      <p class="figure ${verdict.tone}">${figure(result)}</p>
      <p>${result.sentence}</p>
      ${missing.length
        ? html`<section><h3>接下来先问</h3><ol class="ask">${missing.map(
            (one) => html`<li><button type="button" class="link" @click=${() => this.ask(one.fact)}>${one.field["x-question"] ?? one.field.title}</button></li>`,
          )}</ol></section>`
        : nothing}
      <section><h3>怎么算的</h3>
        <ol>${result.trace.map((one) => {
          const citation = result.citations[one.cite];
          return html`<li><p>${step(one.step, one.yuan)}</p>
            ${citation ? html`<blockquote class="small">${citation.quote}<br><a href=${address("notices", citation.doc_id, { clause: citation.clause })}>${citation.clause}</a></blockquote>` : nothing}</li>`;
        })}</ol>
      </section>
      ${result.conditions.length
        ? html`<section><h3>条件</h3><ul class="conditions">${result.conditions.map(
            (one) => html`<li class=${one.state}><span class="state">${STATES[one.state]}</span><span>${one.text}${one.state === "not_met" && one.reason ? html`<br><span class="wrong">${one.reason}</span>` : nothing}</span></li>`,
          )}</ul></section>`
        : nothing}
      ${result.notes.length ? html`<section><h3>说明</h3>${result.notes.map((note) => html`<p>${note}</p>`)}</section>` : nothing}
      ${offices(result.units)}
      <p class="soft small">按${chineseDay(result.as_of)}算。按公开文件整理，最终以主管部门审核为准。</p>
    </article>`;
  }
}

function figure(result: Evaluated): string {
  if (result.verdict === "no" || result.verdict === "not_in_force") return "0元";
  const { least, most } = result;
  if (most === undefined) return least ? `最少${inWords(least)}` : "金额还说不准";
  return least === most ? inWords(most) : `${least ? inWords(least) : "0"} 到 ${inWords(most)}`;
}

export function offices(units: Evaluated["units"]): TemplateResult | typeof nothing {
  const lead = units?.lead?.length ? `牵头单位：${units.lead.join("、")}。` : "";
  const responsible = units?.responsible?.length ? `责任单位：${units.responsible.join("、")}。` : "";
  return lead || responsible ? html`<p class="small">${lead}${responsible}</p>` : nothing;
}

define("ip-desk-one-result", IpDeskOneResult);
