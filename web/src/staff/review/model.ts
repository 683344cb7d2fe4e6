/** Reviews as the API has them, and where a reviewer is in the queue. */
import type { Api } from "../../api";
import { boxOf, type Shape } from "../../boxes/box";
import type { Drawn } from "../../boxes/dragging";
import type { Job, Page } from "../../model";

export interface Review extends Job {
  /** Of the held original; what is decided holds for exactly that file. */
  etag: string;
  /** A link to it, for a minute at most; missing when its time is over. */
  view?: string;
  /** What people said of it, with what they drew. */
  reports?: { kind: string; regions?: Shape[] }[];
}

/** What people drew, for the reviewer to begin with. */
export function drawnBy({ reports = [] }: Review): Drawn {
  return { boxes: reports.flatMap(({ regions = [] }) => regions.map(boxOf)), chosen: -1 };
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
