import type { FacetName, Hit, HitKind, SearchAnswer } from "../wire";

export const KIND_NAMES: Record<HitKind, string> = {
  award: "奖补",
  station: "机构",
  target: "目标",
  term: "名词",
  clause: "条文",
};

export const FACET_NAMES: Record<FacetName, string> = {
  region: "地区",
  kind: "文件种类",
  in_force: "时效",
  unit: "部门",
};

/** The groups of an answer that have something in them, in the order in which they are shown. */
export function groups(answer: SearchAnswer): { kind: HitKind; hits: Hit[] }[] {
  const all: { kind: HitKind; hits: Hit[] }[] = [
    { kind: "award", hits: answer.awards },
    { kind: "station", hits: answer.stations },
    { kind: "target", hits: answer.targets },
    { kind: "term", hits: answer.terms },
    { kind: "clause", hits: answer.clauses },
  ];
  return all.filter((group) => group.hits.length > 0);
}
