// The chat page. Whatever the server sends is shown as text: nothing is ever inserted as HTML.

const ENDPOINT = "/webhooks/rest/webhook";
const MAX_CHARACTERS = 1000;
const TIME_GAP = 5 * 60 * 1000;
const ANSWER_TIMEOUT = 30 * 1000;
const KEPT_ENTRIES = 100;
const SENDER_KEY = "ipdesk.sender";
const HISTORY_KEY = "ipdesk.transcript";

const log = document.getElementById("log");
const entries = document.getElementById("entries");
const typing = document.getElementById("typing");
const chips = document.getElementById("chips");
const composer = document.getElementById("composer");
const input = document.getElementById("input");
const send = document.getElementById("send");
const hint = document.getElementById("hint");
const restart = document.getElementById("restart");

// --- storage: a conversation outlives a reload, but not the tab ---

const memory = new Map();
function recall(key) {
  try { return sessionStorage.getItem(key) ?? memory.get(key) ?? null; } catch { return memory.get(key) ?? null; }
}
function keep(key, value) {
  memory.set(key, value);
  try { sessionStorage.setItem(key, value); } catch { /* private mode or full: the tab's memory has it */ }
}
function forget(key) {
  memory.delete(key);
  try { sessionStorage.removeItem(key); } catch { /* nothing was kept */ }
}

function randomId() {
  // randomUUID exists only on https and localhost; a service point may serve plain http in its own network.
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function senderId() {
  const known = recall(SENDER_KEY);
  if (known) return known;
  const fresh = randomId();
  keep(SENDER_KEY, fresh);
  return fresh;
}

let transcript = [];
function remember(record) {
  transcript.push(record);
  transcript = transcript.slice(-KEPT_ENTRIES);
  saveHistory();
}
function saveHistory() {
  keep(HISTORY_KEY, JSON.stringify(transcript));
}

// --- small DOM helpers ---

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function list(value) {
  return Array.isArray(value) ? value : [];
}

function words(value) {
  return list(value).filter((item) => typeof item === "string" && item);
}

// --- money and dates ---

// Decimal shift on the digits themselves: no figure passes through binary fractions.
function money(value) {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value));
  if (!match) return null;
  const [, sign, whole, fraction = ""] = match;
  const digits = whole.replace(/^0+(?=\d)/, "");
  const [shift, unit] = digits.length > 8 ? [8, "亿元"] : digits.length > 4 ? [4, "万元"] : [0, "元"];
  const moved = (digits.slice(digits.length - shift) + fraction).replace(/0+$/, "");
  const head = shift ? digits.slice(0, -shift) : digits;
  const tail = shift ? moved : fraction.replace(/0+$/, "");
  return { number: sign + head + (tail ? `.${tail}` : ""), unit };
}

function sum(value) {
  const parts = money(value);
  return parts ? parts.number + parts.unit : "";
}

function day(iso) {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(String(iso ?? ""));
  return match ? `${match[1]}年${Number(match[2])}月${Number(match[3])}日` : "";
}

