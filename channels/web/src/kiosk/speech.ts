const LANGUAGE = "zh-CN";
const RATE = 0.95;
const LONGEST_PIECE = 120;

/** Reads aloud where the browser has a Chinese voice. ``changed`` is told when that or the speaking changes. */
export class Speech {
  speaking = false;
  private turn = 0;

  constructor(private readonly changed: () => void) {
    this.synthesis?.addEventListener("voiceschanged", this.changed);
  }

  get possible(): boolean {
    return this.synthesis?.getVoices().some((voice) => voice.lang.toLowerCase().startsWith("zh")) ?? false;
  }

  /** Begin, or stop if something is being read. */
  toggle(text: string): void {
    if (this.speaking) this.stop();
    else this.read(text);
  }

  stop(): void {
    this.turn += 1;
    this.synthesis?.cancel();
    this.set(false);
  }

  dispose(): void {
    this.stop();
    this.synthesis?.removeEventListener("voiceschanged", this.changed);
  }

  private read(text: string): void {
    const synthesis = this.synthesis;
    if (!synthesis) return;
    this.turn += 1;
    const turn = this.turn;
    const all = inPieces(text);
    all.forEach((piece, index) => {
      const said = new SpeechSynthesisUtterance(piece);
      said.lang = LANGUAGE;
      said.rate = RATE;
      const done = (): void => {
        if (turn === this.turn && index === all.length - 1) this.set(false);
      };
      said.addEventListener("end", done);
      said.addEventListener("error", done);
      synthesis.speak(said);
    });
    this.set(all.length > 0);
  }

  private set(speaking: boolean): void {
    if (this.speaking === speaking) return;
    this.speaking = speaking;
    this.changed();
  }

  private get synthesis(): SpeechSynthesis | null {
    return "speechSynthesis" in window ? speechSynthesis : null;
  }
}

/** Browsers break off long texts: sentence by sentence they don't. */
function inPieces(text: string): string[] {
  const pieces: string[] = [];
  for (const sentence of text.split(/(?<=[。！？；\n])/)) {
    for (let at = 0; at < sentence.length; at += LONGEST_PIECE) pieces.push(sentence.slice(at, at + LONGEST_PIECE));
  }
  return pieces.filter((piece) => piece.trim());
}
