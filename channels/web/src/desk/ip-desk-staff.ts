import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { Settings } from "../chat/settings";
import { define } from "../shared/define";
import { assistant } from "../shared/icons";
import { Storage } from "../shared/storage";
import { base, theme } from "../shared/theme";
import { Client, may, told } from "./api";
import "./change-password";
import * as icons from "./icons";
import { isTyping, keyTable } from "./keys";
import { type Route, address, read } from "./route";
import { shell } from "./shell-styles";
import "./sign-in";
import { controls, palette } from "./styles";
import type { Desk, DeskView } from "./view";
import { VIEWS, type View } from "./views";
import type { SessionState, SignedIn } from "./wire";

const TOAST_MS = 4_000;
const ENDED = "太久没有操作，登录已经过期。请重新登录，您刚才写的内容还在。";

type Sheet = "person" | "password" | "keys";

/** The help desk: who is signed in, the navigation, and the view that the address names. */
export class IpDeskStaff extends LitElement {
  @property({ type: Boolean, reflect: true }) care = false;
  @property({ reflect: true }) theme = "";
  @state() private route: Route = read(location.hash);
  @state() private user: SignedIn | null = null;
  @state() private ready = false;
  @state() private expired = false;
  @state() private notice = "";
  @state() private toast = "";
  @state() private sheet: Sheet | null = null;
  @query("dialog") private dialog!: HTMLDialogElement | null;
  @query("main") private main!: HTMLElement | null;
  private readonly settings = new Settings(new Storage(`ipdesk:${location.host}:`));
  private readonly api = new Client(() => this.signInAgain());
  private readonly elements = new Map<string, DeskView>();
  private waiting: (() => void)[] = [];
  private toastTimer = 0;

  static override styles = [theme, base, controls, palette, shell];

