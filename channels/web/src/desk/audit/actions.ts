const NAMES: Readonly<Record<string, string>> = {
  "conversation.take": "接手对话",
  "conversation.reply": "回复来访者",
  "conversation.note": "写内部备注",
  "conversation.hand_back": "交回助手",
  "conversation.close": "结束接待",
  "conversation.export": "导出来访者的对话",
  "conversation.erase": "删除来访者的对话",
  "draft.approve": "采用草稿",
  "draft.reject": "退回草稿",
  "entry.add": "补充条目",
  "import.hand_in": "提交文件",
  "notice.import": "导入文件",
  "notice.retire": "停用文件",
  "notice.supersede": "用新文件代替",
  "model.use": "换上新模型",
  "model.undo": "换回前一个模型",
  "overview.export": "导出统计",
  "session.open": "登录",
  "session.close": "退出",
  "session.refused": "登录没有成功",
  "teaching.teach": "教一个问题",
  "teaching.take_back": "取消教过的问题",
  "teaching.train": "训练新模型",
  "user.add": "添加账号",
  "user.disable": "停用账号",
  "user.enable": "恢复账号",
  "user.password": "改密码",
  "user.role": "改角色",
  "written.change": "改写过的回答",
  "written.put_back": "恢复写过的回答",
  "written.withdraw": "撤下写过的回答",
  "written.write": "写回答或者解释",
};

/** What an action of the log is called; its own name where it is new. */
export function actionName(action: string): string {
  return NAMES[action] ?? action;
}
