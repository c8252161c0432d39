import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { define } from "../shared/define";
import * as icons from "../shared/icons";
import { base } from "../shared/theme";
import { type Client, told } from "./api";
import { controls } from "./styles";
import type { SessionState, SignedIn } from "./wire";

/** Name and password. After a session has ended it stands before the page, which keeps what was typed. */
export class IpDeskSignIn extends LitElement {
  @property({ attribute: false }) api!: Client;
  /** A sentence above the form: why one has to sign in again, or how to add the first account. */
  @property() notice = "";
  @property() name = "";
  @property({ attribute: false }) done: (user: SignedIn) => void = () => undefined;
  @state() private busy = false;
  @state() private error = "";
  @query("#name") private nameField!: HTMLInputElement;
  @query("#password") private passwordField!: HTMLInputElement;

  static override styles = [
    base,
    controls,
    css`
      :host { min-height: 100dvh; background: var(--paper); }
      main { display: grid; justify-items: center; align-content: center; gap: 16px; min-height: 100dvh; padding: 24px 16px; }
      .card { width: min(400px, 100%); padding: 28px 24px; }
      .head { display: grid; justify-items: center; gap: 8px; margin-bottom: 20px; text-align: center; }
      .head svg { width: 52px; height: 52px; }
      .button { width: 100%; min-height: 44px; font-size: 1em; }
      .foot { max-width: 400px; text-align: center; }
    `,
  ];

  override firstUpdated(): void {
    (this.name ? this.passwordField : this.nameField).focus();
  }

  override render(): TemplateResult {
    return html`<main>
      <div class="card">
        <div class="head">${icons.assistant}
          <h1>咨询工作台</h1>
          <p class="soft small">知识产权公共服务咨询人员使用</p>
        </div>
        <form class="form" @submit=${this.submit} novalidate>
          ${this.notice ? html`<p class="banner doubt" role="status">${this.notice}</p>` : nothing}
          <div>
            <label for="name">登录名</label>
            <input id="name" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" .value=${this.name}>
          </div>
          <div>
            <label for="password">密码</label>
            <input id="password" name="password" type="password" autocomplete="current-password">
          </div>
          <p class="banner" role="alert" ?hidden=${!this.error}>${this.error}</p>
          <button class="button main" ?disabled=${this.busy}>${this.busy ? "正在登录……" : "登录"}</button>
        </form>
      </div>
      <p class="foot soft small">还没有账号，或者忘了密码，请联系管理员。</p>
    </main>`;
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const name = this.nameField.value.trim();
    const password = this.passwordField.value;
    if (!name || !password) {
      this.error = name ? "请输入密码。" : "请输入登录名。";
      (name ? this.passwordField : this.nameField).focus();
      return;
    }
    this.busy = true;
    this.error = "";
    try {
      const { user } = await this.api.post<SessionState>("session/open", { name, password });
      if (user) this.done(user);
    } catch (error) {
      this.error = told(error) ?? "";
      this.busy = false;
      await this.updateComplete;
      this.passwordField.select();
      this.passwordField.focus();
    }
    this.busy = false;
  }
}

define("ip-desk-sign-in", IpDeskSignIn);
