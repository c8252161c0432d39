import { list, object, texts } from "../../shared/read";

const AGAIN_MS = 3_000;

/** Hears which conversations have changed. An empty list means that anything may have: right after connecting. */
export class Changes {
  private source: EventSource | null = null;
  private timer = 0;

  /** `lost` is called when the server has ended the stream for good, e.g. with the session. */
  constructor(
    private readonly changed: (conversations: string[]) => void,
    private readonly lost: () => Promise<void>,
    private readonly connected: (on: boolean) => void,
  ) {}

  open(): void {
    if (this.source) return;
    const source = new EventSource("/desk/events");
    this.source = source;
    source.addEventListener("message", (event) => {
      this.connected(true);
      this.changed(texts(list(object(parsed(event.data))?.["conversations"])));
    });
    source.addEventListener("error", () => {
      this.connected(false);
      if (source.readyState !== EventSource.CLOSED || this.source !== source) return;
      this.source = null;
      this.timer = window.setTimeout(() => void this.lost().then(() => this.open(), () => this.open()), AGAIN_MS);
    });
  }

  close(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }
}

function parsed(data: unknown): unknown {
  try {
    return typeof data === "string" ? JSON.parse(data) : null;
  } catch {
    return null;
  }
}
