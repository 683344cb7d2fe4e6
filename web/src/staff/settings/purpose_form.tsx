import { useState } from "preact/hooks";
import { useStaffText } from "../../text/staff";
import type { Outcome } from "../told";
import { Field } from "./changing";
import { Choose } from "./choose";
import { BASES, type Basis, type Purpose } from "./model";

const KEEPS = ["nothing", "result", "original"] as const;
const LANGUAGES = ["en", "de"] as const;

export interface Draft {
  readonly name: string;
  readonly basis: Basis;
  readonly keeps: Purpose["keeps"];
  /** By language; those that this form does not show stay as they are. */
  readonly description: Record<string, string>;
}

export const NEW: Draft = { name: "", basis: "consent", keeps: "result", description: {} };

export function drafted(name: string, { basis, keeps, description }: Purpose): Draft {
  return { name, basis, keeps, description };
}

interface Props {
  draft: Draft;
  busy: boolean;
  told: Outcome;
  closed: () => void;
  declare: (name: string, purpose: Purpose) => void;
}

/** Declare a purpose, or say another thing of one. Only what rests on consent may keep anything. */
export function PurposeForm({ draft, busy, told, closed, declare }: Props) {
  const { say } = useStaffText();
  const [wanted, want] = useState(draft);
  const consent = wanted.basis === "consent";
  const path = `purposes.${wanted.name}`;
  const send = (event: Event) => {
    event.preventDefault();
    const texts = Object.entries(wanted.description).filter(([, text]) => text.trim());
    declare(wanted.name, {
      basis: wanted.basis,
      opt_in: consent,
      keeps: consent ? wanted.keeps : "nothing",
      description: Object.fromEntries(texts),
    });
  };
  return (
    <form class="step" onSubmit={send}>
      <h4>{say(draft.name ? "purposes.change" : "purposes.new", { name: draft.name })}</h4>
      {!draft.name && (
        <Field name={say("purposes.name")} path="purposes" told={deeper(told) ? undefined : told} note={say("purposes.name.note")}>
          <input
            class="field"
            required
            pattern="[a-z][a-z0-9\-]{0,31}"
            value={wanted.name}
            onInput={(event) => want({ ...wanted, name: event.currentTarget.value })}
          />
        </Field>
      )}
      <Field name={say("purposes.basis")} path={`${path}.basis`} told={told}>
        <Choose
          value={wanted.basis}
          values={BASES}
          nameOf={(basis) => say(`basis.${basis}`)}
          choose={(basis) => want({ ...wanted, basis })}
        />
      </Field>
      {consent && (
        <Field name={say("purposes.keeps")} path={`${path}.keeps`} told={told}>
          <Choose
            value={wanted.keeps}
            values={KEEPS}
            nameOf={(keeps) => say(`keeps.${keeps}`)}
            choose={(keeps) => want({ ...wanted, keeps })}
          />
        </Field>
      )}
      {LANGUAGES.map((language, at) => (
        <Field
          key={language}
          name={say(`purposes.description.${language}`)}
          path={`${path}.description`}
          told={at === 0 ? told : undefined}
        >
          <input
            class="field field-wide"
            maxLength={500}
            value={wanted.description[language] ?? ""}
            onInput={(event) =>
              want({ ...wanted, description: { ...wanted.description, [language]: event.currentTarget.value } })
            }
          />
        </Field>
      ))}
      <p class="actions">
        <button type="submit" class="button button-main" disabled={busy}>
          {say("purposes.declare")}
        </button>
        <button type="button" class="button button-quiet" onClick={closed}>
          {say("close")}
        </button>
      </p>
    </form>
  );
}

function deeper(told: Outcome): boolean {
  return typeof told === "object" && told.field.includes(".");
}
