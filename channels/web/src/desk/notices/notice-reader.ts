import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { chineseDay } from "../../shared/dates";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { Latest, may, told } from "../api";
import type { Run } from "../characters";
import * as icons from "../icons";
import { address } from "../route";
import { controls } from "../styles";
import type { Desk } from "../view";
import type { Draft, DraftsPage, Mark, NoticeLine, NoticeText, Original, OutlineClause } from "../wire";
import "./add-entry";
import "./draft-card";
import "./entry-card";
import { COLOURS, type Colour, colour } from "./kinds";
import "./notice-ending";
import { originalLines } from "./original-lines";
import { type Paragraph, type Piece, paragraphs } from "./passages";
import { styles } from "./reader-styles";

const PAGE = 200;

/** One notice: outline, cleaned text with what was read from it in place, drafts to decide on, the original beside it. */
export class IpDeskNoticeReader extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property() doc = "";
  /** The clause to go to. */
  @property() clause = "";
  /** The draft to open. */
  @property({ type: Number }) draft: number | null = null;
  @state() private notice: NoticeText | null = null;
  @state() private drafts: Draft[] = [];
  @state() private others: NoticeLine[] = [];
  @state() private original: Original | null = null;
  @state() private beside = false;
  @state() private error = "";
  /** What an editor does to the notice as a whole. */
  @state() private panel: "add" | "end" | null = null;
  /** Where the text is open: the start of a piece. */
  @state() private open: number | null = null;
  private text: Paragraph[] = [];
  private raw: Run[][] | null = null;
  private readonly latest = new Latest();

  static override styles = [base, controls, styles];

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("doc")) {
      this.notice = null;
      this.original = null;
      this.raw = null;
      this.beside = false;
      this.panel = null;
      this.open = null;
      this.load();
    } else if (changed.has("draft") || changed.has("clause")) {
      this.show();
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.latest.cancel();
  }

  override render(): TemplateResult {
    const notice = this.notice;
    if (!notice) {
      return html`<div class="head"><a class="row" href=${address("notices")}>${icons.back}返回文件列表</a>
        ${this.error
          ? html`<p class="banner" role="alert">${this.error} <button type="button" class="link" @click=${() => this.load()}>再试一次</button></p>`
          : html`<p class="empty">正在打开文件……</p>`}</div>`;
    }
    // Cleaning leaves lines where they are, as a rule: then each stands beside its own.
    const aligned = this.beside && this.raw?.length === notice.text.split("\n").length;
    return html`<div class="head">
        <a class="row" href=${address("notices")}>${icons.back}返回文件列表</a>
        <h1>${notice.title}</h1>
        <div class="row">${this.facts(notice)}</div>
        <div class="row"><button type="button" class="button" aria-pressed=${this.beside} @click=${this.toggleOriginal}>
          ${this.beside ? "收起原件" : "对照原件"}</button>
          ${may(this.desk.user.role, "editor")
            ? html`<button type="button" class="button" aria-expanded=${this.panel === "add"} @click=${() => this.turn("add")}>补充条目</button>
                ${notice.ended_on ? nothing : html`<button type="button" class="button" aria-expanded=${this.panel === "end"} @click=${() => this.turn("end")}>代替或者停用</button>`}`
            : nothing}
          ${this.beside && this.original
            ? html`<span class="soft small">${this.original.source_name}，整理时改了${this.original.repairs.length}处。繁体字和半角标点以外的，标了底色。</span>`
            : nothing}</div>
        ${this.error ? html`<p class="banner" role="alert">${this.error}</p>` : nothing}
        ${this.panels(notice)}
      </div>
      <div class="columns ${this.beside ? (aligned ? "aligned" : "beside") : ""}">
        <aside>${this.draftList()} ${this.outline(notice)} ${this.versions(notice)}</aside>
        <article class="card text" aria-label="整理后的正文">${this.legend(notice)} ${this.loose()} ${this.text.map((one) => this.paragraph(one, aligned))}</article>
        ${this.beside && !aligned ? this.besides() : nothing}
      </div>`;
  }

  private panels(notice: NoticeText): TemplateResult | typeof nothing {
    const close = (): void => this.turn(null);
    const done = (): void => {
      this.turn(null);
      this.load();
    };
    if (this.panel === "add") {
      return html`<div class="inplace"><ip-desk-add-entry .desk=${this.desk} .doc=${this.doc} .added=${done} .close=${close}></ip-desk-add-entry></div>`;
    }
    if (this.panel === "end") {
      const others = this.others.filter((one) => one.doc_id !== this.doc);
      return html`<div class="inplace">
        <ip-desk-notice-ending .desk=${this.desk} .notice=${notice} .others=${others} .ended=${done} .close=${close}></ip-desk-notice-ending>
      </div>`;
    }
    return nothing;
  }

  private turn(panel: "add" | "end" | null): void {
    this.panel = this.panel === panel ? null : panel;
  }

  private facts(notice: NoticeText): TemplateResult {
    const until = chineseDay(notice.valid_until ?? null);
    const parts = [
      notice.issuers.join("、"),
      notice.doc_number ?? "",
      notice.issued_on ? `${chineseDay(notice.issued_on)}印发` : "",
      until ? `有效期到${until}` : "没有写明截止日期",
    ];
    return html`${notice.in_force ? html`<span class="tag good">现行有效</span>` : html`<span class="tag warn">不在有效期内</span>`}
      ${notice.reviewed ? nothing : html`<span class="tag doubt">还没有审核</span>`}
      <span class="soft small">${parts.filter(Boolean).join("，")}</span>`;
  }

  private legend(notice: NoticeText): TemplateResult | typeof nothing {
    const entries = new Set(notice.marks.filter((mark) => mark.source === "entry").map((mark) => colour(mark.kind)));
    const drafts = notice.marks.some((mark) => mark.source === "draft");
    if (!entries.size && !drafts) return nothing;
    return html`<p class="legend">
      点有颜色的文字，看读出了什么：
      ${(Object.keys(COLOURS) as Colour[]).filter((kind) => entries.has(kind)).map((kind) => html`<i class=${kind}></i>${COLOURS[kind]} `)}
      ${drafts ? html`<i class="draft"></i>草稿` : nothing}
    </p>`;
  }

  // --- the text ---

  private paragraph(one: Paragraph, aligned: boolean): TemplateResult {
    const here = one.clause && one.clause.clause === this.clause;
    // A heading of its own; where the clause goes on in the same line, all of it is text.
    const heading = one.clause?.heading && one.end - one.start <= [...one.clause.label, ...one.clause.heading].length + 2;
    const open = this.open;
    const opened = open !== null && open >= one.start && open < one.end;
    // After a decision the piece may have become one with its neighbours.
    const marks = opened ? (one.pieces.filter((piece) => piece.start <= open).at(-1)?.marks ?? []) : [];
    return html`<p class="${heading ? "clause" : ""} ${here ? "found" : ""}" data-clause=${one.clause?.clause ?? nothing} tabindex=${here ? -1 : nothing}>
        ${one.pieces.map((piece) => this.piece(piece))}
      </p>
      ${aligned ? this.rawLine(this.raw?.[one.line] ?? []) : nothing} ${opened ? this.inPlace(marks) : nothing}`;
  }

  private piece(piece: Piece): TemplateResult | string {
    if (!piece.marks.length) return piece.text;
    const draft = piece.marks.find((mark) => mark.source === "draft");
    const [first] = piece.marks;
    const kind = draft || !first ? "draft" : colour(first.kind);
    const open = this.open === piece.start;
    const what = piece.marks.map((mark) => (mark.source === "draft" ? `草稿：${mark.name}` : mark.name)).join("；");
    return html`<a class="place ${kind}" role="button" href="#" aria-expanded=${open} data-start=${piece.start} title=${what}
      @click=${(event: Event) => this.toggle(event, piece)} @keydown=${(event: KeyboardEvent) => {
        if (event.key === " ") this.toggle(event, piece);
      }}>${piece.text}</a>`;
  }

  /** What stands right below the paragraph that it was read from. */
  private inPlace(marks: Mark[]): TemplateResult {
    const entries = new Map(marks.filter((mark) => mark.source === "entry").map((mark) => [mark.id, mark]));
    const found = marks.flatMap((mark) => (mark.draft === undefined ? [] : [mark.draft]));
    const drafts = new Set(this.draft === null ? found : [this.draft, ...found]);
    return html`<div class="inplace">
      <div class="end"><button type="button" class="link" @click=${this.close}>收起</button></div>
      ${[...drafts].map((number) => this.card(number))}
      ${[...entries.values()].map((mark) => html`<ip-desk-entry .desk=${this.desk} .mark=${mark}></ip-desk-entry>`)}
    </div>`;
  }

  private card(number: number): TemplateResult {
    return html`<ip-desk-draft .desk=${this.desk} .number=${number} .decided=${this.decided} .next=${this.next(number)}></ip-desk-draft>`;
  }

  /** A draft that has no place of its own in the text. */
  private loose(): TemplateResult | typeof nothing {
    if (this.draft === null || this.open !== null) return nothing;
    return html`<div class="inplace"><div class="end"><button type="button" class="link" @click=${this.close}>收起</button></div>${this.card(this.draft)}</div>`;
  }

  private toggle(event: Event, piece: Piece): void {
    event.preventDefault();
    const was = this.open === piece.start;
    this.open = was ? null : piece.start;
    const draft = was ? null : (piece.marks.find((mark) => mark.draft !== undefined)?.draft ?? null);
    this.draft = draft;
    this.desk.go(address("notices", this.doc, { draft }), true);
  }

  private readonly close = (): void => {
    const start = this.open;
    this.open = null;
    this.draft = null;
    this.desk.go(address("notices", this.doc), true);
    if (start !== null) this.renderRoot.querySelector<HTMLElement>(`[data-start="${start}"]`)?.focus();
  };

  // --- beside the text ---

  private outline(notice: NoticeText): TemplateResult {
    return html`<details class="card" ?open=${matchMedia("(min-width: 1001px)").matches}>
      <summary>目录</summary>
      <nav class="outline" aria-label="目录"><ul>${notice.outline.map((clause) => this.outlineLine(clause))}</ul></nav>
    </details>`;
  }

  private outlineLine(clause: OutlineClause): TemplateResult {
    const depth = clause.path.length > 2 ? "deeper" : clause.path.length > 1 ? "deep" : "";
    return html`<li class=${depth}><a href=${address("notices", this.doc, { clause: clause.clause })} @click=${() => this.repeat(clause.clause)}>${clause.label} ${clause.heading}</a></li>`;
  }

  private repeat(clause: string): void {
    if (clause === this.clause) this.show();
  }

  private draftList(): TemplateResult | typeof nothing {
    if (!this.drafts.length) return nothing;
    return html`<details class="card" open>
      <summary>待审核的草稿（${this.drafts.length}）</summary>
      <ul class="drafts">${this.drafts.map(
        (draft) => html`<li><a href=${address("notices", this.doc, { draft: draft.id })} aria-current=${draft.id === this.draft ? "true" : "false"}>
          ${draft.kind_name} ${draft.clause}<span class="soft quote">${draft.quote}</span></a></li>`,
      )}</ul>
    </details>`;
  }

  private versions(notice: NoticeText): TemplateResult {
    const named = (doc: string): string => this.others.find((one) => one.doc_id === doc)?.title ?? doc;
    return html`<details class="card" ?open=${matchMedia("(min-width: 1001px)").matches}>
      <summary>版本和差异</summary>
      <div class="versions">
        ${notice.successor ? html`<p class="small">${chineseDay(notice.ended_on ?? null)}起由<a href=${address("notices", notice.successor)}>${named(notice.successor)}</a>代替</p>` : nothing}
        ${notice.replaces.map((doc) => html`<p class="small">代替了<a href=${address("notices", doc)}>${named(doc)}</a></p>`)}
        <label for="other">和另一份文件比较</label>
        <select id="other" @change=${this.compare}>
          <option value="">请选择</option>
          ${this.others.filter((one) => one.doc_id !== this.doc).map((one) => html`<option value=${one.doc_id}>${one.title}</option>`)}
        </select>
      </div>
    </details>`;
  }

  private compare(event: Event): void {
    const other = (event.target as HTMLSelectElement).value;
    if (!other || !this.notice) return;
    // From the older to the newer one.
    const there = this.others.find((one) => one.doc_id === other);
    const newer = (there?.issued_on ?? "") >= (this.notice.issued_on ?? "");
    this.desk.go(newer ? address("notices", this.doc, { compare: other }) : address("notices", other, { compare: this.doc }));
  }

  /** The original in a pane of its own: its lines are not those of the text. */
  private besides(): TemplateResult {
    return html`<section class="card original" aria-label="原件文字" tabindex="0">
      <h2>原件文字</h2>
      ${this.raw ? this.raw.filter((line) => line.length).map((line) => this.rawLine(line)) : html`<p class="empty">正在打开……</p>`}
    </section>`;
  }


  private rawLine(line: Run[]): TemplateResult {
    return html`<p class="raw">${line.map((run) => (run.marked ? html`<mark>${run.text}</mark>` : run.text))}</p>`;
  }

  private readonly toggleOriginal = async (): Promise<void> => {
    this.beside = !this.beside;
    if (!this.beside || this.original) return;
    try {
      this.original = await this.desk.api.get<Original>(`desk/notices/${encodeURIComponent(this.doc)}/original`);
      this.raw = originalLines(this.original);
    } catch (error) {
      this.beside = false;
      this.error = told(error) ?? "";
    }
  };

  // --- loading and moving ---

  private load(): void {
    const doc = this.doc;
    this.error = "";
    this.latest.ask(
      0,
      (signal) =>
        Promise.all([
          this.desk.api.get<NoticeText>(`desk/notices/${encodeURIComponent(doc)}`, {}, signal),
          this.desk.api.get<DraftsPage>("desk/drafts", { doc_id: doc, limit: PAGE }, signal),
          this.desk.api.get<{ notices: NoticeLine[] }>("desk/notices", {}, signal),
        ]),
      ([notice, { drafts }, { notices }]) => {
        const first = this.notice === null;
        this.notice = notice;
        this.drafts = drafts;
        this.others = notices;
        this.text = paragraphs(notice.text, notice.outline, notice.marks);
        if (first) this.show();
      },
      (error) => {
        this.error = told(error) ?? "";
      },
    );
  }

  /** Opens the draft that the address names, or goes to the clause. */
  private show(): void {
    if (!this.notice) return;
    const mark = this.draft === null ? undefined : this.notice.marks.find((one) => one.draft === this.draft);
    this.open = mark ? mark.start : null;
    void this.updateComplete.then(() => {
      if (this.draft !== null) {
        const card = this.renderRoot.querySelector<HTMLElement>(".inplace");
        card?.scrollIntoView({ block: "center" });
        card?.querySelector("button")?.focus({ preventScroll: true });
      } else if (this.clause) {
        const place = this.renderRoot.querySelector<HTMLElement>(`[data-clause="${CSS.escape(this.clause)}"]`);
        place?.scrollIntoView({ block: "start" });
        place?.focus({ preventScroll: true });
      }
    });
  }

  private readonly decided = (): void => {
    // The place is no draft any more; the card stays where it is until somebody goes on.
    this.load();
  };

  private next(number: number): (() => void) | null {
    const place = this.drafts.findIndex((draft) => draft.id === number);
    const after = this.drafts[place + 1] ?? this.drafts.find((draft) => draft.id !== number);
    return after ? () => this.desk.go(address("notices", this.doc, { draft: after.id })) : null;
  }
}

define("ip-desk-notice-reader", IpDeskNoticeReader);
