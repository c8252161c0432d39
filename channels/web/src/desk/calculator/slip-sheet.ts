import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { chineseDay } from "../../shared/dates";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { controls } from "../styles";
import type { Slip } from "../wire";
import { offices } from "./one-result";

/** A result on paper: only the sheet itself is printed. */
export class IpDeskSlip extends LitElement {
  @property({ attribute: false }) slip!: Slip;
  @property({ attribute: false }) back: () => void = () => undefined;

  static override styles = [
    base,
    controls,
    css`
      .acts { padding: 16px 24px; }
      .sheet { display: grid; gap: 14px; max-width: 760px; margin: 0 24px 32px; padding: 32px; background: #ffffff; color: #111111; border-radius: 4px; }
      .sheet h1 { text-align: center; }
      .sheet a { color: #1a3c8a; }
      .meta { display: flex; flex-wrap: wrap; gap: 4px 24px; }
      table { width: 100%; border-collapse: collapse; }
      th, td { padding: 6px 8px; border: 1px solid #999999; text-align: left; vertical-align: top; font-weight: 400; overflow-wrap: anywhere; }
      th { width: 45%; background: #f2f2f2; }
      .line { display: grid; gap: 4px; padding-top: 12px; border-top: 1px solid #999999; break-inside: avoid; }
      .line .money { font-weight: 600; }
      @media (max-width: 720px) { .acts { padding: 12px; } .sheet { margin: 0 0 24px; padding: 20px 16px; border-radius: 0; } }
      @media print {
        .acts { display: none; }
        .sheet { max-width: none; margin: 0; padding: 0; font-size: 11pt; }
      }
    `,
  ];

  override render(): TemplateResult {
    const { slip } = this;
    return html`<div class="row acts">
        <button type="button" class="button main" @click=${() => window.print()}>打印</button>
        <button type="button" class="button" @click=${this.back}>返回修改</button>
      </div>
      <article class="sheet" aria-label=${slip.title}>
        <h1>${slip.title}</h1>
        <p class="meta"><span>打印时间：${chineseDay(slip.made_at)} ${slip.made_at.slice(11, 16)}</span><span>按${chineseDay(slip.as_of)}的文件测算</span>
          ${slip.region ? html`<span>地区：${slip.region.name}</span>` : nothing}</p>
        ${slip.told.length
          ? html`<table><caption class="hidden">单位的情况</caption><tbody>${slip.told.map((one) => html`<tr><th scope="row">${one.label}</th><td>${one.text}</td></tr>`)}</tbody></table>`
          : nothing}
        ${slip.lines.map(
          (line, index) => html`<section class="line"><h2>${index + 1}. ${line.name}</h2>
            <p>${line.outcome}${line.money ? html`：<span class="money">${line.money}</span>` : nothing}</p>
            ${line.steps.length ? html`<p class="small">算法：${line.steps.join("；")}</p>` : nothing}
            ${line.open_points.length ? html`<p class="small">要留意：${line.open_points.join("；")}</p>` : nothing}
            <p class="small">${line.basis}</p>${offices(line.units)}</section>`,
        )}
        ${slip.totals.map((total) => html`<p><b>${total}</b></p>`)} ${slip.remarks.map((remark) => html`<p class="small">${remark}</p>`)}
        <p class="small">咨询：${slip.contact}</p>
      </article>`;
  }
}

define("ip-desk-slip", IpDeskSlip);
