// The pages: chat, desk and kiosk, as ES modules that share their chunks.
import { defineConfig } from "vite";

export default defineConfig({
  base: "/",
  build: {
    outDir: "dist-next",
    emptyOutDir: false, // the widget is there already
    target: "es2021",
    // Under a content security policy without data: and inline code nothing may be put into the pages themselves.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { chat: "chat.html", desk: "desk.html", kiosk: "kiosk.html", "kiosk-worker": "src/kiosk/worker.ts" },
      // A service worker is known by its address.
      output: { entryFileNames: (entry) => (entry.name === "kiosk-worker" ? "[name].js" : "assets/[name]-[hash].js") },
    },
  },
});
