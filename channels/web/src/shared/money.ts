/** A sum as it is said in Chinese: a number and its unit. */
export interface Sum {
  number: string;
  unit: string;
}

/** 60000 → 6 万元. Shifts the decimal point in the digits themselves: no figure passes through binary fractions. */
export function money(value: unknown): Sum | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value));
  if (!match) return null;
  const [, sign = "", whole = "", fraction = ""] = match;
  const digits = whole.replace(/^0+(?=\d)/, "");
  const [shift, unit] = digits.length > 8 ? [8, "亿元"] as const : digits.length > 4 ? [4, "万元"] as const : [0, "元"] as const;
  const head = shift ? digits.slice(0, -shift) : digits;
  const tail = ((shift ? digits.slice(-shift) : "") + fraction).replace(/0+$/, "");
  return { number: sign + head + (tail ? `.${tail}` : ""), unit };
}

/** 60000 → "6万元"; empty for what is no sum. */
export function inWords(value: unknown): string {
  const sum = money(value);
  return sum ? sum.number + sum.unit : "";
}
