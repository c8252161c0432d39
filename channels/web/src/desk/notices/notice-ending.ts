import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { told } from "../api";
import { controls } from "../styles";
import type { Desk } from "../view";
import type { Done, NoticeLine } from "../wire";

/** Ends a notice: a newer one takes its place, or it counts no longer. */
export class IpDeskNoticeEnding extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) notice!: NoticeLine;
  @property({ attribute: false }) others: NoticeLine[] = [];
  /** Called once it is done. */
  @property({ attribute: false }) ended: () => void = () => undefined;
  @property({ attribute: false }) close: () => void = () => undefined;
  @state() private error = "";
  @state() private busy = false;
  @query("#successor") private successor!: HTMLSelectElement;
  @query("#on") private day!: HTMLInputElement;

  static override styles = [base, controls, css`section { display: grid; gap: 10px; } h2 { padding-right: 3em; } input, select { max-width: 480px; }`];

  override render(): TemplateResult {
    return html`<section aria-label="代替或者停用">
      <h2>代替或者停用</h2>
      <p class="small soft">从选定的那天起，不再按《${this.notice.title}》回答；问以前的日子，仍然可以查到。定了以后不能再改。</p>
      <div><label for="successor">由哪份文件代替</label>
        <select id="successor">
          <option value="">没有新文件，只是停用</option>
          ${this.others.map((one) => html`<option value=${one.doc_id}>${one.title}</option>`)}
        </select></div>
      <div><label for="on">从哪天起（不填：新文件施行那天，只停用就是今天）</label><input id="on" type="date"></div>
      ${this.error ? html`<p class="banner" role="alert">${this.error}</p>` : nothing}
      <div class="row"><button type="button" class="button danger" ?disabled=${this.busy} @click=${this.send}>确定</button>
        <button type="button" class="button" @click=${this.close}>取消</button></div>
    </section>`;
  }

  private readonly send = async (): Promise<void> => {
    if (this.busy) return;
    this.busy = true;
    this.error = "";
    const successor = this.successor.value;
    const on = this.day.value ? { on: this.day.value } : {};
    const path = `desk/notices/${encodeURIComponent(this.notice.doc_id)}/`;
    try {
      const { sentence } = successor
        ? await this.desk.api.post<Done>(`${path}supersede`, { successor, ...on })
        : await this.desk.api.post<Done>(`${path}retire`, on);
      this.desk.say(sentence);
      this.ended();
    } catch (error) {
      this.error = told(error) ?? "";
    }
    this.busy = false;
  };
}

define("ip-desk-notice-ending", IpDeskNoticeEnding);
