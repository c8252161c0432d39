import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { chineseDay } from "../../shared/dates";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { may, told } from "../api";
import { address } from "../route";
import { controls } from "../styles";
import type { Desk } from "../view";
import type { NoticeLine } from "../wire";

/** All notices, those with drafts that wait for a decision first. */
export class IpDeskNoticeList extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @state() private notices: NoticeLine[] | null = null;
  @state() private error = "";

  static override styles = [
    base,
    controls,
    css`
      .page { display: grid; gap: 16px; max-width: 960px; padding: 24px; }
      .head { justify-content: space-between; }
      .notice { display: grid; grid-template-columns: 1fr auto; gap: 2px 16px; padding: 14px 20px; border-bottom: 1px solid var(--line); color: inherit; text-decoration: none; }
      li:last-child .notice { border-bottom: 0; }
      .notice:hover .title { text-decoration: underline; text-underline-offset: 3px; }
      .title { font-weight: 600; }
      .tags { grid-row: 1 / 3; grid-column: 2; display: grid; gap: 4px; align-content: center; justify-items: end; }
      .card { overflow: hidden; }
      @media (max-width: 720px) {
        .page { padding: 16px 12px; }
        .notice { grid-template-columns: 1fr; padding: 12px 16px; }
        .tags { grid-row: auto; grid-column: 1; display: flex; }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <div class="row head">
        <h1>文件</h1>
        ${may(this.desk.user.role, "editor") ? html`<a class="button" href=${address("imports")}>导入文件</a>` : nothing}
      </div>
      ${this.error
        ? html`<p class="banner" role="alert">${this.error} <button type="button" class="link" @click=${() => this.load()}>再试一次</button></p>`
        : nothing}
      ${this.notices?.length === 0 ? html`<p class="card empty">还没有收录文件。</p>` : nothing}
      ${this.notices?.length
        ? html`<ul class="card">${this.notices.map((notice) => this.line(notice))}</ul>`
        : this.error || this.notices
          ? nothing
          : html`<p class="empty">正在打开……</p>`}
    </div>`;
  }

  private line(notice: NoticeLine): TemplateResult {
    const day = chineseDay(notice.issued_on ?? null);
    const parts = [notice.region?.name, notice.kind, day ? `${day}印发` : ""].filter(Boolean);
    return html`<li><a class="notice" href=${address("notices", notice.doc_id)}>
      <span class="title">${notice.title}</span>
      <span class="soft small">${parts.join("，")}</span>
      <span class="tags">
        ${notice.drafts ? html`<span class="tag doubt">${notice.drafts}份草稿待审核</span>` : nothing}
        ${notice.in_force ? html`<span class="tag good">现行有效</span>` : html`<span class="tag warn">不在有效期内</span>`}
      </span>
    </a></li>`;
  }

  private async load(): Promise<void> {
    this.error = "";
    try {
      this.notices = (await this.desk.api.get<{ notices: NoticeLine[] }>("desk/notices")).notices;
    } catch (error) {
      this.error = told(error) ?? "";
    }
  }
}

define("ip-desk-notice-list", IpDeskNoticeList);
