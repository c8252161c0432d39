// How a conversation is shown, in a chat window as on a kiosk: its lines, what can be asked next, and who answers.

import { type TemplateResult, html, nothing } from "lit";
import type { Choice } from "./components/choices";
import "./components/log";
import type { MessageActions } from "./components/message";
import type { Conversation } from "./conversation";

/** What a visitor can do with the lines. ``server`` is where the notices' pages are. */
export interface LineActions {
  choose: (choice: Choice, byKeyboard: boolean) => void;
  older: () => void;
  message: MessageActions;
  server?: string;
}

/** The messages, and what can be asked next. */
export function lines(talk: Conversation | null, actions: LineActions): TemplateResult {
  return html`<ip-desk-log
    .messages=${talk?.messages ?? []}
    .pending=${talk?.pending ?? []}
    .choices=${choices(talk)}
    .choose=${actions.choose}
    .actions=${actions.message}
    .typing=${talk?.typing ?? false}
    .more=${talk?.more ?? false}
    .older=${actions.older}
    .greeting=${talk?.opening?.greeting ?? ""}
    .privacy=${talk?.opening?.privacy ?? ""}
    .server=${actions.server ?? ""}
  ></ip-desk-log>`;
}

/** Whom the visitor waits for, called ``who``, or who answers; nothing while the assistant does. */
export function handover(talk: Conversation | null, who: string): TemplateResult | typeof nothing {
  if (talk?.handover.state === "waiting") {
    const ahead = (talk.handover.position ?? 1) - 1;
    return html`<div class="banner" role="status">
      <span>正在等${who}，${ahead ? `您前面还有${ahead}位` : "下一位就是您"}。着急可联系${talk.handover.contact}。</span>
      <button type="button" @click=${() => talk.cancelPerson()}>不等了</button>
    </div>`;
  }
  if (talk?.handover.state === "staff") {
    return html`<p class="banner staff" role="status">${talk.handover.staff ?? "工作人员"}正在为您服务</p>`;
  }
  return nothing;
}

function choices(talk: Conversation | null): Choice[] {
  if (!talk?.opening || talk.handover.state === "staff") return [];
  const last = talk.messages.at(-1);
  if (!last) return talk.opening.examples.map((title) => ({ title, payload: title }));
  return last.role === "bot" ? last.buttons : [];
}
