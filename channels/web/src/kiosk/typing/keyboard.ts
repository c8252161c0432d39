import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { pages } from "./candidates";
import { BREAK, LETTERS, SIGNS } from "./layout";
import { type Candidate, Pinyin } from "./pinyin";
import { loadTable } from "./table";

const LONGEST_SPELLING = 60;
/** Of the candidates' row, what the two paging keys take, in characters. */
const PAGING = 7;

/** An on-screen keyboard: letters, digits and signs, English or Chinese by pinyin. Tells what is to be written. */
export class IpDeskKeyboard extends LitElement {
  @property({ attribute: false }) insert: (text: string) => void = () => undefined;
  /** Delete the character before the cursor. */
  @property({ attribute: false }) back: () => void = () => undefined;
  @property({ attribute: false }) clear: () => void = () => undefined;
  @property({ attribute: false }) send: () => void = () => undefined;
  @state() private chinese = true;
  @state() private capitals = false;
  @state() private signs = false;
  /** Letters that were typed and not yet turned into words. */
  @state() private spelt = "";
  @state() private page = 0;
  @state() private pinyin: Pinyin | null = null;
  @state() private failed = false;
  @state() private width = 24;
  private found: Candidate[][] = [];
  private readonly sizes = new ResizeObserver(() => this.measure());

