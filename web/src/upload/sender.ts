/** Sends the photos that wait, a few at a time. Whatever goes wrong is told at the photo, and nothing is lost. */
import { type Api, kindOf, Problem } from "../api";
import { type Job, typeOf } from "../model";
import { changed, dropped, found, type Photo, photos } from "./photos";
import { postFile } from "./post_file";
import { follow } from "./follower";

const AT_ONCE = 3;
const cancels = new Map<string, AbortController>();

export function send(api: Api, ids: readonly string[], recipe?: object): void {
  for (const id of ids) changed(id, { stage: "waiting", share: 0, ...(recipe ? { recipe } : {}) });
  fill(api);
}

/** Send on whatever had halted for a reason that can be over by now. */
export function resume(api: Api): void {
  const halted = photos.value.filter((photo) => photo.stage === "halted" && photo.problem !== "file");
  send(api, halted.map((photo) => photo.id));
  follow(api);
}

export function cancel(api: Api, id: string): void {
  cancels.get(id)?.abort();
  cancels.delete(id);
  dropped(id);
  fill(api);
}

function fill(api: Api): void {
  for (const photo of photos.value) {
    if (cancels.size >= AT_ONCE) return;
    if (photo.stage === "waiting") void sendOne(api, photo);
  }
}

async function sendOne(api: Api, photo: Photo): Promise<void> {
  const cancelling = new AbortController();
  cancels.set(photo.id, cancelling);
  changed(photo.id, { stage: "sending" });
  try {
    const job = await posted(api, photo, cancelling.signal);
    changed(photo.id, { stage: "sent", share: 1, job });
    follow(api);
  } catch (error) {
    if (cancelling.signal.aborted) return; // the person took it back
    changed(photo.id, { stage: "halted", problem: problemOf(error) });
  } finally {
    if (cancels.get(photo.id) === cancelling) cancels.delete(photo.id);
    fill(api);
  }
}

// Refusals that say what can be done.
const REFUSED: Record<string, NonNullable<Photo["problem"]>> = {
  file_refused: "file",
  restricted: "restricted",
  agreement_missing: "agreement",
};

function problemOf(error: unknown): NonNullable<Photo["problem"]> {
  return (error instanceof Problem && REFUSED[error.code]) || kindOf(error);
}

/** The job whose file S3 has taken. A form that ran out while we waited is asked for again, once. */
async function posted(api: Api, photo: Photo, cancelled: AbortSignal): Promise<Job> {
  const progress = (share: number) => changed(photo.id, { share });
  for (let again = false; ; again = true) {
    const job = await newJob(api, photo);
    if (!job.upload || cancelled.aborted) return job; // a try before this one has brought the file
    try {
      await postFile(photo.file, job.upload, progress, cancelled);
      return job;
    } catch (error) {
      if (again || !(error instanceof Problem) || error.code !== "form_over") {
        throw error instanceof Problem && error.code === "form_over" ? new Problem("refused", "file_refused") : error;
      }
      if (found(photo.id)) changed(photo.id, { renewed: true, share: 0 });
    }
  }
}

/** Asked again with the photo's own key it is the same job, with a form signed anew. */
async function newJob(api: Api, photo: Photo): Promise<Job> {
  const { file, id, recipe } = photo;
  const body = { recipe, purposes: ["masking"], content_type: typeOf(file), size: file.size };
  return await api.call<Job>("POST", "/v1/me/jobs", body, { "Idempotency-Key": id });
}
