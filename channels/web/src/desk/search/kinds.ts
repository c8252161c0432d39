import type { FacetName, Hit, HitKind, PastHit, SearchAnswer } from "../wire";

export type AnyHit = Hit | PastHit;

export const KIND_NAMES: Record<HitKind | "past", string> = {
  award: "奖补",
  station: "机构",
  target: "目标",
  term: "名词",
  clause: "条文",
  past: "以前的答复",
};

export const FACET_NAMES: Record<FacetName, string> = {
  region: "地区",
  kind: "文件种类",
  in_force: "时效",
  unit: "部门",
  answered_by: "以前谁答的",
};

/** The groups of an answer that have something in them, in the order in which they are shown. */
export function groups(answer: SearchAnswer): { kind: HitKind | "past"; hits: AnyHit[] }[] {
  const past = answer.past.map((one): PastHit => ({ ...one, kind: "past" }));
  const all: { kind: HitKind | "past"; hits: AnyHit[] }[] = [
    { kind: "award", hits: answer.awards },
    { kind: "station", hits: answer.stations },
    { kind: "target", hits: answer.targets },
    { kind: "term", hits: answer.terms },
    { kind: "past", hits: past },
    { kind: "clause", hits: answer.clauses },
  ];
  return all.filter((group) => group.hits.length > 0);
}
