// Pictures of the desk. They carry no meaning alone: what they stand in says the same in words.

import { type SVGTemplateResult, type TemplateResult, html, svg } from "lit";

function drawn(lines: SVGTemplateResult): TemplateResult {
  return html`<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">
    ${lines}
  </svg>`;
}

export const search = drawn(svg`<circle cx="10.5" cy="10.5" r="6.5"></circle><path d="M15.5 15.5L20.5 20.5"></path>`);
export const notices = drawn(svg`<path d="M6 3.5h8.5L19 8v12.5H6z"></path><path d="M14 3.5V8.5h5M9 12.5h7M9 16h7"></path>`);
export const calculator = drawn(svg`<rect x="5" y="3.5" width="14" height="17" rx="2"></rect><path d="M8.5 7.5h7M8.5 12h.01M12 12h.01M15.5 12h.01M8.5 16h.01M12 16h.01M15.5 16h.01"></path>`);
export const imports = drawn(svg`<path d="M12 15V4M7.5 8L12 3.5 16.5 8M4.5 14v5.5h15V14"></path>`);
export const person = drawn(svg`<circle cx="12" cy="8.5" r="4"></circle><path d="M4.5 20.5c.8-4.2 3.7-6.3 7.5-6.3s6.7 2.1 7.5 6.3"></path>`);
export const back = drawn(svg`<path d="M14.5 5.5L8 12l6.5 6.5"></path>`);
export const copy = drawn(svg`<rect x="8.5" y="8.5" width="11.5" height="11.5" rx="2"></rect><path d="M15.5 8.5V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7.5a2 2 0 0 0 2 2h2.5"></path>`);
export const inbox = drawn(svg`<path d="M4 5.5h16v11h-9.5L6.5 20v-3.5H4z"></path><path d="M8 9.5h8M8 12.5h5"></path>`);
export const teaching = drawn(svg`<path d="M3 8.5L12 4.5l9 4-9 4z"></path><path d="M7 10.5v5c1.4 1.3 3 2 5 2s3.6-.7 5-2v-5M21 8.5v6"></path>`);
export const overview = drawn(svg`<path d="M4 20.5h16M6.5 17v-5M11 17V6.5M15.5 17v-8M20 17V4.5"></path>`);
export const audit = drawn(svg`<path d="M12 3.5l7 2.7v5.3c0 4.4-2.9 7.7-7 9.5-4.1-1.8-7-5.1-7-9.5V6.2z"></path><path d="M9 12l2.2 2.2L15.2 10"></path>`);
