/** A box that was asked for by a key or a button: in the middle, from where the arrows take it. */
import type { Drawn } from "./dragging";

const MIDDLE = { x: 0.4, y: 0.4, width: 0.2, height: 0.2 };

export const NONE: Drawn = { boxes: [], chosen: -1 };

export function withNew({ boxes }: Drawn): Drawn {
  return { boxes: [...boxes, MIDDLE], chosen: boxes.length };
}

export function without({ boxes }: Drawn, index: number): Drawn {
  return { boxes: boxes.filter((_, i) => i !== index), chosen: -1 };
}
