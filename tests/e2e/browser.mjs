// Runs the page's program of the README in Node: what a browser has and Node has not is made of fetch.
import { readFileSync } from "node:fs";

globalThis.XMLHttpRequest = class {
  upload = {};
  open(method, url) {
    this.request = [url, { method }];
  }
  async send(body) {
    try {
      const [url, options] = this.request;
      this.status = (await fetch(url, { ...options, body })).status;
      this.upload.onprogress({ loaded: 1, total: 1 });
      this.onload();
    } catch {
      this.onerror();
    }
  }
};

const [program, backend, photo, type] = process.argv.slice(2);
const { mask } = await import(program);
const told = [];
const file = new File([readFileSync(photo)], "photo", { type });
const job = await mask(file, backend, (share) => told.push(share));
console.log(JSON.stringify({ job, told }));
