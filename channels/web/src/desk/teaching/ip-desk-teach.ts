import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { ApiError, told } from "../api";
import { controls } from "../styles";
import type { Desk } from "../view";
import type { Group, Teaching, Tried, Written, WrittenKind, WrittenList } from "./wire";

type Way = "intent" | WrittenKind;
type Field = "sentence" | "intent" | "topic" | "questions" | "answer" | "words" | "meaning" | "basis";

/** What somebody has typed for one group of questions, or for one thing written; kept until it is stored. */
interface Draft {
  way: Way;
  fields: Record<Field, string>;
}

const WAYS: readonly (readonly [Way, string, string])[] = [
  ["intent", "教它听懂", "文件里有答案，助手没听懂这句话在问什么。训练以后起作用。"],
  ["answer", "写一个回答", "文件里没有答案。助手答不上来时，用您写的回答，马上起作用。"],
  ["term", "解释一个词", "文件没有给这个词下定义。有人问“什么是……”时，附上您的解释。"],
];
const NEW: Record<WrittenKind, string> = { answer: "写一个回答", term: "解释一个词" };
const MOST_WORDINGS = 20;
const LONGEST_WORDING = 200;

/** The dialog in which somebody teaches: what a sentence asks, an answer, or what a word means. */
export class IpDeskTeach extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) teaching: Teaching | null = null;
  /** Called after something was stored. */
  @property({ attribute: false }) stored: () => void = () => {};
  @state() private key = "";
  @state() private draft: Draft = blank("intent");
  @state() private group: Group | null = null;
  @state() private edited: Written | null = null;
  @state() private newest: Written | null = null;
  @state() private tried: Tried[] | null = null;
  @state() private wrong: Record<string, string> = {};
  @state() private busy = false;
  @query("dialog") private dialog!: HTMLDialogElement;
  private readonly drafts = new Map<string, Draft>();

  static override styles = [
    base,
    controls,
    css`
      dialog { width: min(600px, calc(100vw - 32px)); }
      fieldset { display: grid; gap: 8px; margin: 0; padding: 0; border: 0; min-width: 0; }
      legend { padding: 0 0 4px; font-size: 0.94em; }
      .way { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 10px; align-items: center; padding: 8px 12px; border: 1px solid var(--line); border-radius: 8px; cursor: pointer; }
      .way:has(input:checked) { border-color: var(--brand); background: var(--raised); }
      .way input { width: 18px; min-height: 18px; margin: 0; accent-color: var(--brand); }
      .way b { font-weight: 600; }
      .way span { grid-column: 2; }
      textarea { min-height: 72px; }
      textarea.long { min-height: 120px; }
      .hint { font-size: 0.88em; color: var(--soft); }
      .tried { display: grid; gap: 10px; }
      .tried li { display: grid; gap: 4px; padding: 10px 12px; border: 1px solid var(--line); border-radius: 8px; overflow-wrap: anywhere; }
      .tried li .tag { justify-self: start; }
      .form > .row { display: flex; }
    `,
  ];

  /** Teach what a group of questions asks; what was typed for it before is still there. */
  teach(group: Group): void {
    const fields = {
      sentence: cut(group.example),
      questions: [group.example, ...group.wordings.filter((text) => text !== group.example)].slice(0, MOST_WORDINGS).map(cut).join("\n"),
      words: asksMeaning(group.example),
    };
    this.open(`group ${group.example}`, { ...blank("intent"), fields: { ...blank("intent").fields, ...fields } }, group, null);
  }

  /** Write something of one's own accord. */
  write(kind: WrittenKind): void {
    this.open(`new ${kind}`, blank(kind), null, null);
  }

  /** Change what was written. */
  edit(written: Written): void {
    const draft = blank(written.kind);
    draft.fields.basis = written.basis;
    draft.fields[written.kind === "answer" ? "questions" : "words"] = written.asked.join(written.kind === "answer" ? "\n" : "、");
    draft.fields[written.kind === "answer" ? "answer" : "meaning"] = written.text;
    this.open(`edit ${written.id} ${written.version}`, draft, null, written);
  }

  private open(key: string, fresh: Draft, group: Group | null, edited: Written | null): void {
    this.key = key;
    this.draft = this.drafts.get(key) ?? fresh;
    this.group = group;
    this.edited = edited;
    this.newest = null;
    this.tried = null;
    this.wrong = {};
    void this.updateComplete.then(() => this.dialog.showModal());
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title">${this.tried ? this.result(this.tried) : this.form()}</dialog>`;
  }

  private form(): TemplateResult {
    const { way } = this.draft;
    return html`<form class="form" novalidate @submit=${this.submit}>
      <h2 id="title">${this.heading()}</h2>
      ${this.group ? this.ways() : nothing}
      ${way === "intent" ? this.understand() : way === "answer" ? this.answer() : this.term()}
      ${this.newest
        ? html`<div><p class="label">现在的内容（${this.newest.changed_by ?? this.newest.who}写的）：</p><blockquote>${this.newest.text}</blockquote>
            <p class="hint">您写的还在上面。再按一次“保存”，就用您写的代替它。</p></div>`
        : nothing}
      ${this.wrong[""] ? html`<p class="banner" role="alert">${this.wrong[""]}</p>` : nothing}
      <div class="row"><button type="submit" class="button main" ?disabled=${this.busy}>${this.edited ? "保存" : way === "intent" ? "教" : "写好了"}</button>
        <button type="button" class="button" @click=${this.close}>${this.edited ? "不改了" : way === "intent" ? "先不教" : "先不写"}</button></div>
    </form>`;
  }

  private heading(): string {
    if (this.edited) return this.edited.kind === "answer" ? "改回答" : "改解释";
    return this.group || this.draft.way === "intent" ? "教一个问题" : NEW[this.draft.way];
  }

  private ways(): TemplateResult {
    return html`<fieldset>
      <legend>怎么教</legend>
      ${WAYS.map(
        ([way, name, when]) => html`<label class="way">
          <input type="radio" name="way" value=${way} .checked=${this.draft.way === way} aria-labelledby="name-${way}" aria-describedby="when-${way}" @change=${() => this.choose(way)} />
          <b id="name-${way}">${name}</b><span class="hint" id="when-${way}">${when}</span>
        </label>`,
      )}
    </fieldset>`;
  }

  private understand(): TemplateResult {
    const { teaching } = this;
    return html`${this.area("sentence", "text", "问题（可以改得更像平常的说法，请去掉姓名、电话）", 200)}
      <div><label for="intent">这句话是在</label>
        <select id="intent" aria-invalid=${this.invalid("intent")} aria-describedby="wrong-intent" @change=${this.typed}>
          <option value="">请选择</option>${teaching?.intents.map((one) => html`<option value=${one.id} ?selected=${one.id === this.draft.fields.intent}>${one.name}</option>`)}</select>
        ${this.told("intent")}</div>
      <div><label for="topic">主题（可以不选，只作记录，供整理知识库时用）</label>
        <select id="topic" @change=${this.typed}>
          <option value="">不选</option>${teaching?.topics.map((one) => html`<option value=${one.id} ?selected=${one.id === this.draft.fields.topic}>${one.name}</option>`)}</select></div>`;
  }

  private answer(): TemplateResult {
    return html`${this.area("questions", "asked", "问法（一行一种，最多20种）", 4200, "只有问得和这里一样的，才会得到您的回答；客气话、语气词、“多少钱”还是“几块钱”不要紧。意思不同的问法请删去，姓名、电话请去掉。")}
      ${this.area("answer", "text", "回答", 1000, "来访者会看到这是咨询台工作人员写的、哪天写的，不是通知原文。", true)} ${this.basis()}`;
  }

  private term(): TemplateResult {
    return html`${this.line("words", "asked", "要解释的词（几种写法用顿号隔开）", "文件里已经有定义的词，以文件为准，您的解释不会用上。")}
      ${this.area("meaning", "text", "解释", 1000, "来访者会看到这是咨询台工作人员的解释、哪天写的，不是通知原文。", true)} ${this.basis()}`;
  }

  private basis(): TemplateResult {
    return this.line("basis", "basis", "依据（写了金额或者比例就必须填）", "例如哪份文件、哪个网页。来访者看得到。");
  }

  private area(field: Field, name: string, label: string, most: number, hint = "", long = false): TemplateResult {
    return html`<div><label for=${field}>${label}</label>
      ${hint ? html`<p class="hint" id="hint-${field}">${hint}</p>` : nothing}
      <textarea id=${field} class=${long ? "long" : ""} maxlength=${most} .value=${this.draft.fields[field]} @input=${this.typed}
        aria-invalid=${this.invalid(name)} aria-describedby="hint-${field} wrong-${name}"></textarea>
      ${this.told(name)}</div>`;
  }

  private line(field: Field, name: string, label: string, hint: string): TemplateResult {
    return html`<div><label for=${field}>${label}</label>
      <p class="hint" id="hint-${field}">${hint}</p>
      <input id=${field} maxlength="200" autocomplete="off" .value=${this.draft.fields[field]} @input=${this.typed}
        aria-invalid=${this.invalid(name)} aria-describedby="hint-${field} wrong-${name}" />
      ${this.told(name)}</div>`;
  }

  private told(name: string): TemplateResult {
    return html`<p class="wrong" id="wrong-${name}">${this.sentence(name) || nothing}</p>`;
  }

  /** What the server says of a field, of one entry of a list as well (``asked.0``). */
  private sentence(name: string): string {
    const found = Object.entries(this.wrong).find(([field]) => field === name || field.startsWith(`${name}.`));
    return found ? found[1] : "";
  }

  private invalid(name: string): "true" | "false" {
    return this.sentence(name) ? "true" : "false";
  }

  private result(tried: Tried[]): TemplateResult {
    return html`<div class="form">
      <h2 id="title" tabindex="-1">已经起作用了</h2>
      <p>${tried.every((one) => one.given) ? "刚才替您问了一遍：" : "刚才替您问了一遍，有的问法用不上您写的，因为助手自己能从通知里回答，或者要先问清楚："}</p>
      <ul class="tried">${tried.map(
        (one) => html`<li><b>${one.asked}</b>
          ${one.given ? html`<span class="tag good">会看到您写的</span>` : html`<span class="tag doubt">助手自己回答</span><span class="small soft">${one.reply}</span>`}</li>`,
      )}</ul>
      <div class="row"><button type="button" class="button main" @click=${this.close}>知道了</button></div>
    </div>`;
  }

  private choose(way: Way): void {
    this.keep({ ...this.draft, way });
    this.wrong = {};
  }

  private typed(event: Event): void {
    const field = event.target as HTMLTextAreaElement | HTMLInputElement | HTMLSelectElement;
    this.keep({ ...this.draft, fields: { ...this.draft.fields, [field.id]: field.value } });
  }

  private keep(draft: Draft): void {
    this.draft = draft;
    this.drafts.set(this.key, draft);
  }

  private readonly close = (): void => this.dialog.close();

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.wrong = {};
    try {
      await this.send();
      this.drafts.delete(this.key);
      this.stored();
    } catch (error) {
      await this.refused(error);
    }
    this.busy = false;
  }

  private async send(): Promise<void> {
    const { way, fields } = this.draft;
    if (way === "intent") {
      await this.desk.api.post("desk/teaching/examples", { text: fields.sentence, intent: fields.intent, topic: fields.topic || null });
      this.dialog.close();
      this.desk.say("记下了。训练新模型以后才会起作用。");
      return;
    }
    const asked = (way === "answer" ? fields.questions.split("\n") : fields.words.split(/[、，,\n]/u)).map((one) => one.trim()).filter(Boolean);
    const body = { asked, text: way === "answer" ? fields.answer : fields.meaning, basis: fields.basis };
    const written = this.edited
      ? await this.desk.api.post<Written>(`desk/teaching/written/${this.edited.id}/change`, { ...body, version: (this.newest ?? this.edited).version })
      : await this.desk.api.post<Written>("desk/teaching/written", { ...body, kind: way });
    if (written.tried.length) {
      this.tried = written.tried;
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>("#title")?.focus();
    } else {
      this.dialog.close();
      this.desk.say("已经存好，马上起作用。");
    }
  }

  private async refused(error: unknown): Promise<void> {
    const fields = error instanceof ApiError ? error.fields : {};
    this.wrong = Object.keys(fields).length ? fields : { "": told(error) ?? "" };
    if (error instanceof ApiError && error.status === 409 && this.edited) {
      const found = await this.desk.api.get<WrittenList>("desk/teaching/written").catch(() => null);
      const newest = found?.in_force.find((one) => one.id === this.edited?.id);
      if (newest && newest.version !== this.edited.version) this.newest = newest;
    }
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
}

function blank(way: Way): Draft {
  return { way, fields: { sentence: "", intent: "", topic: "", questions: "", answer: "", words: "", meaning: "", basis: "" } };
}

function cut(text: string): string {
  return [...text.replace(/\s+/gu, " ").trim()].slice(0, LONGEST_WORDING).join("");
}

/** The word in 什么是X and X是什么意思, to begin with. */
function asksMeaning(text: string): string {
  const found = /^(?:什么是|啥是|什么叫)(.+?)[？?。]*$|^(.+?)(?:是什么意思|是啥意思|是什么|是啥|什么意思|啥意思)[？?。]*$/u.exec(text.trim());
  return found ? (found[1] ?? found[2] ?? "") : "";
}

define("ip-desk-teach", IpDeskTeach);
