import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { define } from "../shared/define";
import { base } from "../shared/theme";
import { ApiError, type Client, told } from "./api";
import { controls } from "./styles";
import type { Done } from "./wire";

/** The form to change one's own password. */
export class IpDeskChangePassword extends LitElement {
  @property({ attribute: false }) api!: Client;
  /** Told the sentence to say once it is done, or null where it was left. */
  @property({ attribute: false }) done: (sentence: string | null) => void = () => undefined;
  @state() private errors: Record<string, string> = {};
  @state() private busy = false;

  static override styles = [base, controls, css`h2 { margin-bottom: 12px; }`];

  override render(): TemplateResult {
    return html`<h2>修改密码</h2>
      <form class="form" @submit=${this.submit} novalidate>
        ${this.field("old_password", "现在的密码", "current-password")}
        ${this.field("password", "新密码（至少10个字符）", "new-password")}
        ${this.field("again", "再输入一次新密码", "new-password")}
        <p class="banner" role="alert" ?hidden=${!this.errors[""]}>${this.errors[""] ?? ""}</p>
        <div class="row">
          <button class="button main" ?disabled=${this.busy}>改密码</button>
          <button class="button" type="button" @click=${() => this.done(null)}>取消</button>
        </div>
      </form>`;
  }

  private field(name: string, label: string, kind: string): TemplateResult {
    const wrong = this.errors[name];
    return html`<div>
      <label for=${name}>${label}</label>
      <input id=${name} name=${name} type="password" autocomplete=${kind as "new-password"} aria-invalid=${wrong ? "true" : "false"}
        aria-describedby="${name}-wrong">
      <p class="wrong" id="${name}-wrong">${wrong ?? nothing}</p>
    </div>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const form = event.target as HTMLFormElement;
    const given = new FormData(form);
    const [old, fresh, again] = ["old_password", "password", "again"].map((name) => String(given.get(name) ?? ""));
    if (!old) this.errors = { old_password: "请输入现在的密码。" };
    else if (!fresh) this.errors = { password: "请输入新密码。" };
    else if (fresh !== again) this.errors = { again: "两次输入的新密码不一样，请再输入一次。" };
    else await this.send(old, fresh);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus();
  }

  private async send(old: string, fresh: string): Promise<void> {
    this.busy = true;
    try {
      const { sentence } = await this.api.post<Done>("session/password", { old_password: old, password: fresh });
      this.errors = {};
      this.done(sentence);
    } catch (error) {
      const fields = error instanceof ApiError ? error.fields : {};
      this.errors = Object.keys(fields).length ? fields : { "": told(error) ?? "" };
    }
    this.busy = false;
  }
}

define("ip-desk-change-password", IpDeskChangePassword);
