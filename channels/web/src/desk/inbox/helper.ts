import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { chineseDay } from "../../shared/dates";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { Latest, told } from "../api";
import { controls } from "../styles";
import type { Desk } from "../view";
import type { Written, WrittenList } from "../teaching/wire";
import type { Hit, SearchAnswer } from "../wire";
import type { Suggestion, Suggestions } from "./wire";

const TYPING_MS = 200;
/** Nothing is written for longer questions. */
const LONGEST_WORDING = 200;

interface Item {
  name: string;
  source: string;
  old: boolean;
  text: string;
}

/** Answers that may fit the visitor's question, and a search for others; each can be put into the reply. */
export class ReplyHelper extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property() question = "";
  @property({ attribute: false }) insert: (text: string) => void = () => undefined;
  @state() private items: Item[] | null = null;
  @state() private sentence = "";
  @state() private words = "";
  private readonly latest = new Latest();

  static override styles = [
    base,
    controls,
    css`
      :host { display: block; font-size: 0.94em; }
      .search { padding: 12px 16px; border-bottom: 1px solid var(--line); display: grid; gap: 4px; }
      li { padding: 12px 16px; border-bottom: 1px solid var(--line); display: grid; gap: 6px; justify-items: start; }
      .name { font-weight: 600; overflow-wrap: anywhere; }
      .text { display: -webkit-box; -webkit-line-clamp: 5; -webkit-box-orient: vertical; overflow: hidden; white-space: pre-wrap; overflow-wrap: anywhere; }
      h3 { padding: 12px 16px 0; }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.latest.cancel();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("question") && !this.words) this.suggest();
  }

  override render(): TemplateResult {
    return html`<div class="search">
        <label for="words">查条款、奖补、机构</label>
        <input id="words" type="search" maxlength="200" autocomplete="off" .value=${this.words} @input=${this.typed}>
      </div>
      <h3>${this.words ? "查到的" : "推荐答复"}</h3>
      <p class=${this.items?.length ? "hidden" : "empty"} role="status">${this.items === null && !this.sentence ? "正在查找……" : this.sentence || nothing}</p>
      <ul>
        ${this.items?.map(
          (item) => html`<li>
            <span class="name">${item.name}</span>
            <span class="row small soft">${item.source}${item.old ? html`<span class="tag warn">已失效</span>` : nothing}</span>
            <span class="text">${item.text}</span>
            <button type="button" class="button" @click=${() => this.insert(item.text)}>放进回复<span class="hidden">：${item.name}</span></button>
          </li>`,
        )}
      </ul>`;
  }

  private typed(event: Event): void {
    this.words = (event.target as HTMLInputElement).value;
    const words = this.words.trim();
    if (!words) {
      this.suggest();
      return;
    }
    this.latest.ask(
      TYPING_MS,
      (signal) => this.desk.api.get<SearchAnswer>("desk/search", { q: words, limit: 5 }, signal),
      (answer) => {
        const hits = [...answer.awards, ...answer.stations, ...answer.targets, ...answer.terms, ...answer.clauses];
        this.show(hits.map(fromHit), "没有查到，请换个说法。");
      },
      (error) => this.fail(error),
    );
  }

  private suggest(): void {
    this.items = null;
    this.sentence = "";
    if (!this.question) {
      this.show([], "来访者还没有提问。");
      return;
    }
    const body = { question: [...this.question].slice(0, 1000).join("") };
    this.latest.ask(
      0,
      (signal) =>
        Promise.all([
          this.desk.api.get<WrittenList>("desk/teaching/written", { question: [...this.question].slice(0, LONGEST_WORDING).join("") }, signal),
          this.desk.api.post<Suggestions>("desk/replies", body, signal),
        ]),
      ([written, answer]) =>
        this.show([...written.in_force.map(fromColleague), ...answer.suggestions.map(fromSuggestion)], answer.sentence ?? ""),
      (error) => this.fail(error),
    );
  }

  private show(items: Item[], otherwise: string): void {
    this.items = items;
    this.sentence = items.length ? "" : otherwise;
  }

  private fail(error: unknown): void {
    this.items = [];
    this.sentence = told(error) ?? "";
  }
}

function fromHit(hit: Hit): Item {
  const source = `《${hit.notice.short_title}》${hit.clause}`;
  return { name: hit.name, source, old: !hit.notice.in_force, text: hit.copy_text.text };
}

function fromSuggestion(one: Suggestion): Item {
  const { document, clause, in_force } = one.reply.citation;
  return { name: one.name, source: `《${document}》${clause}`, old: !in_force, text: one.reply.text };
}

/** What somebody of the staff has written for this very question. */
function fromColleague(one: Written): Item {
  const day = chineseDay(one.changed_at ?? one.at);
  const text = one.basis ? `${one.text}\n依据：${one.basis}` : one.text;
  return { name: one.asked[0] ?? "", source: `${one.changed_by ?? one.who}写的，${day}`, old: false, text };
}

define("ip-desk-reply-helper", ReplyHelper);
