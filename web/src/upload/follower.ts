/** Asks how far the sent photos are, with pauses that grow while nothing changes. */
import { type Api, kindOf, Problem } from "../api";
import { type Job, OPEN } from "../model";
import { changed, type Photo, photos } from "./photos";

const FIRST = 400; // milliseconds
const LONGEST = 8_000;
const AT_ONCE = 6;
let running = false;

export function follow(api: Api): void {
  if (!running) void ask(api);
}

function open(): Photo[] {
  return photos.value.filter(({ stage, job }) => stage === "sent" && job && OPEN.includes(job.state));
}

async function ask(api: Api): Promise<void> {
  running = true;
  let pause = FIRST;
  try {
    while (open().length) {
      await new Promise((later) => setTimeout(later, pause));
      const told = await Promise.all(open().slice(0, AT_ONCE).map((photo) => askOne(api, photo)));
      pause = told.includes("changed") ? FIRST : Math.min(pause * 1.5, LONGEST);
      if (told.includes("stop")) return;
    }
  } finally {
    running = false;
  }
}

async function askOne(api: Api, { id, job }: Photo): Promise<"changed" | "same" | "stop"> {
  try {
    const now = await api.call<Job>("GET", `/v1/me/jobs/${job?.id}`);
    if (now.state === job?.state) return "same";
    changed(id, { job: now });
    return "changed";
  } catch (error) {
    const kind = kindOf(error);
    if (kind === "gone" && job) changed(id, { job: { ...job, state: "expired", reason: "gone" } });
    if (error instanceof Problem && error.seconds) await new Promise((l) => setTimeout(l, error.seconds * 1000));
    return kind === "session" || kind === "forbidden" ? "stop" : "same";
  }
}

/** A fresh link to a result: links live five minutes. */
export async function refreshed(api: Api, photo: Photo): Promise<string | undefined> {
  const now = await api.call<Job>("GET", `/v1/me/jobs/${photo.job?.id}`);
  changed(photo.id, { job: now });
  return now.download;
}
