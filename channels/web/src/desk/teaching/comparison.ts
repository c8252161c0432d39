import { type TemplateResult, html, nothing } from "lit";
import type { Figures, Training } from "./wire";

/** Both models' figures side by side, and the questions that only one of them got right. */
export function comparison(training: Training): TemplateResult | typeof nothing {
  const found = training.comparison;
  if (!found) return nothing;
  const { before, after, taught, won, lost } = found;
  const row = (name: string, value: (figures: Figures) => string, better: number): TemplateResult => html`<tr>
    <th scope="row">${name}</th><td>${value(before)}</td><td>${value(after)}</td>
    <td>${better > 0 ? html`<span class="tag good">更好</span>` : better < 0 ? html`<span class="tag warn">更差</span>` : "一样"}</td>
  </tr>`;
  return html`<table>
      <caption class="hidden">新旧模型的比较</caption>
      <thead><tr><th scope="col">同一批问题</th><th scope="col">正在用的</th><th scope="col">新模型</th><th scope="col">比较</th></tr></thead>
      <tbody>
        ${row("教过的问题认对", (one) => `${one.taught_right} / ${taught}`, after.taught_right - before.taught_right)}
        ${row(`${after.questions}个测试问题答对`, (one) => percent(one.answers), (after.answers ?? 0) - (before.answers ?? 0))}
        ${row("意图认对", (one) => percent(one.intents), (after.intents ?? 0) - (before.intents ?? 0))}
        ${row("给错金额（次）", (one) => String(one.wrong_yuan), before.wrong_yuan - after.wrong_yuan)}
      </tbody>
    </table>
    ${named("新模型才答对的", won)} ${named("新模型答错了的", lost)}`;
}

function named(title: string, questions: string[]): TemplateResult | typeof nothing {
  if (!questions.length) return nothing;
  return html`<details><summary>${title}（${questions.length}）</summary>
    <ul class="plain">${questions.map((question) => html`<li>${question}</li>`)}</ul>
  </details>`;
}

function percent(share: number | undefined): string {
  return share === undefined ? "–" : `${(share * 100).toFixed(1)}%`;
}
