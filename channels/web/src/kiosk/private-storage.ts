import { Storage } from "../shared/storage";

/** Keeps nothing on the device: the next visitor of the screen is somebody else. */
export class PrivateStorage extends Storage {
  private readonly kept = new Map<string, string>();

  constructor() {
    super("");
  }

  override get(key: string): string | null {
    return this.kept.get(key) ?? null;
  }

  override set(key: string, value: string): void {
    this.kept.set(key, value);
  }

  override remove(key: string): void {
    this.kept.delete(key);
  }

  override keys(start: string): string[] {
    return [...this.kept.keys()].filter((key) => key.startsWith(start));
  }

  /** There is no other tab. */
  override watch(): () => void {
    return () => undefined;
  }
}
