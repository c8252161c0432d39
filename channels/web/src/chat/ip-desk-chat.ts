import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";

/** The conversation: a button that opens it in the corner of a page, or the whole page with mode="page". */
@customElement("ip-desk-chat")
export class IpDeskChat extends LitElement {
  static override styles = css`
    :host { display: block; }
  `;

  override render(): TemplateResult {
    return html`<h1>知识产权政策咨询</h1>`;
  }
}
