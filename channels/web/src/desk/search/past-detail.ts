import { LitElement, type TemplateResult, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { chineseDay } from "../../shared/dates";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import * as icons from "../icons";
import { address } from "../route";
import { controls } from "../styles";
import type { PastHit } from "../wire";
import { detail } from "./detail-styles";
import { KIND_NAMES } from "./kinds";

/** 王老师 2026年5月1日答的；助手 2026年5月1日答的，来访者评价有用 */
export function answeredBy(hit: PastHit): string {
  const day = chineseDay(hit.at.slice(0, 10)) ?? "";
  return hit.answered_by === "staff" ? `${hit.author ?? "工作人员"} ${day}答的` : `助手 ${day}答的，来访者评价有用`;
}

/** An answer that was given before: to copy, with what it cites. */
export class IpDeskPast extends LitElement {
  @property({ attribute: false }) hit: PastHit | null = null;
  @property({ attribute: false }) copy: (text: string, what: string) => void = () => undefined;

  static override styles = [base, controls, detail];

  override render(): TemplateResult | typeof nothing {
    const hit = this.hit;
    if (!hit) return nothing;
    const { text, citation } = hit.copy_text;
    return html`<article aria-label=${hit.name}>
      <div>
        <div class="row">
          <span class="tag">${KIND_NAMES.past}</span>
          ${hit.still_good ? nothing : html`<span class="tag warn">请重新核对</span>`}
        </div>
        <h2>${hit.name}</h2>
        <p class="small soft">${answeredBy(hit)}</p>
      </div>
      <div class="row">
        <button type="button" class="button main" @click=${() => this.copy(text, citation ? "答复和出处" : "答复")}>${icons.copy}复制答复</button>
        ${citation ? html`<a class="button" href=${address("notices", citation.doc_id, { clause: citation.clause })}>看文件</a>` : nothing}
      </div>
      <section><h3>当时是这样答的</h3><p class="answer">${text}</p></section>
      ${citation
        ? html`<section><h3>依据的原文</h3><blockquote tabindex="0" aria-label="依据的原文">${citation.quote}</blockquote>
            <p class="small">《${citation.document}》${citation.clause}</p></section>`
        : html`<p class="small soft">这条答复没有注明出处，用之前请先核对文件。</p>`}
      <p class="small soft">来访者的电话、证件号码等已经隐去。</p>
    </article>`;
  }
}

define("ip-desk-past", IpDeskPast);
