import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";

/** The help desk's page. */
@customElement("ip-desk-staff")
export class IpDeskStaff extends LitElement {
  static override styles = css`
    :host { display: block; padding: 24px; }
  `;

  override render(): TemplateResult {
    return html`<main><h1>咨询工作台</h1></main>`;
  }
}
