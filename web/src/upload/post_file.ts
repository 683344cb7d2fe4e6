/** One file, posted with the API's form straight to S3, by Uppy: progress, retries with pauses, cancelling. */
import Uppy, { type Meta } from "@uppy/core";
import XHRUpload from "@uppy/xhr-upload";
import { Problem } from "../api";
import type { Form } from "../model";

// What goes wrong is told to the person, at the photo.
const SILENT = { debug: () => {}, warn: () => {}, error: () => {} };
const STALLED = 30_000; // milliseconds without a byte

/**
 * Resolves when S3 has taken the file. Raises `Problem`: `network`; `session` if the form is over (S3 answers 403,
 * and a new form helps); `refused` if it takes no such file.
 */
export async function postFile(
  file: File,
  form: Form,
  progress: (share: number) => void,
  cancelled: AbortSignal,
): Promise<void> {
  const fields = Object.keys(form.fields);
  // The name is ours: a file's own name is nobody's business.
  const about = { id: crypto.randomUUID(), meta: { ...form.fields }, logger: SILENT };
  const uppy = new Uppy<Meta, Record<string, never>>(about);
  uppy.use(XHRUpload, {
    endpoint: form.url,
    allowedMetaFields: fields,
    timeout: STALLED,
    shouldRetry: (post: XMLHttpRequest) => !cancelled.aborted && (post.status === 0 || post.status >= 500),
    getResponseData: () => ({}),
  });
  const stop = () => uppy.cancelAll();
  cancelled.addEventListener("abort", stop);
  try {
    const id = uppy.addFile({ name: "photo", type: form.fields["Content-Type"] ?? file.type, data: file });
    uppy.on("upload-progress", (_, told) => progress(told.bytesUploaded / (told.bytesTotal || file.size)));
    let status = 0;
    uppy.on("upload-error", (_file, _error, answer) => {
      status = answer?.status ?? (answer as unknown as XMLHttpRequest | undefined)?.status ?? 0;
    });
    uppy.on("upload-stalled", stop);
    const ended = await uppy.upload();
    if (cancelled.aborted) throw new DOMException("cancelled", "AbortError");
    if (!ended?.successful?.some((sent) => sent.id === id)) throw problemOf(status);
  } finally {
    cancelled.removeEventListener("abort", stop);
    uppy.destroy();
  }
}

function problemOf(status: number): Problem {
  if (status === 403) return new Problem("session", "form_over");
  if (status >= 400 && status < 500) return new Problem("refused", "file_refused");
  return new Problem("network");
}
