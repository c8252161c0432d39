import { type TemplateResult, css, html } from "lit";

export const yaml = css`
  pre, textarea.yaml { font: 0.88em/1.5 ui-monospace, "Noto Sans Mono CJK SC", monospace; }
  pre { margin: 0; padding: 10px 12px; max-height: 220px; overflow: auto; border-radius: 6px; background: var(--raised); white-space: pre-wrap; overflow-wrap: anywhere; }
  textarea.yaml { min-height: 260px; tab-size: 2; }
  .errors { display: grid; gap: 2px; }
`;

/** An entry to be written as YAML, and what the server found wrong in which line. */
export function yamlArea(label: string, entry: string, errors: readonly string[]): TemplateResult {
  return html`<label for="entry">${label}</label>
    <textarea id="entry" class="yaml" spellcheck="false" maxlength="20000" aria-invalid=${errors.length ? "true" : "false"} aria-describedby="wrong"
      .value=${entry}></textarea>
    <ul class="errors" id="wrong">${errors.map((sentence) => html`<li class="wrong">${sentence}</li>`)}</ul>`;
}
