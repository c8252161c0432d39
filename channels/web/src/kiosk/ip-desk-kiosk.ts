import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { Conversation } from "../shared/conversation";
import { define } from "../shared/define";
import type { Message } from "../shared/protocol";
import { base, theme } from "../shared/theme";
import type { IpDeskKioskChat } from "./chat";
import "./chat";
import { endSession, endSessionNow, wipeDevice } from "./farewell";
import { type Guide, fetchGuide } from "./guide";
import { Idle } from "./idle";
import { keepForOffline } from "./offline";
import { awardsPage, startPage, stationsPage, topicPage, topicsPage } from "./pages";
import type { Place, Steps } from "./place";
import { PrivateStorage } from "./private-storage";
import { qrCode } from "./qr";
import { slip } from "./slip";
import { Speech } from "./speech";
import { styles } from "./styles";
import { type Link, makeLink } from "./takeaway";

const SIZE_PX = 24;
const SCALES = [1, 1.25, 1.5, 1.75, 2];
const CARE_SCALE = 1.5;
const OFFLINE_AFTER_MS = 1_500;
const GUIDE_AGAIN_MS = 5_000;
const GUIDE_RENEW_MS = 30 * 60_000;
const TOAST_MS = 5_000;
const START: Place = { name: "start" };

/** The page of a touch screen at a service point. What a visitor does lives in this element only, and ends with them. */
export class IpDeskKiosk extends LitElement {
  @property({ type: Boolean, reflect: true }) care = false;
  /** Bright rooms, and screens that nobody has set: always light. */
  @property({ reflect: true }) theme = "light";
  @state() private scale = 1;
  @state() private trail: Place[] = [START];
  @state() private guide: Guide | null = null;
  @state() private offline = false;
  @state() private left: number | null = null;
  @state() private link: Link | null = null;
  @state() private toast = "";
  /** Counts visitors: with a new one every part of the page is made anew. */
  @state() private visitor = 0;
  @query("dialog") private dialog!: HTMLDialogElement | null;
  @query("ip-desk-kiosk-chat") private chat!: IpDeskKioskChat | null;
  @query("h1") private heading!: HTMLElement;
  @query("main") private page!: HTMLElement;
  private talk: Conversation = this.newTalk();
  private readonly speech = new Speech(() => this.requestUpdate());
  private readonly idle = new Idle(
    {
      left: (seconds) => {
        this.left = seconds;
      },
      ended: () => this.end(),
    },
    () => this.speech.speaking,
    (touch) => touch.composedPath().some((part) => part instanceof Element && part.matches("dialog .end")),
  );
  private offlineTimer = 0;
  private guideTimer = 0;
  private toastTimer = 0;

  static override styles = [theme, base, styles];

  private readonly steps: Steps = {
    go: (place) => this.go(place),
    ask: (question) => {
      this.go({ name: "chat" });
      this.talk.say(question);
    },
  };

  override connectedCallback(): void {
    super.connectedCallback();
    this.talk.start();
    this.idle.start();
    void this.renewGuide();
    void keepForOffline();
    addEventListener("pagehide", this.leaving);
    addEventListener("pageshow", this.shownAgain);
    addEventListener("wheel", noZoom, { passive: false });
    for (const name of ["contextmenu", "dragstart"]) addEventListener(name, prevent);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.talk.stop();
    this.idle.stop();
    this.speech.dispose();
    for (const timer of [this.offlineTimer, this.guideTimer, this.toastTimer]) clearTimeout(timer);
    removeEventListener("pagehide", this.leaving);
    removeEventListener("pageshow", this.shownAgain);
    removeEventListener("wheel", noZoom);
    for (const name of ["contextmenu", "dragstart"]) removeEventListener(name, prevent);
  }

  override willUpdate(): void {
    this.style.setProperty("--size", `${SIZE_PX * this.scale}px`);
  }

  override updated(changed: PropertyValues): void {
    const wanted = this.left !== null || this.link !== null;
    if (wanted && !this.dialog?.open) this.dialog?.showModal();
    else if (!wanted && this.dialog?.open) this.dialog.close();
    if (changed.has("trail") && changed.get("trail") !== undefined) {
      this.page.scrollTop = 0;
      this.heading.focus({ preventScroll: true });
    }
  }

