/** Reviews as the API has them, and where a reviewer is in the queue. */
import type { Api } from "../../api";
import type { Job, Page } from "../../model";

export interface Review extends Job {
  /** Of the held original; what is decided holds for exactly that file. */
  etag: string;
  /** A link to it, for a minute at most; missing when its time is over. */
  view?: string;
}

/** The queue, what waits longest first. Pages may be short, so `next` alone says whether there is more. */
export async function queueOf(api: Api): Promise<Job[]> {
  const found: Job[] = [];
  let after = "";
  do {
    const page: Page = await api.call<Page>("GET", `/v1/reviews?limit=100${after}`);
    found.push(...page.jobs);
    after = page.next ? `&after=${encodeURIComponent(page.next)}` : "";
  } while (after && found.length < MOST);
  return found;
}

const MOST = 300; // more than anybody looks at in one sitting
