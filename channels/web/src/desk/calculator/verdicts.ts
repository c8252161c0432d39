import type { Condition, Verdict } from "../wire";

export const VERDICTS: Record<Verdict, { title: string; tone: "good" | "doubt" | "warn" }> = {
  yes: { title: "可以申请", tone: "good" },
  person: { title: "由主管部门认定", tone: "doubt" },
  unknown: { title: "还要看具体情况", tone: "doubt" },
  no: { title: "不符合条件", tone: "warn" },
  not_in_force: { title: "文件不在有效期内", tone: "warn" },
};

export const STATES: Record<Condition["state"], string> = {
  met: "符合",
  not_met: "不符合",
  unknown: "还不知道",
  person: "由部门认定",
};
