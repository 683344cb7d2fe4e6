// Unpacks the browser that the npm package carries, with its libraries and fonts, below TMPDIR, once.
import { fileURLToPath } from "node:url";

const carried = new URL("../../web/node_modules/@sparticuz/chromium/", import.meta.url);
const { inflate } = await import(new URL("build/lambdafs.js", carried));
for (const name of ["chromium.br", "al2023.tar.br", "fonts.tar.br"]) {
  await inflate(fileURLToPath(new URL(`bin/${name}`, carried)));
}
