import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { chineseDay } from "../../shared/dates";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import * as icons from "../icons";
import { address } from "../route";
import { controls } from "../styles";
import type { Citation, Hit, PastHit } from "../wire";
import { type AnyHit, KIND_NAMES } from "./kinds";

/** 王老师 2026年5月1日答的；助手 2026年5月1日答的，来访者评价有用 */
export function answeredBy(hit: PastHit): string {
  const day = chineseDay(hit.at.slice(0, 10)) ?? "";
  return hit.answered_by === "staff" ? `${hit.author ?? "工作人员"} ${day}答的` : `助手 ${day}答的，来访者评价有用`;
}

/** What is copied of a hit, as the sentence names it that tells so. */
export function whatIsCopied(hit: AnyHit): string {
  return hit.copy_text.citation ? "答复和出处" : "答复";
}

/** One hit, of a notice or of the past: the answer to copy, the words of the notice, and where to go from here. */
export class IpDeskHit extends LitElement {
  @property({ attribute: false }) hit: AnyHit | null = null;
  @property({ attribute: false }) copy: (text: string, what: string) => void = () => undefined;

  static override styles = [
    base,
    controls,
    css`
      article { display: grid; gap: 14px; padding: 20px; }
      .answer { white-space: pre-wrap; overflow-wrap: anywhere; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; font-size: 0.9em; }
      dt { color: var(--soft); }
      dd { margin: 0; overflow-wrap: anywhere; }
      section { display: grid; gap: 8px; }
      blockquote { max-height: 40vh; overflow-y: auto; }
    `,
  ];

  override render(): TemplateResult | typeof nothing {
    const hit = this.hit;
    if (!hit) return nothing;
    const past = hit.kind === "past";
    const { text, citation } = hit.copy_text;
    return html`<article aria-label=${hit.name}>
      <div>
        <div class="row"><span class="tag">${KIND_NAMES[hit.kind]}</span>${past ? this.pastTags(hit) : this.tags(hit)}</div>
        <h2>${hit.name}</h2>
        ${past ? html`<p class="small soft">${answeredBy(hit)}</p>` : nothing}
      </div>
      <div class="row">
        <button type="button" class="button main" @click=${() => this.copy(text, whatIsCopied(hit))}>${icons.copy}复制答复</button>
        ${citation
          ? html`<a class="button" href=${address("notices", citation.doc_id, { clause: citation.clause })}>看文件</a>`
          : nothing}
        ${past ? html`<a class="button" href=${address("inbox", hit.id.split("/")[0] ?? "")}>看当时的对话</a>` : nothing}
        ${hit.kind === "award" ? html`<a class="button" href=${address("calculator", "", { award: hit.id })}>测算</a>` : nothing}
      </div>
      <section><h3>${past ? "当时是这样答的" : "可以这样答"}</h3><p class="answer">${text}</p></section>
      ${citation
        ? this.source(citation, past)
        : html`<p class="small soft">这条答复没有注明出处，用之前请先核对文件。</p>`}
      ${past ? html`<p class="small soft">来访者的电话、证件号码等已经隐去。</p>` : nothing}
    </article>`;
  }

  private tags(hit: Hit): TemplateResult {
    const { in_force, reviewed } = hit.copy_text.citation;
    return html`${in_force ? html`<span class="tag good">现行有效</span>` : html`<span class="tag warn">不在有效期内</span>`}
      ${reviewed === false ? html`<span class="tag doubt">还没有人工核对</span>` : nothing}`;
  }

  private pastTags(hit: PastHit): TemplateResult | typeof nothing {
    return hit.still_good ? nothing : html`<span class="tag warn">请重新核对</span>`;
  }

  /** Until when a notice was in force as was known when an answer was given says nothing about today. */
  private source(citation: Citation, past: boolean): TemplateResult {
    const heading = past ? "依据的原文" : "文件原文";
    const until = chineseDay(citation.valid_until ?? null);
    const named = `《${citation.document}》${citation.clause}`;
    return html`<section>
        <div class="row"><h3>${heading}</h3>
          <button type="button" class="link small" @click=${() => this.copy(`${citation.quote}\n——${named}`, "原文")}>复制原文</button>
        </div>
        <blockquote tabindex="0" aria-label=${heading}>${citation.quote}</blockquote>
      </section>
      <dl>
        <dt>文件</dt><dd>${named}</dd>
        ${citation.issuers?.length ? html`<dt>发布机关</dt><dd>${citation.issuers.join("、")}</dd>` : nothing}
        ${citation.issued_on ? html`<dt>印发日期</dt><dd>${chineseDay(citation.issued_on)}</dd>` : nothing}
        ${past ? nothing : html`<dt>有效期</dt><dd>${until ? `到${until}` : "文件没有写明截止日期"}</dd>`}
      </dl>`;
  }
}

define("ip-desk-hit", IpDeskHit);
