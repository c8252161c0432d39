import { LitElement, type TemplateResult, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { chineseDay } from "../../shared/dates";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import * as icons from "../icons";
import { address } from "../route";
import { controls } from "../styles";
import type { Hit } from "../wire";
import { detail } from "./detail-styles";
import { KIND_NAMES } from "./kinds";

/** One hit: the answer to copy, the words of the notice, and where to go from here. */
export class IpDeskHit extends LitElement {
  @property({ attribute: false }) hit: Hit | null = null;
  @property({ attribute: false }) copy: (text: string, what: string) => void = () => undefined;

  static override styles = [base, controls, detail];

  override render(): TemplateResult | typeof nothing {
    const hit = this.hit;
    if (!hit) return nothing;
    const { text, citation } = hit.copy_text;
    const until = chineseDay(citation.valid_until ?? null);
    return html`<article aria-label=${hit.name}>
      <div>
        <div class="row">
          <span class="tag">${KIND_NAMES[hit.kind]}</span>
          ${citation.in_force ? html`<span class="tag good">现行有效</span>` : html`<span class="tag warn">不在有效期内</span>`}
          ${citation.reviewed === false ? html`<span class="tag doubt">还没有人工核对</span>` : nothing}
        </div>
        <h2>${hit.name}</h2>
      </div>
      <div class="row">
        <button type="button" class="button main" @click=${() => this.copy(text, "答复和出处")}>${icons.copy}复制答复</button>
        <a class="button" href=${address("notices", citation.doc_id, { clause: citation.clause })}>看文件</a>
        ${hit.kind === "award" ? html`<a class="button" href=${address("calculator", "", { award: hit.id })}>测算</a>` : nothing}
      </div>
      <section><h3>可以这样答</h3><p class="answer">${text}</p></section>
      <section>
        <div class="row"><h3>文件原文</h3>
          <button type="button" class="link small" @click=${() => this.copy(`${citation.quote}\n——《${citation.document}》${citation.clause}`, "原文")}>复制原文</button>
        </div>
        <blockquote tabindex="0" aria-label="文件原文">${citation.quote}</blockquote>
      </section>
      <dl>
        <dt>文件</dt><dd>《${citation.document}》${citation.clause}</dd>
        ${citation.issuers?.length ? html`<dt>发布机关</dt><dd>${citation.issuers.join("、")}</dd>` : nothing}
        ${citation.issued_on ? html`<dt>印发日期</dt><dd>${chineseDay(citation.issued_on)}</dd>` : nothing}
        <dt>有效期</dt><dd>${until ? `到${until}` : "文件没有写明截止日期"}</dd>
      </dl>
    </article>`;
  }
}

define("ip-desk-hit", IpDeskHit);
