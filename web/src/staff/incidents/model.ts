/** Incidents as the API has them (docs/incidents.md). */
export const KINDS = ["confidentiality", "integrity", "availability"] as const;
export const RISKS = ["none", "risk", "high"] as const;
export type Whom = "authority" | "people";

export interface Incident {
  id: string;
  state: "open" | "closed";
  kind: (typeof KINDS)[number];
  description: string;
  aware_at: string;
  deadline: string;
  seconds_left: number;
  overdue: boolean;
  /** Who must still be told. */
  duties: Whom[];
  affected: { jobs: number; subjects: number; whole: boolean };
  assessment?: { risk: (typeof RISKS)[number]; reasons: string; consequences: string; measures: string };
  notified: Partial<Record<Whom, string>>;
  lessons?: string;
  timeline: { at: string; by: string; action: string; text: string }[];
}

export interface Draft {
  whom: Whom;
  language: string;
  missing: string[];
  text: string;
}
