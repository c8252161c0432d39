import { type ClientFrame, type ServerFrame, VERSION, readFrame } from "./protocol";

const HEARTBEAT_MS = 20_000;
const SILENCE_MS = 45_000;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 15_000;

export interface LinkEvents {
  /** The connection stands; say hello. */
  opened(): void;
  closed(): void;
  received(frame: ServerFrame): void;
}

/** One WebSocket that comes back by itself: at once when the network does, otherwise after longer and longer waits. */
export class Link {
  private socket: WebSocket | null = null;
  private wanted = false;
  private wait = FIRST_WAIT_MS;
  private retry = 0;
  private heartbeat = 0;
  private heard = 0;

  constructor(private readonly address: string, private readonly events: LinkEvents) {}

  open(): void {
    this.wanted = true;
    addEventListener("online", this.now);
    addEventListener("offline", this.drop);
    document.addEventListener("visibilitychange", this.seen);
    this.connect();
  }

  close(): void {
    this.wanted = false;
    removeEventListener("online", this.now);
    removeEventListener("offline", this.drop);
    document.removeEventListener("visibilitychange", this.seen);
    clearTimeout(this.retry);
    this.drop();
  }

  /** False if there is no connection to send over. */
  send(frame: ClientFrame): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify({ v: VERSION, ...frame }));
    return true;
  }

  /** Give the connection up and make another. */
  readonly renew = (): void => {
    this.drop();
    this.now();
  };

  private readonly now = (): void => {
    if (!this.wanted || this.socket) return;
    this.wait = FIRST_WAIT_MS;
    clearTimeout(this.retry);
    this.connect();
  };

  private readonly seen = (): void => {
    if (document.visibilityState === "visible") this.now();
  };

  private readonly drop = (): void => {
    const socket = this.socket;
    if (!socket) return;
    this.lost(socket);
    socket.close();
  };

  private connect(): void {
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.address);
    } catch {
      // The page's own policy forbids the address; a reload may bring another policy, waiting won't.
      this.events.closed();
      return;
    }
    this.socket = socket;
    socket.addEventListener("open", () => {
      if (this.socket !== socket) return;
      this.heard = Date.now();
      this.heartbeat = window.setInterval(() => this.beat(), HEARTBEAT_MS);
      this.events.opened();
    });
    socket.addEventListener("message", (event) => {
      if (this.socket !== socket) return;
      this.heard = Date.now();
      const frame = readFrame(event.data);
      if (!frame) return;
      if (frame.type === "welcome") this.wait = FIRST_WAIT_MS;
      this.events.received(frame);
    });
    socket.addEventListener("close", () => this.lost(socket));
  }

  private beat(): void {
    if (Date.now() - this.heard > SILENCE_MS) this.renew();
    else this.send({ type: "ping" });
  }

  private lost(socket: WebSocket): void {
    if (this.socket !== socket) return;
    this.socket = null;
    clearInterval(this.heartbeat);
    this.events.closed();
    if (!this.wanted) return;
    clearTimeout(this.retry);
    // Not all at the same moment, when a server comes back to many pages.
    this.retry = window.setTimeout(() => this.connect(), this.wait * (0.7 + 0.6 * Math.random()));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }
}
