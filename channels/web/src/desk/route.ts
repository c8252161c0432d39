/** An address within the desk: #/<path>/<rest>?<query>. */
export interface Route {
  path: string;
  rest: string;
  query: URLSearchParams;
}

export function read(hash: string): Route {
  const [place = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [path = "", ...rest] = place.split("/");
  return { path, rest: decoded(rest.join("/")), query: new URLSearchParams(query) };
}

export function address(path: string, rest = "", query: Record<string, string | number | null> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== "");
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return `#/${path}${rest ? `/${encodeURIComponent(rest)}` : ""}${search ? `?${search}` : ""}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
