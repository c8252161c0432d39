import type { Storage } from "../shared/storage";

export type Theme = "light" | "dark";

/** How this visitor likes to read; kept on the device. */
export class Settings {
  constructor(private readonly storage: Storage) {}

  get care(): boolean {
    return this.storage.get("care") === "1";
  }

  set care(on: boolean) {
    this.storage.set("care", on ? "1" : "0");
  }

  /** The visitor's choice, else what the browser prefers. */
  get theme(): Theme {
    const chosen = this.storage.get("theme");
    if (chosen === "light" || chosen === "dark") return chosen;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  set theme(theme: Theme) {
    this.storage.set("theme", theme);
  }
}
