// Lit notes its version in global variables. A widget on somebody else's page must not leave any.
import type { Plugin } from "vite";

const VERSIONS = /\((?:\w+)\.(?:litHtmlVersions|litElementVersions|reactiveElementVersions)\s*\?\?=\s*\[\]\)\.push\([^)]*\)/g;
const METADATA = /(?:\b\w+\.)?\blitPropertyMetadata\b/g;

export function noGlobals(): Plugin {
  return {
    name: "no-globals",
    transform(code, id) {
      if (!/node_modules\/(?:lit|@lit|lit-html|lit-element)\//.test(id)) return null;
      const kept = code.replace(VERSIONS, "void 0").replace(METADATA, 'globalThis[Symbol.for("ipdesk.lit")]');
      return kept === code ? null : { code: kept, map: null };
    },
  };
}
