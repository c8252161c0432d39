import type { Role, SessionState, SignedIn } from "./wire";

const BASE = "/api/v1/";
const UNREACHABLE = "连不上服务器，请检查网络以后再试。";
const UNREADABLE = "服务器的回答看不懂，请刷新页面再试。";
const RANK: Record<Role, number> = { clerk: 0, editor: 1, admin: 2 };

/** Whether somebody of this role may do what asks for another. */
export function may(role: Role, asked: Role): boolean {
  return RANK[role] >= RANK[asked];
}

/** A refusal: the message is a sentence for people, `fields` say what is wrong where. Status 0: nobody answered. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    sentence: string,
    readonly fields: Record<string, string> = {},
  ) {
    super(sentence);
  }
}

/** What to show of an error; null where the request was given up because a newer one took its place. */
export function told(error: unknown): string | null {
  if (error instanceof DOMException && error.name === "AbortError") return null;
  return error instanceof ApiError ? error.message : "页面出了问题，请刷新以后再试。";
}

export type Query = Record<string, string | number | null | undefined>;

/** The JSON API with the session's cookie and token. A request that finds the session ended waits until somebody has
 * signed in again and is then sent once more, so that nothing typed is lost. */
export class Client {
  user: SignedIn | null = null;

  constructor(private readonly signInAgain: () => Promise<void>) {}

  get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
    const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
    return this.ask<T>(path + (search ? `?${search}` : ""), { signal: signal ?? null });
  }

  post<T>(path: string, body: object = {}, signal?: AbortSignal): Promise<T> {
    const headers = { "Content-Type": "application/json" };
    return this.ask<T>(path, { method: "POST", body: JSON.stringify(body), headers, signal: signal ?? null });
  }

  upload<T>(path: string, form: FormData): Promise<T> {
    return this.ask<T>(path, { method: "POST", body: form });
  }

  private async ask<T>(path: string, init: RequestInit): Promise<T> {
    try {
      return await this.send<T>(path, init);
    } catch (error) {
      if (!(error instanceof ApiError) || path.startsWith("session")) throw error;
      if (error.status === 401) await this.signInAgain();
      else if (error.status !== 403 || !(await this.renewed())) throw error;
      return this.send<T>(path, init);
    }
  }

  /** Whether another tab of the same person has a session by now whose token we did not know. */
  private async renewed(): Promise<boolean> {
    const { user } = await this.send<SessionState>("session", {});
    if (!user || user.name !== this.user?.name || user.csrf === this.user.csrf) return false;
    this.user = user;
    return true;
  }

  private async send<T>(path: string, init: RequestInit): Promise<T> {
    const headers = new Headers(init.headers);
    if (init.method === "POST" && this.user) headers.set("X-CSRF-Token", this.user.csrf);
    let response: Response;
    try {
      response = await fetch(BASE + path, { ...init, headers, credentials: "same-origin" });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw new ApiError(0, UNREACHABLE);
    }
    const body: unknown = await response.json().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw new ApiError(response.status, response.ok ? UNREADABLE : `服务器没能处理这个请求（${response.status}），请稍后再试。`);
    });
    if (response.ok) return body as T;
    const { error, fields } = body as { error?: string; fields?: Record<string, string> };
    throw new ApiError(response.status, error ?? UNREADABLE, fields ?? {});
  }
}

/** One question at a time: a newer one takes the place of one that waits or is under way. */
export class Latest {
  private controller: AbortController | null = null;
  private timer = 0;

  ask<T>(wait: number, ask: (signal: AbortSignal) => Promise<T>, use: (answer: T) => void, fail: (error: unknown) => void): void {
    this.cancel();
    const controller = new AbortController();
    this.controller = controller;
    const send = (): void => {
      ask(controller.signal).then(
        (answer) => {
          if (!controller.signal.aborted) use(answer);
        },
        (error: unknown) => {
          if (!controller.signal.aborted) fail(error);
        },
      );
    };
    if (wait > 0) this.timer = window.setTimeout(send, wait);
    else send();
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.controller?.abort();
    this.controller = null;
  }
}