function clock(at) {
  const moment = new Date(at);
  const time = `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;
  const today = new Date();
  if (moment.toDateString() === today.toDateString()) return time;
  return `${moment.getMonth() + 1}月${moment.getDate()}日 ${time}`;
}

// --- the structured part of an answer (ipdesk.answer/1) ---

const VERDICTS = { yes: "符合条件", no: "不符合条件", unknown: "还不能确定", not_in_force: "文件已过有效期" };
const BASES = { exact: "金额", at_most: "最高不超过", range: "金额范围" };
// In other answers yes and no are about something else, which the text says.
const ABOUT_CONDITIONS = ["award", "calculation", "eligibility"];

function verdictNode(custom) {
  const verdict = custom.verdict;
  if (!Object.hasOwn(VERDICTS, verdict ?? "")) return null;
  if (verdict !== "not_in_force" && !ABOUT_CONDITIONS.includes(custom.kind)) return null;
  return element("span", `verdict ${verdict}`, VERDICTS[verdict]);
}

function figure(value) {
  const parts = money(value);
  if (!parts) return [];
  return [element("b", "", parts.number), element("span", "", parts.unit)];
}

function amountNode(custom) {
  const amount = custom.amount;
  if (!amount || typeof amount !== "object" || custom.verdict === "no") return null;
  const ranged = amount.basis === "range" && money(amount.min) && money(amount.max);
  const shown = ranged ? [...figure(amount.min), " 至 ", ...figure(amount.max)] : figure(amount.yuan ?? amount.max);
  if (!shown.length) return null;
  const card = element("div", "amount");
  const label = custom.verdict === "not_in_force" ? "文件有效期内的标准" : BASES[amount.basis] ?? "金额";
  card.append(element("p", "amount-label", label));
  const line = element("p", "amount-figure");
  line.append(...shown);
  card.append(line);
  const steps = stepsNode(custom);
  if (steps) card.append(steps);
  return card;
}

function stepsNode(custom) {
  const trace = list(custom.trace).filter((item) => item && typeof item.step === "string");
  if (!trace.length) return null;
  const citations = list(custom.citations);
  const node = element("ol", "steps");
  node.setAttribute("aria-label", "计算过程");
  for (const item of trace) {
    const row = element("li");
    row.append(element("span", "", item.step));
    const result = element("span", "result", item.yuan === undefined || item.yuan === null ? "" : `= ${sum(item.yuan)}`);
    const cited = Number.isInteger(item.cite) ? citations[item.cite] : undefined;
    if (cited?.clause) result.append(element("span", "mark", String(cited.clause)));
    row.append(result);
    node.append(row);
  }
  return node;
}

function sourcesNode(custom) {
  const citations = list(custom.citations).filter((item) => item && typeof item === "object" && item.document);
  if (!citations.length) return null;
  const node = element("div", "sources");
  for (const citation of citations) {
    const source = element("details", "source");
    const summary = element("summary");
    summary.append(element("span", "clause", citation.clause ? `原文 ${citation.clause}` : "原文"));
    const title = String(citation.document);
    summary.append(element("span", "name", title.startsWith("《") ? title : `《${title}》`));
    source.append(summary);
    if (citation.quote) source.append(element("blockquote", "", String(citation.quote)));
    source.append(validityNode(citation));
    node.append(source);
  }
  return node;
}

function validityNode(citation) {
  const facts = [];
  if (day(citation.issued_on)) facts.push(`${day(citation.issued_on)}印发`);
  if (day(citation.valid_until)) facts.push(`有效期至${day(citation.valid_until)}`);
  else if (citation.valid_until === null && citation.in_force !== false) facts.push("文件没有写明截止日期");
  const node = element("p", "meta", facts.join("，"));
  if (citation.in_force === false) node.append(facts.length ? "，" : "", element("span", "ended", "现在已经不在有效期内"));
  return node;
}

// --- entries ---

let lastTime = 0;
function stamp(at) {
  if (at - lastTime < TIME_GAP) return;
  lastTime = at;
  const node = element("time", "time", clock(at));
  node.dateTime = new Date(at).toISOString();
  entries.append(node);
}

function entry(who) {
  const node = element("div", `entry ${who}`);
  if (who === "bot") {
    const avatar = element("img", "avatar");
    avatar.src = "/page/icon.svg";
    avatar.alt = "";
    node.append(avatar);
  } else {
    const avatar = element("span", "avatar me", "我");
    avatar.setAttribute("aria-hidden", "true");
    node.append(avatar);
  }
  const body = element("div", "body");
  body.append(element("span", "visually-hidden", who === "bot" ? "助手：" : "我："));
  const bubble = element("div", "bubble");
  body.append(bubble);
  node.append(body);
  return { node, body, bubble };
}

function showUser(record) {
  stamp(record.at);
  const { node, body, bubble } = entry("user");
  bubble.append(element("p", "text", record.text));
  entries.append(node);
  record.body = body;
}

function showBot(record) {
  stamp(record.at);
  const { node, bubble } = entry("bot");
  const custom = record.custom && typeof record.custom === "object" ? record.custom : {};
  const structured = custom.schema === "ipdesk.answer/1" ? custom : {};
  const parts = [
    verdictNode(structured),
    amountNode(structured),
    record.text ? element("p", "text", record.text) : null,
    sourcesNode(structured),
  ];
  bubble.append(...parts.filter(Boolean));
  entries.append(node);
  return node;
}

function showChips(choices) {
  chips.replaceChildren();
  const seen = new Set();
  for (const choice of choices) {
    if (!choice.title || seen.has(choice.title)) continue;
    seen.add(choice.title);
    const chip = element("button", "chip", choice.title);
    chip.type = "button";
    chip.addEventListener("click", () => ask(choice.payload || choice.title));
    chips.append(chip);
  }
}

function choicesOf(reply) {
  const buttons = list(reply.buttons)
    .filter((button) => button && typeof button.title === "string")
    .map((button) => ({ title: button.title, payload: typeof button.payload === "string" ? button.payload : "" }));
  return [...buttons, ...words(reply.custom?.suggestions).map((title) => ({ title, payload: title }))];
}

function toEnd(node) {
  // A long answer is read from its beginning.
  if (node && node.offsetHeight > log.clientHeight * 0.8) node.scrollIntoView({ block: "start" });
  else log.scrollTop = log.scrollHeight;
}

// --- sending, one message after the other ---

let generation = 0;
let queue = Promise.resolve();

function ask(text) {
  const record = { who: "user", text, at: Date.now(), id: randomId() };
  chips.replaceChildren();
  showUser(record);
  remember({ ...record, body: undefined });
  deliver(record);
}

function deliver(record) {
  const mine = generation;
  typing.hidden = false;
  toEnd();
  queue = queue.then(async () => {
    if (mine !== generation) return;
    let outcome;
    try {
      outcome = { replies: await post(record) };
    } catch (error) {
      outcome = { sentence: error instanceof Refused ? error.message : "网络好像不通，这条消息没有发出去。" };
    }
    if (mine !== generation) return;
    typing.hidden = true;
    if (outcome.replies) receive(outcome.replies);
    else fail(record, outcome.sentence);
  });
}

class Refused extends Error {}

async function post(record) {
  const response = await fetch(ENDPOINT, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ sender: senderId(), message: record.text, metadata: { message_id: record.id } }),
    signal: AbortSignal.timeout(ANSWER_TIMEOUT),
  });
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(body?.error || "系统暂时没法回答，请稍后再发一次。");
  return list(body);
}

function receive(replies) {
  let last;
  let choices = [];
  for (const reply of replies) {
    if (!reply || typeof reply !== "object") continue;
    const text = typeof reply.text === "string" ? reply.text : "";
    const record = { who: "bot", text, custom: reply.custom, choices: choicesOf(reply), at: Date.now() };
    const node = showBot(record);
    last ??= node;
    choices = [...choices, ...record.choices];
    remember(record);
  }
  showChips(choices);
  toEnd(last);
}

function fail(record, sentence) {
  const row = element("div", "failed");
  row.setAttribute("role", "alert");
  const again = element("button", "", "重新发送");
  again.type = "button";
  again.addEventListener("click", () => {
    row.remove();
    deliver(record);
  });
  row.append(element("span", "", sentence), again);
  record.body.append(row);
  toEnd();
}

// --- composing ---

function length(text) {
  return Array.from(text).length;
}

function refresh() {
  const text = input.value.trim();
  const over = length(text) - MAX_CHARACTERS;
  hint.textContent = over > 0 ? `一次最多${MAX_CHARACTERS}个字，现在多了${over}个字，请缩短一些。` : "";
  send.disabled = !text || over > 0;
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + 2}px`;
}

