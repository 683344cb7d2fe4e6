import { AS_WRITTEN, type Language } from "../../text";
import { useStaffText } from "../../text/staff";
import type { Bar, Span } from "./model";

const [WIDE, HIGH, LEFT, BELOW, ABOVE] = [720, 200, 44, 24, 12];
const FLOOR = HIGH - BELOW;

interface Props {
  bars: readonly Bar[];
  what: "jobs" | "seconds";
  span: Span;
}

/** Bars over time; the totals above say in numbers what matters of them. */
export function Plot({ bars, what, span }: Props) {
  const { say, language } = useStaffText();
  const values = bars.map((bar) => bar[what] ?? 0);
  const top = roundTop(Math.max(...values, 1));
  const width = (WIDE - LEFT) / bars.length;
  const wide = Math.max(width - 2, 1);
  const tall = (value: number) => (value / top) * (FLOOR - ABOVE);
  const column = (i: number, value: number, kind: string) => (
    <rect class={kind} x={LEFT + i * width + 1} width={wide} y={FLOOR - tall(value)} height={tall(value)} rx="1.5" />
  );
  const title = say(what === "jobs" ? "figures.plot.jobs" : "figures.plot.seconds");
  const told = `${title}: ${say("figures.most", { n: Math.max(...values) })}`;
  return (
    <figure class="plot">
      <figcaption>
        {title}
        {what === "jobs" && (
          <span class="note">
            <i class="key bar-reviewed" /> {say("figures.review")} <i class="key bar-failed" /> {say("figures.failed")}
          </span>
        )}
      </figcaption>
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={told}>
        {[0, top / 2, top].map((value) => (
          <Line key={value} value={value} y={FLOOR - tall(value)} />
        ))}
        {bars.map((bar, i) => (
          <g key={i}>
            {column(i, values[i] ?? 0, "bar")}
            {what === "jobs" && column(i, bar.reviewed + bar.failed, "bar-reviewed")}
            {what === "jobs" && column(i, bar.failed, "bar-failed")}
            {i % Math.ceil(bars.length / 6) === 0 && LEFT + i * width < WIDE - 40 && (
              <text class="tick" x={LEFT + i * width} y={HIGH - 6}>
                {label(bar.at, span, language)}
              </text>
            )}
          </g>
        ))}
      </svg>
    </figure>
  );
}

function Line({ value, y }: { value: number; y: number }) {
  return (
    <g>
      <line class="grid" x1={LEFT} x2={WIDE} y1={y} y2={y} />
      <text class="tick" x={LEFT - 8} y={y + 4} text-anchor="end">
        {Number(value.toFixed(1))}
      </text>
    </g>
  );
}

const CLOCK = { hour: "2-digit", minute: "2-digit" } as const;
const DATE = { day: "numeric", month: "short" } as const;

function label(at: Date, span: Span, language: Language): string {
  return new Intl.DateTimeFormat(AS_WRITTEN[language], span === "day" ? CLOCK : DATE).format(at);
}

/** The next of 1, 1.5, 2, 3, 4, 6, 8, 10, 15, …, so that the axis has round numbers. */
function roundTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 1.5, 2, 3, 4, 6, 8, 10].map((step) => step * power).find((top) => top >= most) ?? most;
}
