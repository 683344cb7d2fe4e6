/** A team's figures as the API counts them, laid out in even steps for a plot. */
export interface Counted {
  jobs: number;
  reviewed: number;
  done: number;
  rejected: number;
  failed: number;
  seconds?: { median: number; p95: number };
}

export interface Figures {
  from: string;
  to: string;
  /** False: these are the newest of more. */
  whole: boolean;
  total: Counted;
  hours: (Counted & { at: string })[];
}

/** How far back, and how many hours a bar stands for. */
export const SPANS = { day: { days: 1, step: 1 }, week: { days: 7, step: 6 }, month: { days: 30, step: 24 } } as const;
export type Span = keyof typeof SPANS;

export interface Bar {
  readonly at: Date;
  readonly jobs: number;
  readonly reviewed: number;
  readonly failed: number;
  /** The longest median among its hours; missing where nothing was masked. */
  readonly seconds?: number;
}

const HOUR = 3_600_000; // milliseconds

/** The hours, and those without jobs between them, as bars of even width. */
export function barsOf({ from, to, hours }: Figures, step: number): Bar[] {
  const width = step * HOUR;
  const first = Math.floor(Date.parse(from) / width) * width;
  const count = Math.ceil((Date.parse(to) - first) / width);
  return Array.from({ length: count }, (_, i) => {
    const start = first + i * width;
    const inside = hours.filter(({ at }) => Date.parse(at) >= start && Date.parse(at) < start + width);
    const sum = (name: "jobs" | "reviewed" | "failed") => inside.reduce((total, hour) => total + hour[name], 0);
    const medians = inside.flatMap(({ seconds }) => (seconds ? [seconds.median] : []));
    const slow = medians.length ? { seconds: Math.max(...medians) } : {};
    return { at: new Date(start), jobs: sum("jobs"), reviewed: sum("reviewed"), failed: sum("failed"), ...slow };
  });
}
