const NAMES: Readonly<Record<string, string>> = {
  asked: "问法",
  basis: "依据",
  clauses: "条款数",
  conversations: "对话数",
  disabled: "停用",
  display_name: "姓名",
  drafts: "草稿数",
  edited: "改过内容",
  entry: "条目",
  examples: "例句数",
  file: "文件",
  intent: "意图",
  job: "导入编号",
  model: "模型",
  note: "备注",
  on: "从哪天起",
  reason: "理由",
  region: "地区",
  role: "角色",
  seq: "第几条消息",
  size: "大小（字节）",
  status: "状态",
  successor: "新文件",
  text: "内容",
  title: "标题",
  topic: "主题",
  who: "谁",
};

const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  status: { draft: "待审核", approved: "已采用", rejected: "已退回" },
  role: { clerk: "坐席", editor: "审核员", admin: "管理员" },
};

/** What was kept of a change, one thing a line; the parts of an entry keep the names by which they are edited. */
export function detailed(kept: Record<string, unknown>): string {
  return Object.entries(kept).flatMap(([name, value]) => lines(NAMES[name] ?? name, value, "", VALUES[name] ?? {})).join("\n");
}

function lines(name: string, value: unknown, indent: string, values: Readonly<Record<string, string>>): string[] {
  if (value === null || value === undefined || value === "") return [];
  if (typeof value !== "object") return [`${indent}${name}：${plain(value, values)}`];
  const list = Array.isArray(value);
  const inside = Object.entries(value).flatMap(([key, one]) => lines(list ? `第${Number(key) + 1}项` : key, one, `${indent}  `, values));
  return inside.length ? [`${indent}${name}：`, ...inside] : [];
}

function plain(value: unknown, values: Readonly<Record<string, string>>): string {
  if (typeof value === "boolean") return value ? "是" : "否";
  return values[String(value)] ?? String(value);
}
