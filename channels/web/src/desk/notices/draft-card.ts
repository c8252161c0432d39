import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { clock } from "../../shared/dates";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { ApiError, Latest, may, told } from "../api";
import { controls } from "../styles";
import type { Desk } from "../view";
import type { Decided, Draft } from "../wire";
import { yaml, yamlArea } from "./yaml-area";

const REASONS = ["金额读错了", "条件读错了", "这一句不是奖补", "和别的条目重复"];
const STATUS: Record<Draft["status"], string> = { draft: "待审核", approved: "已采用", rejected: "已退回" };

/** One draft, to be approved, edited or rejected where it stands. */
export class IpDeskDraft extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ type: Number }) number = 0;
  /** Called after a decision. */
  @property({ attribute: false }) decided: () => void = () => undefined;
  /** Goes to the next draft; null where there is none. */
  @property({ attribute: false }) next: (() => void) | null = null;
  @state() private draft: Draft | null = null;
  @state() private mode: "read" | "edit" | "reject" = "read";
  @state() private error = "";
  @state() private fields: Record<string, string> = {};
  @state() private clash = false;
  @state() private busy = false;
  @query("textarea") private area!: HTMLTextAreaElement;
  private readonly latest = new Latest();

  static override styles = [
    base,
    controls,
    yaml,
    css`
      .draft { display: grid; gap: 10px; }
      .draft > .row:first-child { padding-right: 3em; }
      .chip { min-height: 32px; padding: 1px 12px; border: 1px solid var(--line); border-radius: 999px; font-size: 0.88em; }
    `,
  ];

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("number")) this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.latest.cancel();
  }

  override render(): TemplateResult | typeof nothing {
    const draft = this.draft;
    if (!draft) return this.error ? this.problem() : html`<p class="soft">正在打开草稿……</p>`;
    return html`<section class="draft" aria-label="草稿">
      <div class="row">
        <h3 tabindex="-1">${draft.kind_name}草稿</h3>
        <span class="tag ${draft.status === "draft" ? "doubt" : draft.status === "approved" ? "good" : ""}">${STATUS[draft.status]}</span>
        <span class="soft small">${draft.clause}，第${draft.id}号</span>
      </div>
      <blockquote>${draft.quote}</blockquote>
      ${draft.status === "draft" ? this.open(draft) : this.done(draft)} ${this.problem()}
    </section>`;
  }

  private open(draft: Draft): TemplateResult {
    if (this.mode === "edit") return this.editor(draft);
    if (this.mode === "reject") return this.rejection();
    return html`<p class="small soft">读出的内容：</p>
      <pre tabindex="0" aria-label="读出的内容">${draft.entry}</pre>
      ${may(this.desk.user.role, "editor")
        ? html`<div class="row">
            <button type="button" class="button main" ?disabled=${this.busy} @click=${() => this.approve(null)}>采用</button>
            <button type="button" class="button" @click=${() => this.turn("edit")}>修改</button>
            <button type="button" class="button danger" @click=${() => this.turn("reject")}>退回</button>
          </div>`
        : html`<p class="small soft">审核员可以采用、修改或者退回。</p>`}`;
  }

  private editor(draft: Draft): TemplateResult {
    return html`${yamlArea("改好以后采用。文件里没有的内容，系统不会收。", draft.entry, Object.values(this.fields))}
      <div class="row">
        <button type="button" class="button main" ?disabled=${this.busy} @click=${() => this.approve(this.area.value)}>按修改的采用</button>
        <button type="button" class="button" @click=${() => this.turn("read")}>不改了</button>
      </div>`;
  }

  private rejection(): TemplateResult {
    return html`<label for="reason">为什么退回？</label>
      <div class="row">${REASONS.map(
        (reason) => html`<button type="button" class="chip" @click=${() => {
          this.area.value = reason;
          this.area.focus();
        }}>${reason}</button>`,
      )}</div>
      <textarea id="reason" rows="2" maxlength="500" aria-invalid=${this.fields["reason"] ? "true" : "false"} aria-describedby="why"></textarea>
      <p class="wrong" id="why">${this.fields["reason"] ?? nothing}</p>
      <div class="row">
        <button type="button" class="button main" ?disabled=${this.busy} @click=${this.reject}>退回</button>
        <button type="button" class="button" @click=${() => this.turn("read")}>不退了</button>
      </div>`;
  }

  private done(draft: Draft): TemplateResult {
    return html`<p class="banner ${draft.status === "approved" ? "good" : "doubt"}">
        ${draft.who ?? ""} ${draft.decided_at ? clock(Date.parse(draft.decided_at)) : ""} ${STATUS[draft.status]}${draft.note ? `：${draft.note}` : "。"}
      </p>
      ${draft.status === "approved" ? html`<pre tabindex="0" aria-label="采用的内容">${draft.entry}</pre>` : nothing}
      ${this.next ? html`<div class="row"><button type="button" class="button next" @click=${this.next}>看下一份草稿</button></div>` : nothing}`;
  }

  private problem(): TemplateResult | typeof nothing {
    if (!this.error) return nothing;
    return html`<p class="banner" role="alert">${this.error}
      ${this.clash || !this.draft ? html`<button type="button" class="link" @click=${this.reload}>重新打开这份草稿</button>` : nothing}
    </p>`;
  }

  private readonly reload = (): void => {
    this.load();
    this.decided();
  };

  private load(): void {
    this.draft = null;
    this.mode = "read";
    this.error = "";
    this.clash = false;
    this.latest.ask(
      0,
      (signal) => this.desk.api.get<Draft>(`desk/drafts/${this.number}`, {}, signal),
      (draft) => {
        this.draft = draft;
      },
      (error) => {
        this.error = told(error) ?? "";
      },
    );
  }

  private async turn(mode: "read" | "edit" | "reject"): Promise<void> {
    this.mode = mode;
    this.error = "";
    this.fields = {};
    await this.updateComplete;
    if (mode === "read") this.renderRoot.querySelector<HTMLElement>("h3")?.focus();
    else this.area.focus();
  }

  private approve(entry: string | null): Promise<void> {
    return this.decide("approve", entry === null ? {} : { entry });
  }

  private readonly reject = async (): Promise<void> => {
    const reason = this.area.value.trim();
    if (reason) return this.decide("reject", { reason });
    this.fields = { reason: "请写明退回的原因，方便以后查看。" };
    this.area.focus();
  };

  private async decide(what: "approve" | "reject", body: object): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = "";
    this.fields = {};
    try {
      const { sentence } = await this.desk.api.post<Decided>(`desk/drafts/${this.number}/${what}`, body);
      this.draft = await this.desk.api.get<Draft>(`desk/drafts/${this.number}`);
      this.desk.say(sentence);
      this.decided();
      await this.updateComplete;
      const after = this.renderRoot.querySelector<HTMLElement>(".next") ?? this.renderRoot.querySelector<HTMLElement>("h3");
      after?.focus();
    } catch (error) {
      this.error = told(error) ?? "";
      this.clash = error instanceof ApiError && error.status === 409;
      if (error instanceof ApiError && error.status === 422) this.fields = error.fields;
    }
    this.busy = false;
  }
}

define("ip-desk-draft", IpDeskDraft);
