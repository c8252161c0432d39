import { Link } from "./link";
import { Outbox, type Outgoing } from "./outbox";
import type { ClientFrame, Handover, Message, ServerFrame, Welcome } from "./protocol";
import { Storage } from "./storage";

const RESEND_MS = 5_000;
const GIVE_UP_MS = 12_000;
const MOST_FAILURES = 3;
const TOKEN = "token";

/** Where a message of this visitor is: waiting for the network, on its way, or not taken (with the reason). */
export interface Pending extends Outgoing {
  state: "queued" | "sending" | "failed";
  reason: string;
}

/** What a surface is told: that something changed, and what arrived just now (history is no arrival). */
export interface Listener {
  changed(): void;
  arrived?(message: Message): void;
  /** So many older messages have come. */
  earlier?(count: number): void;
  said?(sentence: string): void;
  /** All that is kept of the visitor has come. */
  exported?(data: unknown): void;
  /** All that was kept of the visitor is deleted. */
  erased?(): void;
}

/** One visitor's conversation as this page knows it, kept in step with the server's. */
export class Conversation {
  messages: Message[] = [];
  pending: Pending[] = [];
  opening: Welcome | null = null;
  handover: Handover = { state: "bot", position: null, staff: null, contact: "" };
  typing = false;
  online = false;
  /** Whether the server has older messages than these. */
  more = false;

  private readonly link: Link;
  private readonly outbox: Outbox;
  private readonly storage: Storage;
  private unwatch: (() => void) | null = null;
  private inFlight: string | null = null;
  private asking = false;
  private resend = 0;
  private giveUp = 0;
  private pause = 0;
  private saidHelloWith: string | null = null;
  /** Why the server did not take a message; such a message waits for its writer's decision. */
  private readonly refusals = new Map<string, string>();
  /** Messages without an acknowledgement for too long; they are sent again with the next connection. */
  private readonly late = new Set<string>();
  private readonly failures = new Map<string, number>();

  /** ``server`` is the origin of the server, such as https://desk.example. */
  constructor(
    server: string,
    private readonly listener: Listener,
    storage?: Storage,
    private readonly channel?: "kiosk",
  ) {
    const address = new URL("/ws", server);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    this.storage = storage ?? new Storage(`ipdesk:${address.host}:`);
    this.outbox = new Outbox(this.storage);
    this.link = new Link(address.href, {
      opened: () => this.hello(),
      closed: () => this.lost(),
      received: (frame) => this.receive(frame),
    });
  }

  /** Whether this visitor was here before. */
  get known(): boolean {
    return this.storage.get(TOKEN) !== null;
  }

  start(): void {
    if (this.unwatch) return;
    this.unwatch = this.storage.watch((key) => {
      if (Outbox.owns(key)) this.reload();
    });
    this.reload();
    this.link.open();
  }

  stop(): void {
    this.unwatch?.();
    this.unwatch = null;
    this.link.close();
    this.lost();
  }

  // --- what the visitor does ---

  /** Queue a message; it goes out in its turn, once there is a connection. */
  say(text: string): void {
    this.outbox.add(text);
    this.reload();
    this.flush();
  }

  /** Send again what was not taken. */
  retry(clientId: string): void {
    this.refusals.delete(clientId);
    this.failures.delete(clientId);
    this.reload();
    if (this.online) this.flush();
    else this.link.renew();
  }

  /** Give up a message that was not taken. */
  discard(clientId: string): void {
    this.refusals.delete(clientId);
    this.outbox.remove(clientId);
    this.reload();
  }

  rate(seq: number, useful: boolean, why = ""): boolean {
    return this.act({ type: "rate", seq, useful, why });
  }

  /** Begin anew; what was not sent yet is dropped. */
  restart(): boolean {
    return this.anew("restart");
  }

  /** Ask for all that is kept of this visitor. */
  export(): boolean {
    return this.act({ type: "export" });
  }

  /** Delete all that is kept of this visitor, and begin anew; what was not sent yet is dropped. */
  erase(): boolean {
    return this.anew("erase");
  }

  /** Ask for a page of older messages; once, until it has come. */
  older(): void {
    const first = this.messages[0];
    if (!this.more || !first || this.asking || !this.online) return;
    this.asking = this.link.send({ type: "older", before: first.seq });
  }

  askPerson(): boolean {
    return this.act({ type: "ask_person" });
  }

  cancelPerson(): boolean {
    return this.act({ type: "cancel_person" });
  }

  /** Forget on this device who the visitor was: the next start begins a new session. */
  forget(): void {
    this.outbox.clear();
    this.storage.remove(TOKEN);
    this.messages = [];
    this.more = false;
    this.reload();
    this.link.renew();
  }

  private anew(type: "restart" | "erase"): boolean {
    if (!this.act({ type })) return false;
    this.outbox.clear();
    this.settleFlight();
    this.reload();
    return true;
  }

  private act(frame: ClientFrame): boolean {
    const sent = this.online && this.link.send(frame);
    if (!sent) this.listener.said?.("现在网络不通，请稍后再试。");
    return sent;
  }

  // --- the connection ---

  private hello(): void {
    const token = this.storage.get(TOKEN);
    this.saidHelloWith = token;
    const known = this.opening?.conversation;
    this.link.send({
      type: "hello",
      ...(this.channel ? { channel: this.channel } : {}),
      ...(token ? { token } : {}),
      ...(known ? { conversation: known, after_seq: this.messages.at(-1)?.seq ?? 0 } : {}),
    });
  }

