// The plain text of an answer, cut into what can be shown as paragraphs, lists and links.

import type { Answer } from "./answer";

export type Piece = { kind: "text"; text: string } | { kind: "link"; text: string; href: string };

export type Block =
  | { kind: "paragraph"; text: string }
  | { kind: "items"; ordered: boolean; items: { title: string; detail: string[] }[] };

const BULLET = /^(?:·|•)\s*(.+)$/;
const NUMBERED = /^\d{1,3}[.、]\s*(.+)$/;
const LINK = /https?:\/\/[^\s<>"'，。；！？、（）“”《》]+|\d[\d-]{4,}/g;
const TELEPHONE = /^(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9})$/;
const HOTLINE = /^123\d{2}$/;
const AFTER_HOTLINE = /^\s*(?:政务|热线|服务|知识产权|$)/;
const QUOTED = /^依据：/;
const COMPUTED = /^算法：/;
/** Stands below every conversation. */
const CAUTION = "以上按公开文件整理，最终以主管部门审核为准。";

/** Paragraphs and lists, in their order. */
export function blocks(text: string): Block[] {
  const found: Block[] = [];
  for (const line of text.split("\n")) {
    if (!line.trim()) continue;
    const last = found.at(-1);
    const bullet = BULLET.exec(line);
    const item = bullet ?? NUMBERED.exec(line);
    if (item) {
      const ordered = !bullet;
      const entry = split(item[1] ?? "");
      if (last?.kind === "items" && last.ordered === ordered) last.items.push(entry);
      else found.push({ kind: "items", ordered, items: [entry] });
    } else if (/^\s+\S/.test(line) && last?.kind === "items") {
      last.items.at(-1)?.detail.push(line.trim());
    } else {
      found.push({ kind: "paragraph", text: line });
    }
  }
  return found;
}

/** How many blocks stand before a table: up to the paragraph that leads to it by a colon; all where none does. */
export function untilTable(all: readonly Block[]): number {
  const leading = all.findIndex((block) => block.kind === "paragraph" && block.text.endsWith("："));
  return leading < 0 ? all.length : leading + 1;
}

function split(item: string): { title: string; detail: string[] } {
  const at = item.indexOf("：");
  return at > 0 && at < 40 ? { title: item.slice(0, at), detail: [item.slice(at + 1)] } : { title: item, detail: [] };
}

/** A line with its web addresses and telephone numbers as links; no other scheme ever becomes one. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    const href = target(match[0], text.slice(match.index + match[0].length));
    if (!href) continue;
    if (match.index > at) found.push({ kind: "text", text: text.slice(at, match.index) });
    found.push({ kind: "link", text: match[0], href });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ kind: "text", text: text.slice(at) });
  return found;
}

function target(found: string, rest: string): string | null {
  if (found.startsWith("http")) return safeLink(found);
  const telephone = TELEPHONE.test(found) || (HOTLINE.test(found) && AFTER_HOTLINE.test(rest));
  return telephone ? safeLink(`tel:${found.replace(/-/g, "")}`) : null;
}

/** The address if it is one of the web or a telephone number, otherwise null. */
export function safeLink(address: string): string | null {
  try {
    const url = new URL(address);
    return ["http:", "https:", "tel:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** What of an answer's text is not shown beside it anyway: the cited words, the steps, the table's cells. */
export function besideCards(text: string, answer: Answer | null): string {
  if (!answer) return text;
  const shown = (line: string): boolean => {
    if (QUOTED.test(line) && answer.citations.some((citation) => citation.quote && line.includes(citation.quote))) return false;
    if ((COMPUTED.test(line) && answer.steps.length) || line === CAUTION) return false;
    return !(answer.table && (BULLET.test(line) || /^\s/.test(line)));
  };
  return text.split("\n").filter(shown).join("\n");
}
