import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { define } from "../../shared/define";
import { inWords } from "../../shared/money";
import { base } from "../../shared/theme";
import { address } from "../route";
import { controls } from "../styles";
import type { Claim, Claims, Verdict } from "../wire";
import { offices } from "./one-result";
import { results } from "./result-styles";
import { step } from "./steps";
import { STATES, VERDICTS } from "./verdicts";

const ORDER: readonly Verdict[] = ["yes", "person", "unknown", "not_in_force", "no"];
const MOST_QUESTIONS = 5;

/** Every award for one applicant, those that can be had first. */
export class IpDeskAllResults extends LitElement {
  @property({ attribute: false }) result!: Claims;
  @property({ attribute: false }) ask: (fact: string) => void = () => undefined;
  /** Goes on with one award alone. */
  @property({ attribute: false }) single: (award: string) => void = () => undefined;

  static override styles = [
    base,
    controls,
    results,
    css`
      .claims > li { border: 1px solid var(--line); border-radius: 8px; }
      .claims { display: grid; gap: 8px; }
      summary { padding: 10px 14px; cursor: pointer; list-style-position: inside; }
      .pays { display: block; padding-left: 1.1em; }
      summary .name { font-weight: 600; }
      .inside { display: grid; gap: 10px; padding: 4px 14px 14px; }
      .total { display: grid; gap: 2px; padding: 12px 14px; border-radius: 8px; background: var(--good-paper); }
    `,
  ];

  override render(): TemplateResult {
    const { result } = this;
    const titles = new Map(result.claims.map((claim) => [claim.doc_id, claim.document]));
    return html`<article>
      ${result.totals.map(
        (total) => html`<div class="total"><p class="figure">${inWords(total.yuan)}</p>
          <p>《${titles.get(total.doc_id) ?? total.doc_id}》里已经确定可以申请的合计。</p><p class="small">${total.remark}</p></div>`,
      )}
      ${result.missing.length
        ? html`<section><h3>接下来先问</h3><ol class="ask">${result.missing.slice(0, MOST_QUESTIONS).map(
            (one) => html`<li><button type="button" class="link" @click=${() => this.ask(one.fact)}>${one.question}</button></li>`,
          )}</ol></section>`
        : nothing}
      ${ORDER.map((verdict) => this.group(verdict, result.claims.filter((claim) => claim.verdict === verdict)))}
      ${result.claims.length ? nothing : html`<p>${result.text}</p>`}
      <p class="soft small">按公开文件整理，最终以主管部门审核为准。</p>
    </article>`;
  }

  private group(verdict: Verdict, claims: Claim[]): TemplateResult | typeof nothing {
    if (!claims.length) return nothing;
    return html`<section><div class="row"><h3>${VERDICTS[verdict].title}</h3><span class="tag ${VERDICTS[verdict].tone}">${claims.length}项</span></div>
      <ul class="claims">${claims.map((claim) => html`<li>${this.claim(claim)}</li>`)}</ul></section>`;
  }

  private claim(claim: Claim): TemplateResult {
    return html`<details><summary><span class="name">${claim.name}</span>
        <span class="pays">${claim.verdict === "no" ? (claim.conditions.find((one) => one.state === "not_met")?.reason ?? "") : claim.text}</span></summary>
      <div class="inside">
        ${claim.because ? html`<p class="banner doubt">${claim.because}</p>` : nothing}
        ${claim.trace.some((one) => one.yuan !== undefined)
          ? html`<p>${claim.trace.map((one) => html`${step(one.step, one.yuan)}<br>`)}</p>`
          : nothing}
        <ul class="conditions">${claim.conditions.map((one) => html`<li class=${one.state}><span class="state">${STATES[one.state]}</span><span>${one.text}</span></li>`)}</ul>
        <blockquote class="small">${claim.quote}<br><a href=${address("notices", claim.doc_id, { clause: claim.clause })}>《${claim.document}》${claim.clause}</a></blockquote>
        ${offices(claim.units)}
        <div class="row"><button type="button" class="button" @click=${() => this.single(claim.award)}>只算这一项</button></div>
      </div></details>`;
  }
}

define("ip-desk-all-results", IpDeskAllResults);
