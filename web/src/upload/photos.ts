/** The photos of this page: what a person chose, how far each is, and what came back. All of it is memory alone. */
import type { Kind } from "../api";
import type { Job } from "../model";
import { Store } from "../store";

/**
 * `waiting` (for its turn), `sending`, `sent` (the service has it; `job.state` says how far it is), `halted`
 * (see `problem`; nothing is lost, and it can go on), `unfit` (it was never sent: see `unfit`).
 */
export type Stage = "chosen" | "waiting" | "sending" | "sent" | "halted" | "unfit";

export interface Photo {
  readonly id: string;
  readonly file: File;
  /** A picture of the original, from this browser's own memory. */
  readonly before: string;
  readonly stage: Stage;
  readonly share: number;
  readonly renewed: boolean;
  readonly job?: Job;
  readonly problem?: Kind | "file" | "restricted" | "agreement";
  readonly unfit?: "type" | "size";
  readonly recipe?: object;
}

export const photos = new Store<readonly Photo[]>([]);

export function changed(id: string, change: Partial<Photo>): void {
  photos.value = photos.value.map((photo) => (photo.id === id ? { ...photo, ...change } : photo));
}

export function found(id: string): Photo | undefined {
  return photos.value.find((photo) => photo.id === id);
}

export function added(files: Iterable<File>, fit: (file: File) => Photo["unfit"]): void {
  const fresh = Array.from(files, (file): Photo => {
    const unfit = fit(file);
    const about = { id: crypto.randomUUID(), file, before: URL.createObjectURL(file), share: 0, renewed: false };
    return unfit ? { ...about, stage: "unfit", unfit } : { ...about, stage: "chosen" };
  });
  photos.value = [...photos.value, ...fresh];
}

export function dropped(id: string): void {
  const photo = found(id);
  if (photo) URL.revokeObjectURL(photo.before);
  photos.value = photos.value.filter((other) => other.id !== id);
}
