/** A team's settings as the API shows them, and takes changes of them (RFC 7396). */
import type { Api } from "../../api";
import type { Style } from "../../upload/recipe";

export const DAY = 24 * 60; // minutes
const HOUR = 60;

/** The numbers that a team chooses, each with the minutes of the unit in which people read it. */
export const LIVES = {
  originals: DAY,
  results: DAY,
  exports: DAY,
  job_records: DAY,
  correction_window: HOUR,
  datasets: DAY,
  consent_proof: DAY,
  audit: DAY,
} as const;
export type Life = keyof typeof LIVES;

export interface Bound {
  least: number;
  default: number;
  most: number;
}

/** Of GDPR Art. 6(1). */
export const BASES = [
  "consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interests",
] as const;
export type Basis = (typeof BASES)[number];

export interface Purpose {
  basis: Basis;
  opt_in: boolean;
  description: Record<string, string>;
  keeps: "nothing" | "result" | "original";
}

/** The labels of a recipe that this screen shows, each with its name. */
export const LABELS = { face: "hide.faces", text: "hide.text" } as const;

export interface Band {
  hide: number;
  review: number;
}

export interface Cover {
  style: Style;
  shape?: string;
  grow?: number;
  band?: Band;
}

/** What this screen shows of a recipe; whatever else is in it stays as it is. */
export interface Recipe {
  version: 1;
  hide: Record<string, Cover>;
  if_nothing: string;
}

export interface Settings {
  version: number;
  changed_at?: string;
  retention: Record<Life, number>;
  depicted: string;
  purposes: Record<string, Purpose>;
  recipes: { default: Recipe | null; bands: Record<string, Band>; styles: Style[] };
  contacts: Record<string, string>;
  bounds: { retention: Record<Life, Bound> };
  quotas: Record<string, number>;
}

export interface Touched {
  items: number;
  over: number;
  /** Whether these are all; else there are more. */
  whole: boolean;
}

export type Changed = Settings & { touched: Record<string, Touched> };

/** What every form of the settings is given. */
export interface FormProps {
  readonly api: Api;
  readonly now: Settings;
  /** Told of the settings after a change. */
  readonly taken: (settings: Settings) => void;
}
