import type { Storage } from "./storage";

/** A message on its way. */
export interface Outgoing {
  clientId: string;
  text: string;
  at: number;
}

const PREFIX = "out:";

/**
 * Messages that the server has not acknowledged, oldest first. They outlive the page, and all tabs see them: each has a
 * key of its own, so that two tabs never write the same one. Sending one twice is harmless, the server takes it once.
 */
export class Outbox {
  constructor(private readonly storage: Storage) {}

  add(text: string): Outgoing {
    const item = { clientId: randomId(), text, at: Math.max(Date.now(), (this.items().at(-1)?.at ?? 0) + 1) };
    this.storage.set(key(item), text);
    return item;
  }

  items(): Outgoing[] {
    const found: Outgoing[] = [];
    for (const name of this.storage.keys(PREFIX).sort()) {
      const match = /^out:(\d{15})-([A-Za-z0-9_-]{1,64})$/.exec(name);
      const text = this.storage.get(name);
      if (match && text !== null) found.push({ at: Number(match[1]), clientId: match[2] ?? "", text });
    }
    return found;
  }

  remove(clientId: string): void {
    for (const name of this.storage.keys(PREFIX)) if (name.endsWith(`-${clientId}`)) this.storage.remove(name);
  }

  clear(): void {
    for (const name of this.storage.keys(PREFIX)) this.storage.remove(name);
  }

  static owns(key: string): boolean {
    return key.startsWith(PREFIX);
  }
}

function key(item: Outgoing): string {
  return `${PREFIX}${String(item.at).padStart(15, "0")}-${item.clientId}`;
}

/** 32 hexadecimal digits. (randomUUID exists only on https and localhost; a service point may serve plain http.) */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
