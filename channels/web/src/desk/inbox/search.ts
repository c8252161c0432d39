import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { clock } from "../../shared/dates";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { Latest, told } from "../api";
import { address } from "../route";
import { controls } from "../styles";
import type { Desk } from "../view";
import { CHANNELS, type FoundLines } from "./wire";

/** Finds a conversation by the beginning of its number, by day and by where it was held. */
export class ConversationSearch extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) chosen = "";
  @state() private found: FoundLines | null = null;
  @state() private error = "";
  @query("form") private form!: HTMLFormElement;
  private readonly asking = new Latest();

  static override styles = [
    base,
    controls,
    css`
      :host { display: block; border-top: 1px solid var(--line); margin-top: 12px; }
      summary { padding: 12px 16px; min-height: var(--target); cursor: pointer; font-size: 0.88em; color: var(--soft); }
      form { display: grid; gap: 8px; padding: 0 16px 12px; }
      label { display: grid; gap: 2px; font-size: 0.88em; color: var(--soft); }
      .days { display: grid; grid-template-columns: repeat(auto-fit, minmax(10em, 1fr)); gap: 8px; }
      input, select { width: 100%; min-width: 0; }
      a { display: grid; gap: 2px; padding: 10px 16px; min-height: var(--target); border-bottom: 1px solid var(--line); color: inherit; text-decoration: none; }
      a:hover { background: var(--raised); }
      a[aria-current="true"] { background: var(--good-paper); }
      .said { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .meta, .told { color: var(--soft); font-size: 0.84em; }
      .told { padding: 4px 16px 12px; }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.asking.cancel();
  }

  override render(): TemplateResult {
    return html`<details>
      <summary>查找对话</summary>
      <form @submit=${this.submitted} novalidate>
        <label>对话编号的开头<input name="number" type="text" autocomplete="off" spellcheck="false" maxlength="32" /></label>
        <div class="days">
          <label>从哪天<input name="first_day" type="date" /></label>
          <label>到哪天<input name="last_day" type="date" /></label>
        </div>
        <label>从哪里问的<select name="channel">
          <option value="">全部</option>
          ${Object.entries(CHANNELS).map(([value, name]) => html`<option value=${value}>${name}</option>`)}
        </select></label>
        <button class="button main" type="submit">查找</button>
      </form>
      <div aria-live="polite">${this.error ? html`<p class="told">${this.error}</p>` : this.results()}</div>
    </details>`;
  }

  private results(): TemplateResult | typeof nothing {
    if (!this.found) return nothing;
    const { conversations, more } = this.found;
    if (!conversations.length) return html`<p class="told">没有找到这样的对话。</p>`;
    return html`<ul>
        ${repeat(
          conversations,
          (line) => line.id,
          (line) => html`<li>
            <a href=${address("inbox", line.id)} aria-current=${line.id === this.chosen ? "true" : "false"}>
              <span class="said">${line.question || "（还没有提问）"}</span>
              <span class="meta">${clock(Date.parse(line.last_at))} · ${CHANNELS[line.channel]} · ${line.messages}条 · ${line.id.slice(0, 8)}</span>
            </a>
          </li>`,
        )}
      </ul>
      ${more ? html`<p class="told">只显示最近的${conversations.length}个，请缩小范围。</p>` : nothing}`;
  }

  private submitted(event: Event): void {
    event.preventDefault();
    const asked: Record<string, string> = {};
    for (const [name, value] of new FormData(this.form)) {
      const text = String(value).trim().toLowerCase();
      if (text) asked[name] = text;
    }
    this.asking.ask(
      0,
      (signal) => this.desk.api.get<FoundLines>("desk/conversation-search", asked, signal),
      (found) => {
        this.found = found;
        this.error = "";
      },
      (error) => {
        this.error = told(error) ?? "";
      },
    );
  }
}

define("ip-desk-conversation-search", ConversationSearch);
