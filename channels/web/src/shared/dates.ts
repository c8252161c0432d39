/** 2024-02-02 → 2024年2月2日; empty for what is no date. */
export function chineseDay(iso: string | null): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? "");
  return match ? `${match[1]}年${Number(match[2])}月${Number(match[3])}日` : "";
}

/** The time of a message as WeChat shows it: the time alone today, with the day before it otherwise. */
export function clock(at: number, now: number = Date.now()): string {
  const moment = new Date(at);
  const today = new Date(now);
  const time = `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;
  if (moment.toDateString() === today.toDateString()) return time;
  const yesterday = new Date(now);
  yesterday.setDate(today.getDate() - 1);
  if (moment.toDateString() === yesterday.toDateString()) return `昨天 ${time}`;
  const day = `${moment.getMonth() + 1}月${moment.getDate()}日 ${time}`;
  return moment.getFullYear() === today.getFullYear() ? day : `${moment.getFullYear()}年${day}`;
}
