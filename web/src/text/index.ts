import { Store, useStore } from "../store";
import { de } from "./de";
import { en, type Text } from "./en";

export type Language = "en" | "de";
export type { Text };
export type Say = (text: Text, values?: Record<string, string | number>) => string;

const TEXTS: Record<Language, Record<Text, string>> = { en, de };

/** What the browser asks for first among those we speak, else English. Nothing is stored. */
function preferred(): Language {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return (wanted.find((tag) => tag in TEXTS) as Language | undefined) ?? "en";
}

export const language = new Store<Language>(preferred());

export function useText(): { say: Say; language: Language } {
  const chosen = useStore(language);
  return { language: chosen, say: (text, values = {}) => filled(TEXTS[chosen][text], values) };
}

/** A text for a code of the API, or the API's own words where this page knows none. */
export function sayCode(say: Say, group: "reason" | "problem" | "state", code: string, otherwise = ""): string {
  const text = `${group}.${code}`;
  return text in en ? say(text as Text) : otherwise || code;
}

function filled(text: string, values: Record<string, string | number>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** 25 MB, as people of that language write it. */
export function megabytes(bytes: number, tag: Language): string {
  const unit = bytes < 1_000_000 ? "kilobyte" : "megabyte";
  const value = bytes / (unit === "kilobyte" ? 1_000 : 1_000_000);
  return new Intl.NumberFormat(tag, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

export function moment(text: string, tag: Language): string {
  return new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" }).format(new Date(text));
}
