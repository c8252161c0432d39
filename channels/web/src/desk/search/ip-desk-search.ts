import { type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { query, state } from "lit/decorators.js";
import { copyText } from "../../shared/clipboard";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { Latest, told } from "../api";
import { runs } from "../characters";
import * as icons from "../icons";
import { address } from "../route";
import { controls } from "../styles";
import { DeskView } from "../view";
import type { FacetName, SearchAnswer } from "../wire";
import { answeredBy, whatIsCopied } from "./hit-detail";
import { type AnyHit, FACET_NAMES, KIND_NAMES, groups } from "./kinds";
import { styles } from "./styles";

/** Keys that follow each other more closely are asked for together. */
const APART_MS = 40;
const EXAMPLES = ["专利 奖励", "质押融资", "纠纷调解", "zscq"];
const FACETS = Object.keys(FACET_NAMES) as FacetName[];
const MOST_VALUES = 6;
const WIDE = "(min-width: 1001px)";

/** One box that answers while somebody types. */
export class IpDeskSearch extends DeskView {
  @state() private text = "";
  @state() private chosen: Partial<Record<FacetName, string>> = {};
  @state() private answer: SearchAnswer | null = null;
  @state() private error = "";
  @state() private busy = false;
  @state() private current = 0;
  @state() private opened = false;
  @state() private facetsOpen = false;
  @query("#question") private box!: HTMLInputElement;
  private readonly latest = new Latest();
  private hits: AnyHit[] = [];
  private lastKey = 0;

  static override styles = [base, controls, styles];

  override begin(): boolean {
    if (this.opened) this.closeDetail();
    this.box.focus();
    this.box.select();
    return true;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("route") && this.route.path !== "") this.follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.latest.cancel();
  }

  override render(): TemplateResult {
    const found = this.answer;
    const hit = this.hits[this.current] ?? null;
    return html`<div class="page ${this.opened ? "opened" : ""}">
      <h1 class="hidden">查询</h1>
      <search class="top">
        <div class="box">
          <label class="hidden" for="question">查政策、奖补、机构、名词</label>
          <input id="question" type="search" maxlength="200" autocomplete="off" spellcheck="false"
            placeholder="奖补、机构、名词、条文，或者拼音首字母" .value=${this.text} @input=${this.typed} @keydown=${this.boxKey}>
          <button type="button" class="button narrow" aria-expanded=${this.facetsOpen} ?hidden=${!found}
            @click=${() => {
              this.facetsOpen = !this.facetsOpen;
            }}>筛选</button>
        </div>
        ${this.suggestions()} ${found ? this.facets(found) : nothing}
        <p class="hidden" role="status">${this.count()}</p>
      </search>
      <div class="list ${this.busy ? "stale" : ""}" @keydown=${this.listKey}>${this.results()}</div>
      <section class="detail" aria-label="选中的结果">
        <button type="button" class="button return" @click=${this.closeDetail}>${icons.back}返回结果</button>
        ${hit
          ? html`<ip-desk-hit .hit=${hit} .copy=${this.copy}></ip-desk-hit>`
          : html`<p class="empty">选中一条结果，这里显示可以直接用的答复和原文。</p>`}
      </section>
    </div>`;
  }

  private suggestions(): TemplateResult | typeof nothing {
    const found = this.answer;
    if (!found) return nothing;
    const replaced = found.searched !== this.text.trim() && found.searched;
    const completions = found.completions.filter((one) => one.text !== this.text.trim());
    if (!found.meant && !completions.length && !replaced) return nothing;
    return html`<div class="chips">
      ${found.meant
        ? html`<span>您是不是想找：</span><button type="button" class="link" @click=${() => this.put(found.meant ?? "")}>${found.meant}</button>`
        : nothing}
      ${replaced && !this.busy ? html`<span class="small soft">按“${found.searched}”查的</span>` : nothing}
      ${completions.map(
        (one) => html`<button type="button" class="chip" @click=${() => this.put(one.text)}>${one.text}</button>`,
      )}
    </div>`;
  }

  private facets(found: SearchAnswer): TemplateResult {
    return html`<div class="facets" ?data-open=${this.facetsOpen}>
      ${FACETS.map((name) => {
        const values = [...(found.facets[name] ?? [])];
        const chosen = this.chosen[name];
        if (chosen !== undefined && !values.some((one) => one.value === chosen)) values.unshift({ value: chosen, label: chosen, count: 0 });
        const least = name === "answered_by" ? 1 : 2;
        if (values.length < least && chosen === undefined) return nothing;
        return html`<div class="facet" role="group" aria-label=${FACET_NAMES[name]}>
          <span class="label" aria-hidden="true">${FACET_NAMES[name]}</span>
          <div class="chips">
            ${values.slice(0, MOST_VALUES).map(
              (one) => html`<button type="button" class="chip" aria-pressed=${one.value === chosen} @click=${() => this.choose(name, one.value)}>
                ${one.label}<span class="hidden">，</span> ${one.count}
              </button>`,
            )}
          </div>
        </div>`;
      })}
    </div>`;
  }

  private results(): TemplateResult {
    if (this.error) {
      return html`<p class="banner" role="alert">${this.error} <button type="button" class="link" @click=${() => this.ask(0)}>再试一次</button></p>`;
    }
    if (!this.text.trim()) {
      return html`<div class="empty">
        <p>写几个字就开始查，不用按回车。比如：</p>
        <p class="chips examples">${EXAMPLES.map((one) => html`<button type="button" class="chip" @click=${() => this.put(one)}>${one}</button>`)}</p>
        <p class="small keys">按 / 到查询框，按 ? 看全部快捷键</p>
      </div>`;
    }
    if (!this.answer) return html`<p class="empty">正在查……</p>`;
    if (!this.hits.length) {
      const narrowed = Object.keys(this.chosen).length > 0;
      return html`<div class="empty">
        <p>收录的文件里没有找到“${this.text.trim()}”。</p>
        <p>${narrowed ? html`<button type="button" class="link" @click=${this.widen}>去掉筛选条件再查</button>` : "换个说法试试，比如只写关键的词。"}</p>
      </div>`;
    }
    let index = 0;
    return html`${groups(this.answer).map(
      (group) => html`<section class="group" aria-labelledby=${group.kind}>
        <h2 id=${group.kind}>${KIND_NAMES[group.kind]}</h2>
        <ul>${group.hits.map((hit) => this.row(hit, index++))}</ul>
      </section>`,
    )}`;
  }

  private row(hit: AnyHit, index: number): TemplateResult {
    const current = index === this.current;
    return html`<li class="hit" ?data-current=${current}>
      <button type="button" class="open" data-index=${index} tabindex=${current ? 0 : -1} aria-current=${current ? "true" : "false"}
        @click=${(event: MouseEvent) => this.open(index, event.detail === 0)} @focus=${() => this.select(index)}>
        <span class="name">${hit.name}${this.warning(hit)}</span>
        <span class="snippet">${runs(hit.snippet.text, hit.snippet.marks).map((run) => (run.marked ? html`<mark>${run.text}</mark>` : run.text))}</span>
        <span class="from">${hit.kind === "past"
          ? html`${answeredBy(hit)} ${hit.region?.name ?? ""}`
          : html`${hit.notice.region?.name ?? ""} ${hit.notice.short_title} ${hit.clause}`}</span>
      </button>
      <button type="button" class="copy" tabindex="-1" aria-label="复制“${hit.name}”的答复" title="复制答复" @click=${() => this.copy(hit.copy_text.text, whatIsCopied(hit))}>${icons.copy}</button>
    </li>`;
  }

  private warning(hit: AnyHit): TemplateResult | typeof nothing {
    if (hit.kind === "past") return hit.still_good ? nothing : html`<span class="tag warn">请重新核对</span>`;
    return hit.notice.in_force ? nothing : html`<span class="tag warn">不在有效期内</span>`;
  }

  private count(): string {
    if (this.error || !this.text.trim() || this.busy || !this.answer) return "";
    return this.hits.length ? `找到${this.hits.length}条` : "没有找到";
  }

  // --- asking ---

  private follow(): void {
    const query = this.route.query;
    const text = query.get("q") ?? "";
    const chosen: Partial<Record<FacetName, string>> = {};
    for (const name of FACETS) {
      const value = query.get(name);
      if (value) chosen[name] = value;
    }
    // Coming back by the navigation, without a question, leaves everything as it was.
    if (!text || (text === this.text.trim() && FACETS.every((name) => chosen[name] === this.chosen[name]))) return;
    this.text = text;
    this.chosen = chosen;
    this.ask(0);
  }

  private typed(): void {
    this.text = this.box.value;
    this.ask(Math.max(0, this.lastKey + APART_MS - performance.now()));
    this.lastKey = performance.now();
  }

  private put(text: string): void {
    this.text = text;
    this.ask(0);
    this.box.focus();
  }

  private choose(name: FacetName, value: string): void {
    const { [name]: before, ...rest } = this.chosen;
    this.chosen = before === value ? rest : { ...rest, [name]: value };
    this.ask(0);
  }

  private readonly widen = (): void => {
    this.chosen = {};
    this.ask(0);
    this.box.focus();
  };

  private ask(wait: number): void {
    const q = this.text.trim();
    const query = { q, ...this.chosen };
    this.error = "";
    if (!q) {
      this.latest.cancel();
      this.busy = false;
      this.answer = null;
      this.hits = [];
      return;
    }
    this.busy = true;
    this.latest.ask(
      wait,
      (signal) => this.desk.api.get<SearchAnswer>("desk/search", query, signal),
      (answer) => {
        this.busy = false;
        this.answer = answer;
        this.hits = groups(answer).flatMap((group) => group.hits);
        this.current = 0;
        this.desk.go(address("search", "", query), true);
      },
      (error) => {
        this.busy = false;
        this.error = told(error) ?? "";
        this.answer = null;
        this.hits = [];
      },
    );
  }

  // --- keys and choosing ---

  private boxKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && this.hits.length) {
      event.preventDefault();
      this.focusHit(0);
    } else if (event.key === "Enter" && this.hits.length) {
      event.preventDefault();
      this.focusHit(this.current);
    } else if (event.key === "Escape" && this.text) {
      event.preventDefault();
      this.text = "";
      this.ask(0);
    }
  }

  private listKey(event: KeyboardEvent): void {
    const from = event.composedPath()[0];
    if (!(from instanceof HTMLElement) || from.dataset["index"] === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.hits.length - 1;
    const to: Record<string, number> = {
      ArrowDown: Math.min(this.current + 1, last),
      ArrowUp: this.current - 1,
      Home: 0,
      End: last,
    };
    const next = to[event.key];
    if (next !== undefined) {
      event.preventDefault();
      if (next < 0) this.box.focus();
      else this.focusHit(next);
    } else if (event.key === "c") {
      const hit = this.hits[this.current];
      if (hit) void this.copy(hit.copy_text.text, whatIsCopied(hit));
    } else if (event.key === "Escape") {
      this.box.focus();
    }
  }

  private focusHit(index: number): void {
    this.renderRoot.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus();
  }

  private select(index: number): void {
    this.current = index;
  }

  /** The keyboard opens the notice at the place; a click shows the hit beside the list, or on narrow screens over it. */
  private open(index: number, byKeyboard: boolean): void {
    this.current = index;
    if (matchMedia(WIDE).matches) {
      const hit = this.hits[index];
      const cited = hit?.copy_text.citation;
      if (byKeyboard && cited) this.desk.go(address("notices", cited.doc_id, { clause: cited.clause }));
      return;
    }
    this.opened = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(".return")?.focus());
  }

  private readonly closeDetail = (): void => {
    this.opened = false;
    void this.updateComplete.then(() => this.focusHit(this.current));
  };

  private readonly copy = async (text: string, what: string): Promise<void> => {
    this.desk.say((await copyText(text)) ? `已复制${what}。` : "浏览器没有允许复制，请选中文字自己复制。");
  };
}

define("ip-desk-search", IpDeskSearch);
