import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { copyText } from "../../shared/clipboard";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { Latest, told } from "../api";
import { address } from "../route";
import { controls } from "../styles";
import type { Desk } from "../view";
import type { Hit, Mark, SearchAnswer } from "../wire";
import { SEARCHED, kindName } from "./kinds";

/** What was read from a place and reviewed: its name and the answer that it gives. */
export class IpDeskEntry extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) mark!: Mark;
  @state() private hit: Hit | null = null;
  @state() private error = "";
  private readonly latest = new Latest();

  static override styles = [
    base,
    controls,
    css`
      section { display: grid; gap: 8px; }
      section > .row:first-child { padding-right: 3em; }
      .answer { white-space: pre-wrap; overflow-wrap: anywhere; }
    `,
  ];

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("mark") && changed.get("mark")?.id !== this.mark.id) this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.latest.cancel();
  }

  override render(): TemplateResult {
    const { mark, hit } = this;
    return html`<section aria-label=${mark.name}>
      <div class="row"><span class="tag good">${kindName(mark.kind)}</span><h3>${mark.name}</h3></div>
      ${hit
        ? html`<p class="answer">${hit.copy_text.text}</p>
            <div class="row">
              <button type="button" class="button" @click=${() => this.copy(hit.copy_text.text)}>复制答复</button>
              ${mark.kind === "award" ? html`<a class="button" href=${address("calculator", "", { award: mark.id })}>测算</a>` : nothing}
            </div>`
        : nothing}
      ${this.error ? html`<p class="wrong">${this.error}</p>` : nothing}
      <p class="soft small">出自${mark.clause}，已经审核，回答时会用到。</p>
    </section>`;
  }

  private load(): void {
    const { mark } = this;
    const only = SEARCHED[mark.kind];
    this.hit = null;
    this.error = "";
    if (!only) return;
    this.latest.ask(
      0,
      (signal) => this.desk.api.get<SearchAnswer>("desk/search", { q: mark.name, only, limit: 30 }, signal),
      (found) => {
        this.hit = [...found.awards, ...found.stations, ...found.targets].find((hit) => hit.id === mark.id) ?? null;
      },
      (error) => {
        this.error = told(error) ?? "";
      },
    );
  }

  private async copy(text: string): Promise<void> {
    this.desk.say((await copyText(text)) ? "已复制答复和出处。" : "浏览器没有允许复制，请选中文字自己复制。");
  }
}

define("ip-desk-entry", IpDeskEntry);
