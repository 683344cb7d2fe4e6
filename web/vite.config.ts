import { defineConfig } from "vite";

// What a page may load is in the headers it is served with (infra/web_policy.py): nothing inline, so nothing is
// inlined here either.
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../build/web",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