  private lost(): void {
    this.online = false;
    this.typing = false;
    this.asking = false;
    this.settleFlight();
    clearTimeout(this.pause);
    this.reload();
  }

  private receive(frame: ServerFrame): void {
    switch (frame.type) {
      case "welcome":
        this.welcome(frame);
        break;
      case "earlier":
        this.earlier(frame.conversation, frame.messages, frame.more);
        break;
      case "ack":
        this.acknowledged(frame.clientId, frame.seq, frame.at);
        break;
      case "refused":
        this.refused(frame.clientId, frame.code, frame.sentence, frame.retryAfter);
        break;
      case "typing":
        this.typing = frame.on;
        break;
      case "message":
        if (frame.message.conversation === this.opening?.conversation) this.arrived(frame.message);
        break;
      case "handover":
        this.handover = frame.handover;
        break;
      case "rated":
        this.messages = this.messages.map((m) => (m.seq === frame.seq ? { ...m, useful: frame.useful } : m));
        break;
      case "exported":
        this.listener.exported?.(frame.data);
        break;
      case "erased":
        this.listener.erased?.();
        break;
      case "bye":
        this.listener.said?.(frame.sentence);
        break;
      case "pong":
        return;
    }
    this.listener.changed();
  }

  private welcome(welcome: Welcome): void {
    const stored = this.storage.get(TOKEN);
    if (!this.saidHelloWith && stored && !this.opening) {
      // Another tab was given a session while this one was asking for its own: there is to be one only.
      this.link.renew();
      return;
    }
    const back = this.opening?.conversation === welcome.conversation;
    // Of what was missed only the newest has come: the rest, and all before it, is asked for in pages.
    const gap = back && welcome.more;
    if (this.opening && (!back || gap)) {
      this.messages = [];
      this.typing = false;
    }
    if (!back || gap) this.more = welcome.more;
    this.storage.set(TOKEN, welcome.token);
    this.opening = welcome;
    this.handover = welcome.handover;
    this.online = true;
    for (const message of welcome.history) {
      if (back && !gap) this.arrived(message);
      else this.insert(message);
    }
    this.settleFlight();
    this.late.clear();
    this.reload();
    this.flush();
  }

  private earlier(conversation: string, messages: Message[], more: boolean): void {
    if (conversation !== this.opening?.conversation) return;
    this.asking = false;
    this.more = more;
    const fresh = messages.filter((message) => this.insert(message)).length;
    if (fresh) this.listener.earlier?.(fresh);
  }

  private arrived(message: Message): void {
    if (this.insert(message)) this.listener.arrived?.(message);
  }

  /** False if the message was there already. */
  private insert(message: Message): boolean {
    if (message.clientId) {
      this.outbox.remove(message.clientId);
      this.refusals.delete(message.clientId);
      this.reload(false);
    }
    if (this.messages.some((known) => known.seq === message.seq)) return false;
    let at = this.messages.length;
    while (at > 0 && (this.messages[at - 1]?.seq ?? 0) > message.seq) at -= 1;
    this.messages = [...this.messages.slice(0, at), message, ...this.messages.slice(at)];
    return true;
  }

  // --- sending, one message after the other ---

  private flush(): void {
    if (!this.online || this.inFlight) return;
    const next = this.outbox.items().find((item) => !this.refusals.has(item.clientId));
    if (!next || !this.link.send({ type: "message", client_id: next.clientId, text: next.text })) return;
    this.inFlight = next.clientId;
    clearTimeout(this.resend);
    this.resend = window.setTimeout(() => {
      this.link.send({ type: "message", client_id: next.clientId, text: next.text });
    }, RESEND_MS);
    this.giveUp = window.setTimeout(() => {
      // Whether it arrived is not known; sending it again under its name is safe either way.
      this.late.add(next.clientId);
      this.link.renew();
    }, GIVE_UP_MS);
    this.reload();
  }

  private settleFlight(): void {
    this.inFlight = null;
    clearTimeout(this.resend);
    clearTimeout(this.giveUp);
  }

  private acknowledged(clientId: string, seq: number, at: number): void {
    const item = this.outbox.items().find((candidate) => candidate.clientId === clientId);
    if (item && this.opening) {
      this.insert({
        conversation: this.opening.conversation,
        seq,
        role: "user",
        text: item.text,
        at,
        clientId,
        author: null,
        buttons: [],
        custom: null,
        useful: null,
      });
    }
    if (this.inFlight === clientId) this.settleFlight();
    this.reload();
    this.flush();
  }

  private refused(clientId: string | null, code: string, sentence: string, retryAfter: number | null): void {
    if (!clientId) {
      this.listener.said?.(sentence);
      return;
    }
    if (this.inFlight === clientId) this.settleFlight();
    const failures = (this.failures.get(clientId) ?? 0) + (code === "failed" ? 1 : 0);
    this.failures.set(clientId, failures);
    if (retryAfter === null || failures > MOST_FAILURES) {
      this.refusals.set(clientId, sentence);
      this.reload();
      this.flush();
      return;
    }
    clearTimeout(this.pause);
    this.pause = window.setTimeout(() => this.flush(), retryAfter * 1000 + 100);
    this.listener.said?.(sentence);
  }

  private reload(tell = true): void {
    this.pending = this.outbox.items().map((item) => {
      const reason = this.refusals.get(item.clientId) ?? (this.late.has(item.clientId) ? "网络太慢，正在重新连接。" : "");
      return { ...item, reason, state: reason ? "failed" : this.online ? "sending" : "queued" };
    });
    if (tell) this.listener.changed();
  }
}
