import { type TemplateResult, html } from "lit";

export const KEYS: readonly (readonly [string, string])[] = [
  ["/", "到查询框"],
  ["↑ ↓", "在查询结果里上下移动"],
  ["Enter", "打开选中的结果"],
  ["c", "复制选中结果的答复和出处"],
  ["Esc", "清空查询框，或者关掉打开的小窗口"],
  ["?", "显示这张表"],
];

export function keyTable(): TemplateResult {
  return html`<dl class="keys">${KEYS.map(([key, what]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`)}</dl>`;
}

/** Whether a key belongs to what has the focus: a field to type in, or a list to choose from. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && (target.matches("input, textarea, select") || target.isContentEditable);
}
