import { chineseDay } from "../shared/dates";
import { list, object, text } from "../shared/read";

const MOST = 100_000;

/** What was exported, for people to read. */
export function readable(data: unknown): string {
  const exported = object(data);
  const talks = list(exported?.["conversations"], MOST).map(object).filter((talk) => talk !== null);
  const lines = ["我的咨询记录", `导出时间：${moment(exported?.["exported_at"])}`];
  talks.forEach((talk, index) => {
    lines.push("", `第${index + 1}个对话，${moment(talk["started_at"])}开始（编号 ${text(talk["conversation"])}）`);
    const said = list(talk["messages"], MOST).map(object).filter((one) => one !== null);
    if (!said.length) lines.push("（没有说话）");
    for (const one of said) {
      lines.push("", `${moment(one["at"])} ${who(one["role"], text(one["author"]))}：`, text(one["text"]));
      const rating = object(one["rating"]);
      if (rating) lines.push(`（我的评价：${[rating["useful"] === true ? "有用" : "没用", text(rating["why"])].filter(Boolean).join("，")}）`);
    }
  });
  return `${lines.join("\n")}\n`;
}

function who(role: unknown, author: string): string {
  if (role === "user") return "我";
  if (role === "bot") return "助手";
  return role === "staff" ? author || "工作人员" : "系统";
}

/** 2026年5月1日 09:05, where the visitor is. */
function moment(value: unknown): string {
  const at = new Date(text(value));
  if (Number.isNaN(at.getTime())) return "";
  const two = (part: number): string => String(part).padStart(2, "0");
  const day = chineseDay(`${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`);
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
