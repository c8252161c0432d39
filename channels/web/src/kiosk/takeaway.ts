import { object, text, whole } from "../shared/read";

export interface Link {
  address: string;
  seconds: number;
}

/** A link by which the answers can be seen on a phone. Throws a sentence to show where there is none. */
export async function makeLink(token: string): Promise<Link> {
  let response: Response;
  try {
    response = await fetch("/kiosk/takeaway", { method: "POST", body: JSON.stringify({ token }) });
  } catch {
    throw new Error("网络不通，暂时不能生成二维码，请稍后再试。");
  }
  const body = object(await response.json().catch(() => null));
  const path = text(body?.["path"]);
  if (!response.ok || !path.startsWith("/")) throw new Error(text(body?.["error"]) || "二维码没有生成成，请再试一次。");
  const base = text(body?.["base"]) || location.origin;
  return { address: new URL(path, base).href, seconds: whole(body?.["seconds"]) ?? 0 };
}
