import type { DraftKind, HitKind } from "../wire";

/** Under which kind the search knows what was read from a notice. */
export const SEARCHED: Partial<Record<DraftKind, HitKind>> = { award: "award", institution: "station", target: "target" };

const NAMES: Record<DraftKind, string> = {
  document: "文件信息",
  award: "奖补",
  institution: "机构",
  target: "目标",
  window: "申报时间",
  contact: "联系方式",
  materials: "申报材料",
  steps: "办理步骤",
  units: "责任单位",
  stacking: "叠加规则",
};

export function kindName(kind: DraftKind): string {
  return NAMES[kind];
}

export type Colour = "award" | "institution" | "target" | "practical";

/** What each colour of the text stands for. */
export const COLOURS: Record<Colour, string> = { award: "奖补", institution: "机构", target: "目标", practical: "办事信息" };

export function colour(kind: DraftKind): Colour {
  return kind === "award" || kind === "institution" || kind === "target" ? kind : "practical";
}
