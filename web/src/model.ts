/** The API's values that this page reads (docs/api.md has them all). */
export type State =
  | "awaiting_upload" | "masking" | "done" | "review" | "rejected" | "failed" | "expired" | "restricted";

export interface Form {
  url: string;
  fields: Record<string, string>;
  expires_at: string;
}

export interface Region {
  label: string;
  anonymising: boolean;
  /** Where it was painted, in fractions of the upright picture. */
  covered: { left: number; top: number; width: number; height: number };
  shape: string;
}

export interface Job {
  id: string;
  state: State;
  created_at: string;
  closed_at?: string;
  content_type: string;
  reference?: string;
  reason?: string;
  reason_detail?: string;
  purposes: string[];
  regions?: Region[];
  download?: string;
  upload?: Form;
}

export interface Page {
  jobs: Job[];
  next?: string;
}

export interface Erasure {
  id: string;
  scope: string;
  state: "running" | "completed" | "partial" | "failed";
  requested_at: string;
  ended_at?: string;
  counts: Record<string, number>;
  nonce?: string;
}

/** States in which the machine is not at an end. */
export const OPEN: readonly State[] = ["awaiting_upload", "masking"];

/** What a photo may be (the API's `content_type`), with the endings of files whose type a browser does not know. */
export const TYPES: Record<string, string> = {
  "image/jpeg": ".jpg .jpeg",
  "image/png": ".png",
  "image/webp": ".webp",
  "image/gif": ".gif",
  "image/tiff": ".tif .tiff",
  "image/avif": ".avif",
  "image/heic": ".heic",
  "image/heif": ".heif",
};

export function typeOf(file: File): string | undefined {
  if (file.type in TYPES) return file.type;
  const ending = `.${file.name.split(".").at(-1)?.toLowerCase()}`;
  return Object.keys(TYPES).find((type) => TYPES[type]?.split(" ").includes(ending));
}
