import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";

/** The page of a touch screen at a service point. */
@customElement("ip-desk-kiosk")
export class IpDeskKiosk extends LitElement {
  static override styles = css`
    :host { display: block; padding: 24px; font-size: 20px; }
  `;

  override render(): TemplateResult {
    return html`<main><h1>一站式服务点</h1></main>`;
  }
}