  override render(): TemplateResult {
    const place = this.place;
    return html`${keyed(this.visitor, html`
        <header>
          <h1 tabindex="-1">知识产权一站式服务</h1>
          <div class="controls">
            ${this.trail.length > 1 ? html`<button type="button" @click=${this.back}>返回</button>` : nothing}
            <button type="button" ?disabled=${this.scale === SCALES[0]} @click=${() => this.resize(-1)}>字小</button>
            <output aria-label="现在的字号">${Math.round(this.scale * 100)}%</output>
            <button type="button" ?disabled=${this.scale === SCALES.at(-1)} @click=${() => this.resize(1)}>字大</button>
            <button type="button" aria-pressed=${this.care} @click=${this.switchCare}>关怀模式</button>
          </div>
          <button type="button" class="end" @click=${this.end}>结束</button>
        </header>
        ${this.offline ? html`<p class="offline" role="status">${this.offlineSentence()}</p>` : nothing}
        <main class=${place.name} tabindex=${place.name === "chat" ? nothing : 0}>
          ${place.name === "chat" ? this.chatPage() : html`<div class="inside">${this.guidePage(place)}</div>`}
        </main>
        <dialog aria-labelledby="dialog-title" @cancel=${prevent}>${this.left !== null ? this.countdown(this.left) : this.link ? this.code(this.link) : nothing}</dialog>
        ${this.talk.messages.length ? slip(this.talk.messages, new Date()) : nothing}
      `)}
      <div class=${this.toast ? "toast" : "hidden"} role="status">${this.toast}</div>`;
  }

  // --- pages ---

  private get place(): Place {
    return this.trail.at(-1) ?? START;
  }

  private guidePage(place: Place): TemplateResult {
    const guide = this.guide;
    if (!guide) return html`<p class="waiting" role="status">内容正在准备，请稍等，准备好了会自动显示。</p>`;
    return html`${this.body(guide, place)}
      ${this.speech.possible && place.name !== "start" && place.name !== "topics"
        ? html`<button type="button" class="read" aria-pressed=${this.speech.speaking} @click=${this.readPage}>${this.speech.speaking ? "停止朗读" : "朗读本页"}</button>`
        : nothing}
      <p class="made">内容取自${moment(guide.madeAt)}的知识库，以主管部门公布的文件为准。</p>`;
  }

  private body(guide: Guide, place: Place): TemplateResult {
    switch (place.name) {
      case "topics":
        return topicsPage(guide, this.steps);
      case "topic": {
        const topic = guide.topics.find((one) => one.id === place.id);
        return topic ? topicPage(guide, topic, this.steps) : startPage(guide, this.steps, this.care);
      }
      case "awards":
        return awardsPage(guide, place.region, this.steps);
      case "stations":
        return stationsPage(guide, place.region);
      default:
        return startPage(guide, this.steps, this.care);
    }
  }

  private chatPage(): TemplateResult {
    return html`<ip-desk-kiosk-chat
      .conversation=${this.talk}
      .takeAway=${this.takeAway}
      .print=${print}
      .read=${this.speech.possible ? this.readText : null}
      .reading=${this.speech.speaking}
      .offline=${this.offline}
    ></ip-desk-kiosk-chat>`;
  }

  private offlineSentence(): string {
    const kept = this.guide ? `主题和服务站点还可以看（内容是${moment(this.guide.madeAt)}保存的，可能不是最新）。` : "";
    return `网络不通，正在重新连接。${kept}提问要等网络恢复，恢复后会自动继续。`;
  }

  // --- dialogs ---

  private countdown(seconds: number): TemplateResult {
    return html`<h2 id="dialog-title">您还在吗？</h2>
      <p>为了保护您的信息，没有人使用时会自动清除刚才的内容。</p>
      <p class="seconds" role="timer">${seconds}</p>
      <p>点一下屏幕任何地方就可以继续。</p>
      <div class="two">
        <button type="button" class="main" @click=${this.closeDialog}>继续使用</button>
        <button type="button" class="end" @click=${this.end}>结束</button>
      </div>`;
  }

  private code(link: Link): TemplateResult {
    return html`<h2 id="dialog-title">用手机扫码带走回答</h2>
      ${qrCode(link.address, "二维码，用手机扫描后可以查看回答")}
      <p>二维码 ${Math.round(link.seconds / 60)} 分钟内有效，只能打开一次。请不要让别人扫到。</p>
      <div class="two">
        <button type="button" class="main" @click=${this.closeDialog}>关闭</button>
        <button type="button" class="end" @click=${this.end}>结束</button>
      </div>`;
  }

