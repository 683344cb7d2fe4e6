/** What a reviewer decides, and how that ends. */
import { type Api, Problem } from "../../api";
import { type Box, shapeOf } from "../../boxes/box";
import type { Review } from "./model";

export type Ended = "review.released" | "review.rejected" | "review.skipped" | "review.elsewhere";

/** Let it out once it is masked again with these boxes; it holds for exactly the file that was looked at. */
export async function release(api: Api, { id, etag }: Review, boxes: readonly Box[]): Promise<Ended> {
  const body = boxes.length ? { regions: boxes.map(shapeOf) } : {};
  const asked = api.call("POST", `/v1/reviews/${id}/release`, body, { "If-Match": `"${etag}"` });
  return await decided(asked, "review.released");
}

/** End it without a result. */
export async function reject(api: Api, { id }: Review): Promise<Ended> {
  return await decided(api.call("POST", `/v1/reviews/${id}/reject`), "review.rejected");
}

async function decided(asked: Promise<unknown>, how: Ended): Promise<Ended> {
  try {
    await asked;
    return how;
  } catch (error) {
    if (error instanceof Problem && error.kind === "gone") return "review.elsewhere"; // somebody was quicker
    throw error;
  }
}
