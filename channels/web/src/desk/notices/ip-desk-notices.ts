import { type TemplateResult, css, html } from "lit";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { controls } from "../styles";
import { DeskView } from "../view";
import "./notice-difference";
import "./notice-list";
import "./notice-reader";

/** The notices: the list, one to read, or what changed from one to another. */
export class IpDeskNotices extends DeskView {
  static override styles = [base, controls, css`:host { min-height: 100%; }`];

  override render(): TemplateResult {
    const { path, rest, query } = this.route;
    if (path !== "notices" || !rest) return html`<ip-desk-notice-list .desk=${this.desk}></ip-desk-notice-list>`;
    const to = query.get("compare");
    if (to) return html`<ip-desk-notice-difference .desk=${this.desk} .from=${rest} .to=${to}></ip-desk-notice-difference>`;
    return html`<ip-desk-notice-reader
      .desk=${this.desk}
      .doc=${rest}
      .clause=${query.get("clause") ?? ""}
      .draft=${Number(query.get("draft")) || null}
    ></ip-desk-notice-reader>`;
  }
}

define("ip-desk-notices", IpDeskNotices);
