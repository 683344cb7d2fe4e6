import { Store, useStore } from "../store";
import { de } from "./de";
import { en, type Text } from "./en";

export type Language = "en" | "de";
export type { Text };
export type Say<Name extends string = Text> = (text: Name, values?: Record<string, string | number>) => string;
type Texts<Name extends string> = Record<Language, Record<Name, string>>;

export const texts: Texts<Text> = { en, de };

/** What the browser asks for first among those we speak, else English. Nothing is stored. */
function preferred(): Language {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return (wanted.find((tag) => tag in texts) as Language | undefined) ?? "en";
}

export const language = new Store<Language>(preferred());

/** A hook that says texts of these tables in the language that is chosen. */
export function speaking<Name extends string>(tables: Texts<Name>) {
  return (): { say: Say<Name>; language: Language } => {
    const chosen = useStore(language);
    return { language: chosen, say: (text, values = {}) => filled(tables[chosen][text], values) };
  };
}

export const useText = speaking(texts);

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

export const AS_WRITTEN: Record<Language, string> = { en: "en-GB", de: "de-DE" }; // in the EU

export function moment(text: string, tag: Language): string {
  return new Intl.DateTimeFormat(AS_WRITTEN[tag], { dateStyle: "medium", timeStyle: "short" }).format(new Date(text));
}
