// The slip that is printed: what was asked, what was answered, on which clause, whom it is with, and when.

import { type TemplateResult, html, nothing } from "lit";
import { type Answer, readAnswer } from "../shared/answer";
import { chineseDay } from "../shared/dates";
import { besideCards } from "../shared/prose";
import type { Message } from "../shared/protocol";

export function slip(messages: Message[], now: Date): TemplateResult {
  return html`<section class="slip" aria-hidden="true">
    <h1>知识产权政策咨询回执</h1>
    <p>打印日期：${now.getFullYear()}年${now.getMonth() + 1}月${now.getDate()}日</p>
    ${messages.map((message) => {
      if (message.role === "user") return html`<h2>问：${message.text}</h2>`;
      return message.role === "event" ? nothing : answered(message);
    })}
    <p class="caution">以上按公开文件整理，最终以主管部门审核为准。</p>
  </section>`;
}

function answered(message: Message): TemplateResult {
  const answer = readAnswer(message.custom);
  const lines = besideCards(message.text, answer).split("\n").filter((line) => line.trim());
  return html`<div class="answered">
    ${answer?.figure
      ? html`<p class="sum">${answer.figure.label}：${answer.figure.sums.map((sum) => `${sum.number}${sum.unit}`).join(" 至 ")}</p>`
      : nothing}
    ${lines.map((line) => html`<p>${line}</p>`)}
    ${answer?.table ? html`<table>
          <tr>${answer.table.columns.map((column) => html`<th>${column}</th>`)}</tr>
          ${answer.table.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}
        </table>` : nothing}
    ${answer ? sources(answer) : nothing}
  </div>`;
}

function sources(answer: Answer): TemplateResult {
  const offices = [...new Set([...answer.lead, ...answer.responsible])];
  return html`${answer.citations.map((citation) => {
      const until = chineseDay(citation.validUntil);
      return html`<p class="clause">
        依据：《${citation.document.replace(/^《|》$/g, "")}》${citation.clause}${until ? `（有效期到${until}）` : nothing}${citation.quote
          ? `：“${citation.quote}”`
          : nothing}
      </p>`;
    })}
    ${offices.length ? html`<p class="office">部门：${offices.join("、")}</p>` : nothing}`;
}
