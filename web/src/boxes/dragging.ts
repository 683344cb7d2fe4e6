/** What a pointer does to boxes: on a corner it sizes, in a box it moves, elsewhere it draws. */
import { useRef } from "preact/hooks";
import { between, type Box, type Corner, isSlip, moved, opposite, type Point } from "./box";

interface Drag {
  readonly index: number;
  readonly from: Point;
  /** The box as it was, when it is moved. */
  readonly box?: Box;
}

export interface Drawn {
  readonly boxes: readonly Box[];
  readonly chosen: number;
}

type Pointed = PointerEvent & { currentTarget: SVGSVGElement };

/** Handlers for the drawing; `change` is told at each movement. */
export function useDragging({ boxes }: Drawn, change: (drawn: Drawn) => void) {
  const drag = useRef<Drag>();
  const onPointerDown = (event: Pointed) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const begun = beginning(event, boxes);
    drag.current = begun;
    if (begun.index === boxes.length) change({ boxes: [...boxes, between(begun.from, begun.from)], chosen: begun.index });
    else change({ boxes, chosen: begun.index });
  };
  const onPointerMove = (event: Pointed) => {
    const now = drag.current;
    if (!now) return;
    const to = pointOf(event);
    const box = now.box ? moved(now.box, to.x - now.from.x, to.y - now.from.y) : between(now.from, to);
    change({ boxes: boxes.map((old, i) => (i === now.index ? box : old)), chosen: now.index });
  };
  const onPointerUp = () => {
    const now = drag.current;
    drag.current = undefined;
    const last = now && boxes[now.index];
    if (now && last && isSlip(last)) change({ boxes: boxes.filter((_, i) => i !== now.index), chosen: -1 });
  };
  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp };
}

function beginning(event: Pointed, boxes: readonly Box[]): Drag {
  const at = (event.target as SVGElement).dataset;
  const index = Number(at.box ?? boxes.length);
  const box = boxes[index];
  if (!box) return { index: boxes.length, from: pointOf(event) };
  if (at.corner) return { index, from: opposite(box, at.corner as Corner) };
  return { index, from: pointOf(event), box };
}

function pointOf({ currentTarget, clientX, clientY }: Pointed): Point {
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return { x: (clientX - left) / width, y: (clientY - top) / height };
}
