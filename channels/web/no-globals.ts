// Lit notes its version in global variables and takes a name for its Trusted Types policy. On somebody else's page, which
// may use Lit itself, a widget must do neither.
import type { Plugin } from "vite";

const VERSIONS = /\((?:\w+)\.(?:litHtmlVersions|litElementVersions|reactiveElementVersions)\s*\?\?=\s*\[\]\)\.push\([^)]*\)/g;
const POLICY = /\.createPolicy\("lit-html"/;
const METADATA = /(?:\b\w+\.)?\blitPropertyMetadata\b/g;

export function noGlobals(): Plugin {
  return {
    name: "no-globals",
    transform(code, id) {
      if (!/node_modules\/(?:lit|@lit|lit-html|lit-element)\//.test(id)) return null;
      const kept = code.replace(VERSIONS, "void 0").replace(POLICY, '.createPolicy("ip-desk"').replace(METADATA, 'globalThis[Symbol.for("ipdesk.lit")]');
      return kept === code ? null : { code: kept, map: null };
    },
  };
}
