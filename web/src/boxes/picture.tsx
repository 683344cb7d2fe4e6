import { useLayoutEffect, useRef } from "preact/hooks";
import type { Region } from "../model";
import { useText } from "../text";
import { type Box, CORNERS, cornerOf, moved, sized } from "./box";
import { type Drawn, useDragging } from "./dragging";

interface Props {
  src: string;
  /** What is covered already: it is shown, and stays. */
  regions: readonly Region[];
  drawn: Drawn;
  change: (drawn: Drawn) => void;
  onError?: () => void;
}

const STEP = 0.01; // of the picture, for each press of an arrow
const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP],
};

/** A picture with boxes over it. A pointer draws, moves and sizes them; so do the arrows, for a box with the focus. */
export function Picture({ src, regions, drawn, change, onError }: Props) {
  const { say } = useText();
  const drawing = useRef<SVGSVGElement>(null);
  const dragging = useDragging(drawn, change);
  const before = useRef(drawn.chosen);
  useLayoutEffect(() => {
    if (before.current === drawn.chosen) return;
    before.current = drawn.chosen;
    const box = drawing.current?.querySelector<SVGElement>(`g[data-box="${drawn.chosen}"]`);
    (box ?? drawing.current)?.focus({ preventScroll: true }); // never nowhere, or the keys reach nobody
  }, [drawn.chosen]);
  return (
    <div class="picture">
      <img src={src} alt={say("boxes.picture")} onError={onError} draggable={false} />
      <svg ref={drawing} role="application" tabindex={0} aria-label={say("boxes.keys")} onMouseDown={focused} {...dragging}>
        {regions.map((region, i) => (
          <Covered key={i} region={region} />
        ))}
        {drawn.boxes.map((box, i) => (
          <Own key={i} box={box} index={i} chosen={i === drawn.chosen} drawn={drawn} change={change} />
        ))}
      </svg>
    </div>
  );
}

/** A press puts the focus on its box, if there is one: the browser's own choice would be the whole picture. */
function focused(event: MouseEvent): void {
  event.preventDefault();
  (event.target as SVGElement).closest("g")?.focus();
}

function Covered({ region: { covered, shape } }: { region: Region }) {
  const { x, y, width, height } = percent({ ...covered, x: covered.left, y: covered.top });
  if (shape !== "ellipse") return <rect class="covered" x={x} y={y} width={width} height={height} />;
  const [cx, cy] = [covered.left + covered.width / 2, covered.top + covered.height / 2].map((at) => `${at * 100}%`);
  return <ellipse class="covered" cx={cx} cy={cy} rx={`${covered.width * 50}%`} ry={`${covered.height * 50}%`} />;
}

interface OwnProps {
  box: Box;
  index: number;
  chosen: boolean;
  drawn: Drawn;
  change: (drawn: Drawn) => void;
}

function Own({ box, index, chosen, drawn, change }: OwnProps) {
  const { say } = useText();
  const pressed = (event: KeyboardEvent) => {
    const next = event.key === "Delete" || event.key === "Backspace" ? [] : turned(box, event);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    const boxes = drawn.boxes.flatMap((old, i) => (i === index ? next : [old]));
    change({ boxes, chosen: next.length ? index : boxes.length - 1 });
  };
  const [x, y, width, height] = [box.x, box.y, box.width, box.height].map((share) => Math.round(share * 100));
  const told = { n: index + 1, x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0 };
  return (
    <g
      class={chosen ? "own own-chosen" : "own"}
      tabindex={0}
      role="group"
      data-box={index}
      aria-label={say("boxes.box", told)}
      onKeyDown={pressed}
      onFocus={() => !chosen && change({ ...drawn, chosen: index })}
    >
      <rect data-box={index} {...percent(box)} />
      {chosen &&
        CORNERS.map((corner) => {
          const at = cornerOf(box, corner);
          const named = { "data-box": index, "data-corner": corner };
          const [cx, cy] = [`${at.x * 100}%`, `${at.y * 100}%`];
          return <circle key={corner} class={`corner-${corner}`} {...named} cx={cx} cy={cy} r="7" />;
        })}
    </g>
  );
}

/** The box after a key that moves it or, with Shift, sizes it. */
function turned(box: Box, { key, shiftKey }: KeyboardEvent): Box[] | undefined {
  const by = ARROWS[key];
  return by && [shiftKey ? sized(box, by[0], by[1]) : moved(box, by[0], by[1])];
}

function percent({ x, y, width, height }: Box) {
  return { x: `${x * 100}%`, y: `${y * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` };
}
