// The widget: one self-contained file for a script tag on any page.
import { defineConfig } from "vite";
import { noGlobals } from "./no-globals";

export default defineConfig({
  publicDir: false,
  plugins: [noGlobals()],
  build: {
    outDir: "dist-next",
    emptyOutDir: true,
    target: "es2021",
    cssCodeSplit: false,
    lib: {
      entry: "src/widget/main.ts",
      // Only asked for by the build; an entry without exports sets no global of that name.
      name: "ipdesk",
      formats: ["iife"],
      fileName: () => "widget.js",
    },
    // A page may load the script twice.
    rollupOptions: { output: { intro: 'if (customElements.get("ip-desk-chat")) return;' } },
  },
});
