// The pages that need no conversation: start, topics, one topic, the awards and the stations of a region.

import { type TemplateResult, html, nothing } from "lit";
import { chineseDay } from "../shared/dates";
import type { Award, Clause, Guide, Station, Topic } from "./guide";
import type { Steps } from "./place";

const FIRST_TOPICS = 14;
const FIRST_TOPICS_IN_CARE = 4;

export function startPage(guide: Guide, steps: Steps, care: boolean): TemplateResult {
  const first = guide.topics.slice(0, care ? FIRST_TOPICS_IN_CARE : FIRST_TOPICS);
  const rewarding = new Set(guide.awards.map((award) => award.region));
  const without = [...guide.notices.values()].filter((notice) => !rewarding.has(notice.region));
  const unknown = new Set(without.filter((notice) => notice.underReview).map((notice) => notice.region));
  const silent = new Set(without.map((notice) => notice.region).filter((region) => !unknown.has(region)));
  return html`
    <button type="button" class="ask" @click=${() => steps.go({ name: "chat" })}>
      <strong>我要提问</strong><span>写下您的问题，当场查政策、算奖补</span>
    </button>
    <section>
      <h2>常问的主题</h2>
      <div class="tiles">
        ${first.map((topic) => topicTile(topic, steps))}
        <button type="button" class="tile more" @click=${() => steps.go({ name: "topics" })}>
          <strong>全部主题</strong><span>共 ${guide.topics.length} 个</span>
        </button>
      </div>
    </section>
    <section>
      <h2>各地奖励和补助</h2>
      <div class="tiles">
        ${counted(guide.awards).map(([region, count]) => html`<button type="button" class="tile" @click=${() => steps.go({ name: "awards", region })}>
          <strong>${region}</strong><span>${count} 项</span>
        </button>`)}
      </div>
      ${silent.size ? html`<p class="remark">${[...silent].join("、")}的文件没有写明奖补金额。</p>` : nothing}
      ${unknown.size ? html`<p class="remark">${[...unknown].join("、")}的文件还没有审核完，奖补金额请问工作人员。</p>` : nothing}
    </section>
    <section>
      <h2>服务站点</h2>
      <div class="tiles small">
        ${counted(guide.stations).map(([region, count]) => html`<button type="button" class="tile" @click=${() => steps.go({ name: "stations", region })}>
          <strong>${region}</strong><span>${count} 个</span>
        </button>`)}
      </div>
    </section>
  `;
}

export function topicsPage(guide: Guide, steps: Steps): TemplateResult {
  return html`<h2 class="title">全部主题</h2><div class="tiles">${guide.topics.map((topic) => topicTile(topic, steps))}</div>`;
}

export function topicPage(guide: Guide, topic: Topic, steps: Steps): TemplateResult {
  return html`
    <h2 class="title">${topic.name}</h2>
    <button type="button" class="ask" @click=${() => steps.ask(`${topic.name}有什么规定？`)}>
      <strong>就这个主题提问</strong><span>${topic.name}有什么规定？</span>
    </button>
    ${topic.awards.length
      ? html`<section><h3>奖励和补助</h3>${topic.awards.map((award) => awardCard(guide, award, steps))}</section>`
      : nothing}
    ${topic.stations.length
      ? html`<section><h3>可以去的服务站点</h3>${topic.stations.map((station) => stationCard(guide, station))}</section>`
      : nothing}
    <section>
      <h3>文件里的规定</h3>
      ${topic.clauses.map((clause) => clauseFold(guide, clause))}
    </section>
  `;
}

export function awardsPage(guide: Guide, region: string, steps: Steps): TemplateResult {
  const awards = guide.awards.filter((award) => award.region === region);
  return html`<h2 class="title">${region}的奖励和补助</h2>${awards.map((award) => awardCard(guide, award, steps))}`;
}

export function stationsPage(guide: Guide, region: string): TemplateResult {
  const stations = guide.stations.filter((station) => station.region === region);
  return html`<h2 class="title">${region}的服务站点</h2>
    <p class="remark">文件没有写这些机构的电话和地址，去之前请先问清楚。</p>
    ${stations.map((station) => stationCard(guide, station))}`;
}

function topicTile(topic: Topic, steps: Steps): TemplateResult {
  const facts = [`${topic.regions.length}地文件`];
  if (topic.awards.length) facts.push(`奖补${topic.awards.length}项`);
  if (topic.stations.length) facts.push(`站点${topic.stations.length}个`);
  return html`<button type="button" class="tile" @click=${() => steps.go({ name: "topic", id: topic.id })}>
    <strong>${topic.name}</strong><span>${facts.join(" · ")}</span>
  </button>`;
}

function awardCard(guide: Guide, award: Award, steps: Steps): TemplateResult {
  return html`<article class="card">
    <h4>${award.name}</h4>
    <p class="facts">${award.region} · 给${award.who}</p>
    <p class="words">“${award.amount}”</p>
    <button type="button" class="inner" @click=${() => steps.ask(`${award.name}能奖多少？`)}>问问我能拿多少</button>
    ${clauseFold(guide, award.clause)}
  </article>`;
}

function stationCard(guide: Guide, station: Station): TemplateResult {
  return html`<article class="card">
    <h4>${station.name}</h4>
    <p class="facts">${station.region} · ${station.does.join("、")} · ${station.standing}</p>
    <p>${station.says}</p>
    ${clauseFold(guide, station.clause)}
  </article>`;
}

function clauseFold(guide: Guide, clause: Clause): TemplateResult {
  const notice = guide.notices.get(clause.docId);
  const until = chineseDay(notice?.until ?? null);
  return html`<details>
    <summary>
      <span>${notice?.region}《${notice?.title}》${clause.label}</span>
      ${notice?.inForce === false ? html`<span class="ended">已过有效期</span>` : nothing}
    </summary>
    <blockquote>${clause.text}</blockquote>
    <p class="facts">
      ${notice?.issuers.join("、")}${notice?.issuedOn ? ` · ${chineseDay(notice.issuedOn)}印发` : nothing} ·
      ${until ? `有效期到${until}` : "文件没有写明截止日期"}
    </p>
    ${clause.offices.length ? html`<p class="facts">部门：${clause.offices.join("、")}</p>` : nothing}
  </details>`;
}

/** Regions with how many things they have, the most first. */
function counted(things: { region: string }[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { region } of things) counts.set(region, (counts.get(region) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}