  override connectedCallback(): void {
    super.connectedCallback();
    this.care = this.settings.care;
    this.theme = this.settings.theme;
    addEventListener("hashchange", this.moved);
    document.addEventListener("keydown", this.key);
    void this.ask();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.moved);
    document.removeEventListener("keydown", this.key);
    clearTimeout(this.toastTimer);
  }

  override updated(changed: PropertyValues): void {
    document.title = this.user ? `${this.view().title} - 咨询工作台` : "咨询工作台";
    if (!changed.has("sheet")) return;
    if (this.sheet && !this.dialog?.open) this.dialog?.showModal();
    if (!this.sheet && this.dialog?.open) this.dialog.close();
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.ready) return html`<p class="empty" role="status">${this.notice || "正在打开工作台……"}</p>`;
    if (!this.user) return this.signIn();
    return html`${this.expired ? this.signIn() : nothing}
      <div class="desk" ?hidden=${this.expired}>
        <a class="skip" href="#content" @click=${this.skip}>跳到内容</a>
        <header>
          <div class="brand">${assistant}<span>咨询工作台</span></div>
          <nav aria-label="工作台">
            ${this.allowed().map(
              (view) => html`<a href=${address(view.path)} aria-current=${view === this.view() ? "page" : "false"}>
                ${view.icon}<span>${view.title}</span>
              </a>`,
            )}
          </nav>
          <button type="button" class="person" aria-haspopup="dialog" @click=${() => this.openSheet("person")}>
            ${icons.person}<span class="who">${this.user.display_name}</span><span class="hidden">，账号和设置</span>
          </button>
        </header>
        <main tabindex="-1">${this.views()}</main>
        <div class="toast" role="status">${this.toast ? html`<span>${this.toast}</span>` : nothing}</div>
        <dialog aria-label=${this.sheetTitle()} @close=${this.closed} @click=${this.outside}>${this.sheetContent()}</dialog>
      </div>`;
  }

  // --- signing in and out ---

  private signIn(): TemplateResult {
    return html`<ip-desk-sign-in
      .api=${this.api}
      .notice=${this.expired ? ENDED : this.notice}
      .name=${this.user?.name ?? ""}
      .done=${this.signedIn}
    ></ip-desk-sign-in>`;
  }

  private async ask(): Promise<void> {
    try {
      const { user, notice } = await this.api.get<SessionState>("session");
      this.notice = notice ?? "";
      this.ready = true;
      if (user) this.signedIn(user);
    } catch (error) {
      this.notice = told(error) ?? "";
    }
  }

  private readonly signedIn = (user: SignedIn): void => {
    const same = this.user?.name === user.name && this.user.role === user.role;
    if (!same) {
      this.elements.clear();
      this.waiting = [];
    }
    this.api.user = user;
    this.user = user;
    this.expired = false;
    this.notice = "";
    for (const go of this.waiting.splice(0)) go();
    void this.arrive();
  };

  private signInAgain(): Promise<void> {
    this.expired = true;
    this.sheet = null;
    return new Promise((go) => this.waiting.push(go));
  }

  private readonly signOut = async (): Promise<void> => {
    this.sheet = null;
    try {
      await this.api.post("session/close");
    } catch (error) {
      this.say(told(error) ?? "");
      return;
    }
    this.elements.clear();
    this.api.user = null;
    this.user = null;
    this.notice = "已退出登录。";
  };

  // --- views ---

  private allowed(): View[] {
    const role = this.user?.role ?? "clerk";
    return VIEWS.filter((view) => may(role, view.role));
  }

  private view(): View {
    const allowed = this.allowed();
    // Somebody of every role has at least the first.
    return allowed.find((view) => view.path === this.route.path) ?? (allowed[0] as View);
  }

  /** The element of the view that is shown, and hidden those that have been. */
  private views(): DeskView[] {
    const shown = this.view();
    let element = this.elements.get(shown.path);
    if (!element) {
      element = document.createElement(shown.element) as DeskView;
      this.elements.set(shown.path, element);
    }
    const desk: Desk = { api: this.api, user: this.user as SignedIn, say: this.say, go: this.go };
    if (element.desk?.user !== this.user) element.desk = desk;
    element.route = this.route;
    for (const one of this.elements.values()) one.hidden = one !== element;
    return [...this.elements.values()];
  }

  private readonly moved = (): void => {
    const before = this.user ? this.view() : null;
    const shown = this.route;
    this.route = read(location.hash);
    if (before && (before !== this.view() || shown.rest !== this.route.rest)) void this.arrive();
  };

  private async arrive(): Promise<void> {
    await this.updateComplete;
    const element = this.elements.get(this.view().path);
    await element?.updateComplete;
    if (!element?.begin()) this.main?.focus({ preventScroll: true });
  }

  private readonly go = (to: string, replace = false): void => {
    if (!replace) {
      location.hash = to;
      return;
    }
    history.replaceState(null, "", to);
    this.route = read(to);
  };

  private skip(event: Event): void {
    event.preventDefault();
    this.main?.focus();
  }

  // --- keys, messages, dialogs ---

  private readonly key = (event: KeyboardEvent): void => {
    if (!this.user || this.expired || this.sheet || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    if (event.key === "?") {
      event.preventDefault();
      this.openSheet("keys");
    } else if (event.key === "/") {
      event.preventDefault();
      if (this.view().path === "search") this.elements.get("search")?.begin();
      else this.go(address("search"));
    }
  };

  private readonly say = (sentence: string): void => {
    clearTimeout(this.toastTimer);
    this.toast = sentence;
    this.toastTimer = window.setTimeout(() => {
      this.toast = "";
    }, TOAST_MS);
  };

  private openSheet(sheet: Sheet): void {
    this.sheet = sheet;
  }

  private readonly closed = (): void => {
    this.sheet = null;
  };

  private outside(event: MouseEvent): void {
    if (event.target === this.dialog) this.sheet = null;
  }

  private sheetTitle(): string {
    return this.sheet === "keys" ? "快捷键" : this.sheet === "password" ? "修改密码" : "账号和设置";
  }

  private sheetContent(): TemplateResult | typeof nothing {
    switch (this.sheet) {
      case "person":
        return this.personSheet();
      case "password":
        return html`<ip-desk-change-password .api=${this.api} .done=${this.passwordDone}></ip-desk-change-password>`;
      case "keys":
        return html`<h2>快捷键</h2>${keyTable()}<button type="button" class="button" @click=${this.closed}>知道了</button>`;
      case null:
        return nothing;
    }
  }

  private personSheet(): TemplateResult {
    const dark = this.theme === "dark";
    return html`<h2>${this.user?.display_name}</h2>
      <p class="soft small">${this.user?.name}，${this.user?.role_name}</p>
      <div class="choices">
        <button type="button" class="button" @click=${this.switchTheme}>${dark ? "浅色模式" : "深色模式"}</button>
        <button type="button" class="button" @click=${this.switchCare}>${this.care ? "恢复标准字号" : "大字模式"}</button>
        <button type="button" class="button" @click=${() => this.openSheet("keys")}>快捷键</button>
        <button type="button" class="button" @click=${() => this.openSheet("password")}>修改密码</button>
        <button type="button" class="button danger" @click=${this.signOut}>退出登录</button>
        <button type="button" class="button" @click=${this.closed}>关闭</button>
      </div>`;
  }

  private readonly passwordDone = (sentence: string | null): void => {
    this.sheet = null;
    if (sentence) this.say(sentence);
  };

  private readonly switchTheme = (): void => {
    this.settings.theme = this.theme === "dark" ? "light" : "dark";
    this.theme = this.settings.theme;
  };

  private readonly switchCare = (): void => {
    this.care = !this.care;
    this.settings.care = this.care;
  };
}

define("ip-desk-staff", IpDeskStaff);