function submit() {
  refresh();
  if (send.disabled) return;
  const text = input.value.trim();
  input.value = "";
  refresh();
  ask(text);
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
  input.focus();
});

let composedAt = 0;
input.addEventListener("compositionend", () => { composedAt = performance.now(); });
input.addEventListener("input", refresh);
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey) return;
  // While an input method is composing, Enter picks a word. Safari reports that Enter just after the composition's end.
  if (event.isComposing || event.keyCode === 229 || performance.now() - composedAt < 40) return;
  event.preventDefault();
  submit();
});

restart.addEventListener("click", () => {
  generation += 1;
  queue = Promise.resolve();
  forget(SENDER_KEY);
  forget(HISTORY_KEY);
  transcript = [];
  lastTime = 0;
  typing.hidden = true;
  entries.replaceChildren();
  welcome();
  input.focus();
});

// --- start ---

async function welcome() {
  const mine = generation;
  let opening = { greeting: "您好，请直接写下您的问题。", examples: [] };
  try {
    const response = await fetch("/page/welcome.json");
    if (response.ok) opening = await response.json();
  } catch { /* the short greeting does */ }
  if (mine !== generation || transcript.length) return;
  const choices = words(opening.examples).map((title) => ({ title, payload: title }));
  receive([{ text: String(opening.greeting ?? ""), buttons: choices }]);
  log.scrollTop = 0;
}

function restore() {
  let kept = [];
  try { kept = list(JSON.parse(recall(HISTORY_KEY) ?? "[]")); } catch { /* start afresh */ }
  if (!kept.length) return false;
  transcript = kept;
  for (const record of kept) {
    if (record.who === "user") showUser({ ...record });
    else showBot(record);
  }
  const last = kept.at(-1);
  if (last.who === "bot") showChips(list(last.choices));
  toEnd();
  return true;
}

if (!restore()) welcome();
refresh();
if (matchMedia("(hover: hover) and (pointer: fine)").matches) input.focus();
