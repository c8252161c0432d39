// The views of the desk, in the order of the navigation. A new one is a line here and the import of its element.

import type { TemplateResult } from "lit";
import "./audit/ip-desk-audit";
import "./calculator/ip-desk-calculator";
import * as icons from "./icons";
import "./imports/ip-desk-imports";
import "./inbox/ip-desk-inbox";
import "./notices/ip-desk-notices";
import "./overview/ip-desk-overview";
import "./search/ip-desk-search";
import "./teaching/ip-desk-teaching";
import type { Role } from "./wire";

export interface View {
  /** The first part of the address: #/<path>. */
  path: string;
  title: string;
  icon: TemplateResult;
  /** Who may see it. */
  role: Role;
  /** A custom element that extends DeskView. */
  element: string;
}

export const VIEWS: readonly View[] = [
  { path: "search", title: "查询", icon: icons.search, role: "clerk", element: "ip-desk-search" },
  { path: "notices", title: "文件", icon: icons.notices, role: "clerk", element: "ip-desk-notices" },
  { path: "calculator", title: "测算", icon: icons.calculator, role: "clerk", element: "ip-desk-calculator" },
  { path: "imports", title: "导入", icon: icons.imports, role: "editor", element: "ip-desk-imports" },
  { path: "inbox", title: "接待", icon: icons.inbox, role: "clerk", element: "ip-desk-inbox" },
  { path: "teaching", title: "待教", icon: icons.teaching, role: "clerk", element: "ip-desk-teaching" },
  { path: "overview", title: "统计", icon: icons.overview, role: "clerk", element: "ip-desk-overview" },
  { path: "audit", title: "记录", icon: icons.audit, role: "admin", element: "ip-desk-audit" },
];
