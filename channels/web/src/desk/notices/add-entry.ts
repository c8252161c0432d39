import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { ApiError, told } from "../api";
import { controls } from "../styles";
import type { Desk } from "../view";
import type { Decided, Template } from "../wire";
import { yaml, yamlArea } from "./yaml-area";

/** An entry that was not read from the notice by itself, written by hand on a template of its kind. */
export class IpDeskAddEntry extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property() doc = "";
  /** Called once it is kept. */
  @property({ attribute: false }) added: () => void = () => undefined;
  @property({ attribute: false }) close: () => void = () => undefined;
  @state() private templates: Template[] = [];
  @state() private chosen: Template | null = null;
  @state() private error = "";
  @state() private fields: string[] = [];
  @state() private busy = false;
  @query("textarea") private area!: HTMLTextAreaElement;

  static override styles = [base, controls, yaml, css`section { display: grid; gap: 10px; } h2 { padding-right: 3em; }`];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  override render(): TemplateResult {
    return html`<section aria-label="补充条目">
      <h2>补充条目</h2>
      <p class="small soft">文件里写了、系统没有读出来的，可以在这里补。引用的话必须是文件里的原话。</p>
      <div><label for="kind">补充什么</label>
        <select id="kind" @change=${this.choose}>
          <option value="">请选择</option>
          ${this.templates.map((one) => html`<option value=${one.kind}>${one.kind_name}</option>`)}
        </select></div>
      ${this.chosen
        ? html`${yamlArea("照着样子改成文件里的内容", this.chosen.entry, this.fields)}
            <div class="row"><button type="button" class="button main" ?disabled=${this.busy} @click=${this.send}>补充</button>
              <button type="button" class="button" @click=${this.close}>不补了</button></div>`
        : nothing}
      ${this.error ? html`<p class="banner" role="alert">${this.error}</p>` : nothing}
    </section>`;
  }

  private choose(event: Event): void {
    const kind = (event.target as HTMLSelectElement).value;
    this.chosen = this.templates.find((one) => one.kind === kind) ?? null;
    this.error = "";
    this.fields = [];
  }

  private async load(): Promise<void> {
    try {
      this.templates = (await this.desk.api.get<{ templates: Template[] }>("desk/templates")).templates;
    } catch (error) {
      this.error = told(error) ?? "";
    }
  }

  private readonly send = async (): Promise<void> => {
    if (this.busy || !this.chosen) return;
    this.busy = true;
    this.error = "";
    this.fields = [];
    try {
      const body = { kind: this.chosen.kind, entry: this.area.value };
      const { sentence } = await this.desk.api.post<Decided>(`desk/notices/${encodeURIComponent(this.doc)}/entries`, body);
      this.desk.say(sentence);
      this.added();
    } catch (error) {
      this.error = told(error) ?? "";
      if (error instanceof ApiError) this.fields = Object.values(error.fields);
      this.area.focus();
    }
    this.busy = false;
  };
}

define("ip-desk-add-entry", IpDeskAddEntry);
