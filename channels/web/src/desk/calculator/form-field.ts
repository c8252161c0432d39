import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { define } from "../../shared/define";
import { inWords } from "../../shared/money";
import { base } from "../../shared/theme";
import { controls } from "../styles";
import type { Field } from "../wire";

export type Value = string | number | boolean;

/** One field of the form as its JSON Schema draws it. What can't be read as a number goes to the server as it was
 * written, which says in words what is wrong with it. */
export class IpDeskField extends LitElement {
  @property() name = "";
  @property({ attribute: false }) field!: Field;
  @property({ attribute: false }) value: Value | null = null;
  @property() wrong = "";
  /** It is worth asking for this one. */
  @property({ type: Boolean }) wanted = false;
  /** The result does not depend on this one. */
  @property({ type: Boolean }) idle = false;
  @property({ attribute: false }) told: (name: string, value: Value | null) => void = () => undefined;

  static override styles = [
    base,
    controls,
    css`
      .field { display: grid; gap: 4px; }
      .head { display: flex; flex-wrap: wrap; gap: 2px 8px; align-items: baseline; }
      .with { display: flex; align-items: center; gap: 8px; }
      .with input { max-width: 220px; }
      .yesno { display: flex; gap: 8px; margin: 0; padding: 0; border: 0; min-width: 0; }
      .yesno legend { float: left; width: 100%; padding: 0; margin-bottom: 4px; }
      .yesno .choices { clear: both; display: flex; flex-wrap: wrap; gap: 8px; }
      .choice { min-height: 36px; padding: 2px 18px; border: 1px solid var(--line); border-radius: 6px; background: var(--card); }
      .choice[aria-pressed="true"] { border-color: var(--good); background: var(--good-paper); color: var(--good); font-weight: 600; }
      .hint { font-size: 0.85em; color: var(--soft); }
      @media (max-width: 720px) { .choice { min-height: var(--target); } }
    `,
  ];

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("input, select, button")?.focus();
  }

  override render(): TemplateResult {
    const { field, wrong } = this;
    const help = html`<p class="hint" id="hint">${field["x-hint"] ?? nothing}</p><p class="wrong" id="wrong">${wrong || nothing}</p>`;
    if (field.type === "boolean") {
      return html`<div class="field"><div role="group" aria-labelledby="label" aria-describedby="hint wrong">
        <div class="head" id="label">${this.label()}</div>
        <div class="row">${this.yes("是", true)} ${this.yes("不是", false)}</div>
      </div>${help}</div>`;
    }
    return html`<div class="field"><label class="head" for="input">${this.label()}</label>${field.oneOf ? this.select(field.oneOf) : this.input()}${help}</div>`;
  }

  private label(): TemplateResult {
    return html`<span>${this.field.title}</span>${this.wanted && this.value === null ? html`<span class="tag doubt">还缺</span>` : nothing}
      ${this.idle && this.value === null ? html`<span class="tag">可以不填</span>` : nothing}`;
  }

  private yes(label: string, value: boolean): TemplateResult {
    const chosen = this.value === value;
    return html`<button type="button" class="choice" aria-pressed=${chosen} @click=${() => this.told(this.name, chosen ? null : value)}>${label}</button>`;
  }

  private select(options: { const: string | number; title: string }[]): TemplateResult {
    return html`<select id="input" aria-describedby="hint wrong" aria-invalid=${this.wrong ? "true" : "false"} @change=${(event: Event) => {
      const written = (event.target as HTMLSelectElement).value;
      this.told(this.name, options.find((option) => String(option.const) === written)?.const ?? null);
    }}>
      <option value="" .selected=${this.value === null}>没有填</option>
      ${options.map((option) => html`<option value=${option.const} .selected=${option.const === this.value}>${option.title}</option>`)}
    </select>`;
  }

  private input(): TemplateResult {
    const { field, value } = this;
    const unit = field["x-unit"];
    const money = unit === "元" && typeof value === "number" && value >= 10_000 ? inWords(value) : "";
    const range = field.minimum !== undefined && field.maximum !== undefined ? `${field.minimum}到${field.maximum}` : "";
    return html`<div class="with">
      <input id="input" inputmode=${field.type === "string" ? "text" : "decimal"} autocomplete="off" maxlength="40"
        placeholder=${field.type === "string" ? "例如 1/3 或 40%" : nothing} title=${range || nothing}
        aria-describedby="hint wrong" aria-invalid=${this.wrong ? "true" : "false"}
        .value=${value === null ? "" : String(value)} @input=${this.written}>
      ${unit ? html`<span>${unit}</span>` : nothing}
      ${money ? html`<span class="soft small">也就是${money}</span>` : nothing}
    </div>`;
  }

  private written(event: Event): void {
    const written = (event.target as HTMLInputElement).value.trim();
    const plain = written.replace(/,/g, "");
    const number = this.field.type !== "string" && /^-?\d{1,15}(\.\d{1,4})?$/.test(plain);
    this.told(this.name, written === "" ? null : number ? Number(plain) : written);
  }
}

define("ip-desk-field", IpDeskField);
