/** Boxes over a picture, in fractions of it, as the API takes them. All of it is arithmetic. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export type Corner = "nw" | "ne" | "sw" | "se";
export const CORNERS: readonly Corner[] = ["nw", "ne", "sw", "se"];
const LEAST = 0.01; // of the picture: what is smaller was a slip of the hand

function clamped(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** The box between two corners that lie opposite each other. */
export function between(one: Point, other: Point): Box {
  const [x1, x2, y1, y2] = [one.x, other.x, one.y, other.y].map((edge) => clamped(edge, 0, 1)) as Four;
  return { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x1 - x2), height: Math.abs(y1 - y2) };
}

type Four = [number, number, number, number];

export function isSlip({ width, height }: Box): boolean {
  return width < LEAST || height < LEAST;
}

/** Moved, and stopped at the picture's edge. */
export function moved(box: Box, across: number, down: number): Box {
  return { ...box, x: clamped(box.x + across, 0, 1 - box.width), y: clamped(box.y + down, 0, 1 - box.height) };
}

/** Wider and higher, or less of it, its upper left corner where it is. */
export function sized(box: Box, across: number, down: number): Box {
  const width = clamped(box.width + across, LEAST, 1 - box.x);
  return { ...box, width, height: clamped(box.height + down, LEAST, 1 - box.y) };
}

export function cornerOf({ x, y, width, height }: Box, corner: Corner): Point {
  return { x: corner.endsWith("w") ? x : x + width, y: corner.startsWith("n") ? y : y + height };
}

export function opposite(box: Box, corner: Corner): Point {
  const { x, y } = cornerOf(box, corner);
  return { x: 2 * box.x + box.width - x, y: 2 * box.y + box.height - y };
}

/** A region of the API: a box, or a polygon. */
export type Shape =
  | { box: readonly [number, number, number, number] }
  | { polygon: readonly (readonly [number, number])[] };

/** The box around a region. */
export function boxOf(shape: Shape): Box {
  if ("box" in shape) {
    const [x, y, width, height] = shape.box;
    return { x, y, width, height };
  }
  const [across, down] = [shape.polygon.map(([x]) => x), shape.polygon.map(([, y]) => y)];
  return between({ x: Math.min(...across), y: Math.min(...down) }, { x: Math.max(...across), y: Math.max(...down) });
}

/** As a region of the API: rounding may not carry it over the edge. */
export function shapeOf({ x, y, width, height }: Box): { box: Four } {
  const [left, top] = [rounded(x), rounded(y)];
  return { box: [left, top, rounded(Math.min(width, 1 - left)), rounded(Math.min(height, 1 - top))] };
}

function rounded(share: number): number {
  return Math.floor(share * 1e5) / 1e5;
}