  static override styles = [
    base,
    css`
      :host { display: block; padding: 8px; background: var(--paper); border-top: 1px solid var(--line); user-select: none; -webkit-user-select: none; }
      :host([hidden]) { display: none; }
      .rows { display: flex; flex-direction: column; gap: 8px; max-width: 1400px; margin: 0 auto; }
      .row { display: flex; gap: 8px; justify-content: center; }
      button {
        flex: 1 1 0;
        min-width: 60px;
        min-height: max(60px, min(2.6em, 6.5vh));
        border-radius: 8px;
        background: var(--card);
        border: 1px solid var(--line);
        font-size: max(18px, min(1.1em, 4.5vh));
        font-weight: 500;
        white-space: nowrap;
      }
      button:active { background: var(--good-paper); }
      .wide { flex: 1.6 1 0; }
      .space { flex: 3 1 0; }
      .send { flex: 1.8 1 0; background: var(--button); color: var(--button-text); border-color: var(--button); font-weight: 600; }
      .on { background: var(--good-paper); color: var(--good); border-color: var(--good); }
      .spelling { display: flex; align-items: center; gap: 12px; min-height: 1.5em; padding: 0 8px; color: var(--soft); overflow-wrap: anywhere; }
      .spelling b { color: var(--text); font-weight: 600; letter-spacing: 0.04em; }
      .candidates button { flex: 0 1 auto; padding: 0 0.6em; overflow: hidden; text-overflow: ellipsis; }
      .candidates button:first-child { border-color: var(--good); }
      .candidates .paging { flex: none; }
      .choices { flex: 1; min-width: 0; display: flex; gap: 8px; justify-content: flex-start; }
      .candidates { min-height: max(60px, min(2.6em, 6.5vh)); }
      @media (max-height: 1200px) {
        :host { padding: 4px 8px; }
        .rows { gap: 6px; }
        .spelling { font-size: max(18px, min(1em, 3.4vh)); }
        button, .candidates { min-height: 60px; }
      }
      @media (max-width: 720px) {
        :host { padding: 4px; }
        .rows { gap: 4px; }
        .row, .choices { gap: 3px; }
        button { min-width: 0; font-size: max(18px, min(1em, 5.5vw)); }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.sizes.observe(this);
    this.addEventListener("pointerdown", this.keepFocus);
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    this.removeEventListener("pointerdown", this.keepFocus);
  }

  /** A key of a real keyboard that belongs to what is being spelt here; true if it was taken. */
  take(key: string): boolean {
    if (!this.spelt) return false;
    if (key === "Backspace") this.delete();
    else if (key === " " || key === "Enter") this.choose(this.found[this.page]?.[0]);
    else return false;
    return true;
  }

  override willUpdate(changed: PropertyValues): void {
    if (["spelt", "pinyin", "width"].some((name) => changed.has(name))) {
      this.found = this.spelt && this.pinyin ? pages(this.pinyin.candidates(this.spelt), this.width) : [];
      this.page = 0;
    }
  }

  override render(): TemplateResult {
    return html`<div class="rows" role="group" aria-label="屏幕键盘">
      ${this.chinese && !this.signs ? this.spelling() : nothing} ${this.signs ? this.signRows() : this.letterRows()}
      <div class="row">
        ${this.key(this.signs ? "ABC" : "123", this.switchSigns, "wide", this.signs ? "ABC 字母" : "123 数字和符号")}
        ${this.key(this.chinese ? "中" : "英", this.switchLanguage, "", this.chinese ? "中文，点一下换成英文" : "英文，点一下换成中文")}
        ${this.key(this.chinese ? "，" : ",", () => this.write(this.chinese ? "，" : ","), "", "逗号")}
        ${this.key("空格", () => this.space(), "space")} ${this.key(this.chinese ? "？" : "?", () => this.write(this.chinese ? "？" : "?"), "", "问号")}
        ${this.key("清空", () => this.clearAll(), "wide")} ${this.key("发送", () => this.finish(), "send")}
      </div>
    </div>`;
  }

  private spelling(): TemplateResult {
    const page = this.found[this.page] ?? [];
    const hint = this.failed ? "拼音词表没有加载成，现在只能输入英文和数字" : this.pinyin ? "请输入拼音，也可以只输入首字母，例如 zscq" : "正在准备拼音…";
    return html`<div class="spelling" aria-live="off">${this.spelt ? html`<b>${this.spelt}</b>` : hint}</div>
      <div class="row candidates">
        <div class="choices" role="group" aria-label="候选词">
          ${page.map((candidate) => html`<button type="button" @click=${() => this.choose(candidate)}>${candidate.text}</button>`)}
        </div>
        ${this.found.length > 1
          ? html`<button type="button" class="paging" aria-label="上一页候选词" ?disabled=${this.page === 0} @click=${() => this.turn(-1)}>◀</button>
              <button type="button" class="paging" aria-label="下一页候选词" ?disabled=${this.page >= this.found.length - 1} @click=${() => this.turn(1)}>▶</button>`
          : nothing}
      </div>`;
  }

  private letterRows(): TemplateResult[] {
    return LETTERS.map((row, index) => {
      const keys = [...row].map((letter) => {
        const shown = this.capitals && !this.chinese ? letter.toUpperCase() : letter;
        return this.key(shown, () => this.letter(shown), "letter");
      });
      if (index < LETTERS.length - 1) return html`<div class="row">${keys}</div>`;
      return html`<div class="row">
        ${this.chinese
          ? this.key("分隔", () => this.letter(BREAK), "wide", "拼音分隔")
          : html`<button type="button" class="wide ${this.capitals ? "on" : ""}" aria-pressed=${this.capitals} @click=${this.switchCapitals}>大写</button>`}
        ${keys} ${this.key("删除", () => this.delete(), "wide")}
      </div>`;
    });
  }

  private signRows(): TemplateResult[] {
    return SIGNS.map((row, index) => {
      const keys = [...row].map((sign) => this.key(sign, () => this.write(sign)));
      return html`<div class="row">${keys} ${index === SIGNS.length - 1 ? this.key("删除", () => this.delete(), "wide") : nothing}</div>`;
    });
  }

  private key(shown: string, press: () => void, look = "", label = ""): TemplateResult {
    return html`<button type="button" class=${look} aria-label=${label || nothing} @click=${press}>${shown}</button>`;
  }

  private letter(letter: string): void {
    if (!this.chinese || this.failed) {
      this.insert(letter);
      return;
    }
    if (letter === BREAK && (!this.spelt || this.spelt.endsWith(BREAK))) return;
    if (this.spelt.length < LONGEST_SPELLING) this.spelt += letter;
    if (!this.pinyin) void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.pinyin = new Pinyin(await loadTable());
      this.failed = false;
    } catch {
      this.failed = true;
      this.spelt = "";
    }
  }

  private choose(candidate: Candidate | undefined): void {
    if (!candidate) {
      this.insert(this.spelt);
      this.spelt = "";
      return;
    }
    this.insert(candidate.text);
    this.spelt = this.spelt.slice(candidate.used);
  }

  private turn(by: number): void {
    this.page += by;
  }

  private delete(): void {
    if (this.spelt) this.spelt = this.spelt.slice(0, -1);
    else this.back();
  }

  private clearAll(): void {
    this.spelt = "";
    this.clear();
  }

  /** What is still being spelt becomes its likeliest words. */
  private settle(): void {
    let left = LONGEST_SPELLING;
    while (this.spelt && left > 0) {
      left -= 1;
      this.choose(this.pinyin?.candidates(this.spelt)[0]);
    }
  }

  private space(): void {
    if (this.spelt) this.choose(this.found[this.page]?.[0]);
    else this.insert(" ");
  }

  private write(sign: string): void {
    this.settle();
    this.insert(sign);
  }

  private finish(): void {
    this.settle();
    this.send();
  }

  private readonly switchSigns = (): void => {
    this.settle();
    this.signs = !this.signs;
  };

  private readonly switchLanguage = (): void => {
    this.settle();
    this.chinese = !this.chinese;
    this.signs = false;
  };

  private readonly switchCapitals = (): void => {
    this.capitals = !this.capitals;
  };

  /** The cursor stays where one writes. */
  private readonly keepFocus = (event: Event): void => {
    event.preventDefault();
  };

  private measure(): void {
    const key = this.renderRoot.querySelector("button");
    const size = parseFloat(getComputedStyle(key ?? this).fontSize);
    this.width = Math.max(PAGING, Math.floor(Math.min(this.clientWidth, 1400) / size) - PAGING);
  }
}

define("ip-desk-keyboard", IpDeskKeyboard);
