import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import type { Citation } from "../answer";
import { copyText } from "../clipboard";
import { chineseDay } from "../dates";
import { define } from "../define";
import { base } from "../theme";

/** The words of a notice: folded to one line, unfolded to the clause verbatim with the notice's data. */
export class IpDeskCitation extends LitElement {
  @property({ attribute: false }) citation: Citation | null = null;
  /** The origin that serves the notices' pages. */
  @property() server = "";
  @property({ type: Boolean }) plain = false;
  @property({ attribute: false }) copied = false;

  static override styles = [
    base,
    css`
      :host { display: block; }
      details { border-top: 1px solid var(--line); }
      summary {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: var(--target);
        padding: 6px 0;
        cursor: pointer;
        list-style: none;
        font-size: 0.9em;
        color: var(--link);
      }
      summary::-webkit-details-marker { display: none; }
      summary::after {
        content: "";
        flex: none;
        width: 8px;
        height: 8px;
        margin-left: auto;
        margin-right: 4px;
        border: solid var(--soft);
        border-width: 0 1.5px 1.5px 0;
        transform: rotate(45deg);
        transition: transform 0.15s;
      }
      details[open] summary::after { transform: rotate(-135deg); }
      .clause { flex: none; max-width: 45%; font-weight: 600; }
      .name { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      details[open] .name { white-space: normal; }
      blockquote {
        margin: 0 0 8px;
        padding: 8px 12px;
        border-left: 3px solid var(--brand);
        background: var(--raised);
        border-radius: 0 4px 4px 0;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        max-height: 60vh;
        overflow-y: auto;
      }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 0; font-size: 0.85em; }
      dt { color: var(--soft); }
      dd { margin: 0; overflow-wrap: anywhere; }
      .ended { color: var(--warn); font-weight: 600; }
      .acts { display: flex; flex-wrap: wrap; gap: 4px 20px; }
      .acts > * {
        display: inline-flex;
        align-items: center;
        min-height: var(--target);
        font-size: 0.9em;
        color: var(--link);
        text-decoration: none;
      }
    `,
  ];

  override render(): TemplateResult | typeof nothing {
    const citation = this.citation;
    if (!citation) return nothing;
    const title = citation.document.startsWith("《") ? citation.document : `《${citation.document}》`;
    const until = chineseDay(citation.validUntil);
    return html`<details>
      <summary><span class="clause">原文 ${citation.clause}</span><span class="name">${title}</span></summary>
      ${citation.quote ? html`<blockquote tabindex="0" aria-label="原文">${citation.quote}</blockquote>` : nothing}
      <dl>
        ${citation.issuers.length ? html`<dt>发布机关</dt><dd>${citation.issuers.join("、")}</dd>` : nothing}
        ${citation.issuedOn ? html`<dt>印发日期</dt><dd>${chineseDay(citation.issuedOn)}</dd>` : nothing}
        <dt>有效期</dt>
        <dd>
          ${until ? `到${until}` : "文件没有写明截止日期"}${citation.inForce
            ? nothing
            : html`，<span class="ended">目前不在有效期内</span>`}
        </dd>
        ${citation.reviewed ? nothing : html`<dt>说明</dt><dd>从文件里自动读出，还没有人工核对</dd>`}
      </dl>
      ${this.plain ? nothing : this.acts(citation)}
    </details>`;
  }

  private acts(citation: Citation): TemplateResult {
    return html`<div class="acts">
      <button type="button" @click=${this.copy}>${this.copied ? "已复制" : "复制原文"}</button>
      ${citation.docId && this.server
        ? html`<a href=${this.page(citation)} target="_blank" rel="noopener noreferrer">看全文<span class="hidden">（新窗口打开）</span></a>`
        : nothing}
    </div>`;
  }

  private page(citation: Citation): string {
    return `${this.server}/sources/${encodeURIComponent(citation.docId)}#${encodeURIComponent(citation.clause)}`;
  }

  private async copy(): Promise<void> {
    const citation = this.citation;
    if (!citation) return;
    this.copied = await copyText(`${citation.quote}\n——《${citation.document.replace(/^《|》$/g, "")}》${citation.clause}`);
  }
}

define("ip-desk-citation", IpDeskCitation);