  private readonly closeDialog = (): void => {
    this.link = null;
    this.left = null;
  };

  private readonly takeAway = async (): Promise<void> => {
    const { visitor } = this;
    try {
      const link = await makeLink(this.talk.opening?.token ?? "");
      if (visitor === this.visitor) this.link = link;
    } catch (error) {
      if (visitor === this.visitor) this.say(error instanceof Error ? error.message : "二维码没有生成成，请再试一次。");
    }
  };

  // --- what a visitor does ---

  private go(place: Place): void {
    this.speech.stop();
    this.trail = [...this.trail, place];
  }

  private back(): void {
    this.speech.stop();
    this.trail = this.trail.slice(0, -1);
  }

  private resize(by: number): void {
    this.scale = SCALES[SCALES.indexOf(this.scale) + by] ?? this.scale;
  }

  private switchCare(): void {
    this.care = !this.care;
    this.scale = this.care ? Math.max(this.scale, CARE_SCALE) : 1;
  }

  private readPage(): void {
    this.speech.toggle(this.page.querySelector<HTMLElement>(".inside")?.innerText ?? "");
  }

  private readonly readText = (text: string): void => this.speech.toggle(text);

  /** The visitor goes, and with them everything they did. */
  private readonly end = (): void => {
    const token = this.talk.opening?.token;
    this.talk.stop();
    if (token) endSession(token);
    this.speech.stop();
    wipeDevice();
    this.scale = 1;
    this.care = false;
    this.trail = [START];
    this.closeDialog();
    this.toast = "";
    this.visitor += 1;
    this.talk = this.newTalk();
    this.talk.start();
    this.idle.reset();
    void this.renewGuide();
  };

  private readonly leaving = (): void => {
    const token = this.talk.opening?.token;
    if (token) endSessionNow(token);
  };

  /** Back or forward to a page that the browser had kept as it was. */
  private readonly shownAgain = (event: PageTransitionEvent): void => {
    if (event.persisted) this.end();
  };

  // --- what happens ---

  private newTalk(): Conversation {
    const talk: Conversation = new Conversation(
      location.origin,
      {
        changed: () => {
          if (talk === this.talk) this.changed();
        },
        earlier: (count: number) => {
          if (talk === this.talk) this.chat?.earlier(count);
        },
        arrived: (message: Message) => {
          if (talk === this.talk) this.chat?.arrived(message);
        },
        said: (sentence: string) => {
          if (talk === this.talk) this.say(sentence);
        },
      },
      new PrivateStorage(),
      "kiosk",
    );
    return talk;
  }

  private changed(): void {
    if (this.talk.online) {
      clearTimeout(this.offlineTimer);
      this.offlineTimer = 0;
      if (this.offline) void this.renewGuide();
      this.offline = false;
    } else if (!this.offlineTimer) {
      // A connection that comes back at once is nobody's business.
      this.offlineTimer = window.setTimeout(() => {
        this.offlineTimer = 0;
        this.offline = !this.talk.online;
      }, OFFLINE_AFTER_MS);
    }
    this.requestUpdate();
    this.chat?.requestUpdate();
  }

  private async renewGuide(): Promise<void> {
    clearTimeout(this.guideTimer);
    let next = GUIDE_RENEW_MS;
    try {
      this.guide = await fetchGuide();
    } catch {
      next = this.guide ? GUIDE_RENEW_MS : GUIDE_AGAIN_MS;
    }
    clearTimeout(this.guideTimer);
    this.guideTimer = window.setTimeout(() => void this.renewGuide(), next);
  }

  private say(sentence: string): void {
    this.toast = sentence;
    clearTimeout(this.toastTimer);
    this.toastTimer = window.setTimeout(() => {
      this.toast = "";
    }, TOAST_MS);
  }
}

function prevent(event: Event): void {
  event.preventDefault();
}

function noZoom(event: WheelEvent): void {
  if (event.ctrlKey) event.preventDefault();
}

function print(): void {
  window.print();
}

function moment(at: number): string {
  const time = new Date(at);
  const minutes = String(time.getMinutes()).padStart(2, "0");
  return `${time.getFullYear()}年${time.getMonth() + 1}月${time.getDate()}日${time.getHours()}:${minutes}`;
}

define("ip-desk-kiosk", IpDeskKiosk);
