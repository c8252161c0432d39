import { type TemplateResult, css, html, nothing } from "lit";
import { clock } from "../../shared/dates";
import type { Written } from "./wire";

/** What can be done with something written. */
export interface WrittenActions {
  edit(written: Written): void;
  withdraw(written: Written): void;
  putBack(written: Written): void;
}

export const writtenStyles = css`
  li.written { padding: 14px 20px; border-bottom: 1px solid var(--line); display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: start; gap: 4px 16px; }
  li.written > .details { gap: 6px; }
  li.written .text { white-space: pre-wrap; overflow-wrap: anywhere; }
  li.written .buttons { display: flex; gap: 8px; }
  @media (max-width: 720px) { li.written { grid-template-columns: minmax(0, 1fr); padding: 14px 16px; } }
`;

/** One thing that was written; without actions to be read only. */
export function writtenItem(written: Written, actions: WrittenActions | null, busy: boolean): TemplateResult {
  const [first = "", ...others] = written.asked;
  const name = html`<span class="hidden">：${first}</span>`;
  return html`<li class="written">
    <div class="details">
      <p class="question">${first}</p>
      ${others.length
        ? html`<details><summary>${written.kind === "answer" ? `还有${others.length}种问法` : `还有${others.length}种写法`}</summary>
            <ul class="plain">${others.map((text) => html`<li>${text}</li>`)}</ul></details>`
        : nothing}
      <p class="text">${written.text}</p>
      ${written.basis ? html`<p class="small soft">依据：${written.basis}</p>` : nothing}
      <p class="row small soft"><span class="tag">${written.kind === "answer" ? "回答" : "解释"}</span>
        <span>${written.who}，${clock(Date.parse(written.at))}</span>
        ${written.changed_at ? html`<span>${written.changed_by}改过，${clock(Date.parse(written.changed_at))}</span>` : nothing}
        ${written.withdrawn_at ? html`<span>${written.withdrawn_by}撤下，${clock(Date.parse(written.withdrawn_at))}</span>` : nothing}</p>
    </div>
    ${actions
      ? html`<div class="buttons">${written.withdrawn_at
          ? html`<button type="button" class="button" ?disabled=${busy} @click=${() => actions.putBack(written)}>恢复${name}</button>`
          : html`<button type="button" class="button" ?disabled=${busy} @click=${() => actions.edit(written)}>改${name}</button>
              <button type="button" class="button" ?disabled=${busy} @click=${() => actions.withdraw(written)}>撤下${name}</button>`}</div>`
      : nothing}
  </li>`;
}
