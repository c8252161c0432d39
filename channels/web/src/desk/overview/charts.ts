import { type TemplateResult, html, nothing, svg } from "lit";
import type { Share } from "./wire";

const WIDTH = 720;
const HEIGHT = 200;
const LEFT = 44;
const BELOW = 36;
const ABOVE = 20;
const MOST_BARS = 8;

/** One day; nothing where there was nothing to measure. */
export interface Point {
  day: string;
  value: number | undefined;
}

/** Columns over days. The picture says in its label what the table beside it holds in full. */
export function columns(title: string, points: Point[], unit: string): TemplateResult {
  const values = points.map((point) => point.value ?? 0);
  const top = ceiling(Math.max(...values, 1));
  const step = (WIDTH - LEFT) / Math.max(points.length, 1);
  const height = (value: number): number => ((HEIGHT - BELOW - ABOVE) * value) / top;
  const every = Math.ceil(points.length / 8);
  const sum = values.reduce((all, value) => all + value, 0);
  const label = sum ? `${title}：${points.length}天里最多的一天${Math.max(...values)}${unit}` : `${title}：没有数据`;
  return html`<figure>
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label}>
      ${[0, top / 2, top].map((value) => {
        const y = HEIGHT - BELOW - height(value);
        return svg`<line class="grid" x1=${LEFT} x2=${WIDTH} y1=${y} y2=${y}></line>
          <text class="scale" x=${LEFT - 8} y=${y + 4} text-anchor="end">${value}</text>`;
      })}
      ${points.map((point, index) => {
        const tall = height(point.value ?? 0);
        const x = LEFT + step * index;
        return svg`<rect class="bar" x=${x + step * 0.15} y=${HEIGHT - BELOW - tall} width=${step * 0.7} height=${tall}><title>${shortDay(point.day)}：${point.value ?? "没有"}${point.value === undefined ? "" : unit}</title></rect>
          ${index % every ? nothing : svg`<text class="scale ${(index / every) % 2 ? "between" : ""}" x=${x + step / 2} y=${HEIGHT - 8} text-anchor="middle">${shortDay(point.day)}</text>`}`;
      })}
    </svg>
    <details><summary>看数字</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="${title}，表格"><table>
        <thead><tr><th scope="col">日期</th><th scope="col">${title}（${unit}）</th></tr></thead>
        <tbody>${points.map((point) => html`<tr><th scope="row">${point.day}</th><td>${point.value ?? "–"}</td></tr>`)}</tbody>
      </table></div>
    </details>
  </figure>`;
}

/** Shares as bars that are a table themselves. */
export function bars(title: string, shares: Share[]): TemplateResult {
  const most = Math.max(...shares.map((share) => share.count), 1);
  return html`<section class="shares">
    <h2>${title}</h2>
    ${shares.length
      ? html`<table>
          <thead class="hidden"><tr><th scope="col">${title}</th><th scope="col">次数</th><th scope="col">图</th></tr></thead>
          <tbody>${shares.slice(0, MOST_BARS).map(
            (share) => html`<tr><th scope="row">${share.name}</th><td>${share.count}</td>
              <td class="drawn"><svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="bar" x="0" y="2" width=${(100 * share.count) / most} height="8" rx="1"></rect></svg></td></tr>`,
          )}</tbody>
        </table>`
      : html`<p class="soft">没有数据</p>`}
  </section>`;
}

/** A round number at or above, whose half is whole. */
function ceiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const found = [2, 4, 6, 8, 10, 20].map((factor) => factor * power).find((round) => round >= value) ?? value;
  return Math.max(2, found);
}

function shortDay(day: string): string {
  const [, month = "", date = ""] = day.split("-");
  return `${Number(month)}月${Number(date)}日`;
}
