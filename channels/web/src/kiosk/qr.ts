import { type TemplateResult, svg, html } from "lit";
import qrcode from "qrcode-generator";

const QUIET = 4;

/** A QR code as a picture with one path; always dark on white, which is what every camera reads. */
export function qrCode(content: string, label: string): TemplateResult {
  const code = qrcode(0, "M");
  code.addData(content);
  code.make();
  const size = code.getModuleCount();
  let path = "";
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (code.isDark(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    }
  }
  const whole = size + 2 * QUIET;
  return html`<svg class="code" role="img" aria-label=${label} viewBox="0 0 ${whole} ${whole}" shape-rendering="crispEdges">
    ${svg`<rect width=${whole} height=${whole} fill="#fff"></rect><path d=${path} fill="#000"></path>`}
  </svg>`;
}
