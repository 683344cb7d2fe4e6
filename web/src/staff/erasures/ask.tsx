import { useState } from "preact/hooks";
import { type StaffText, useStaffText } from "../../text/staff";
import { useAct } from "../../ui/asking";
import type { SectionProps } from "../sections";
import { Told } from "../told";

const KINDS = ["users", "dates", "team"] as const;
type Kind = (typeof KINDS)[number];

type Props = Pick<SectionProps, "api" | "may" | "signInAgain"> & { done: () => void };

/** Ask for an erasure: of users at once; of a span of time or of the whole team with a second person. */
export function AskErasure({ api, may, signInAgain, done }: Props) {
  const { say } = useStaffText();
  const [kind, setKind] = useState<Kind>("users");
  const { busy, told, run } = useAct<StaffText>();
  const kinds = KINDS.filter((name) => name === "users" || may("settings.write")); // an admin asks for the others
  const ask = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const scope = scopeOf(kind, new FormData(form));
    run(async () => {
      await api.call("POST", "/v1/erasures", { scope });
      form.reset();
      done();
      return kind === "users" ? "erasures.begun" : "erasures.waits";
    });
  };
  return (
    <form class="sheet-box" onSubmit={ask}>
      <h3>{say("erasures.new")}</h3>
      <fieldset class="line">
        <legend class="hidden">{say("erasures.what")}</legend>
        {kinds.map((name) => (
          <label key={name} class="check">
            <input type="radio" name="kind" checked={name === kind} onChange={() => setKind(name)} /> {say(`erasures.of.${name}`)}
          </label>
        ))}
      </fieldset>
      <Fields kind={kind} />
      <label class="check">
        <input type="checkbox" required /> <span>{say("erasures.sure")}</span>
      </label>
      <button type="submit" class="button button-bad" disabled={busy}>
        {say(kind === "users" ? "erasures.do" : "erasures.ask")}
      </button>
      <Told told={told} signInAgain={signInAgain} />
    </form>
  );
}

function Fields({ kind }: { kind: Kind }) {
  const { say } = useStaffText();
  if (kind === "team") return <p class="caution">{say("erasures.team.note")}</p>;
  if (kind === "users") {
    return (
      <label class="stacked">
        <span>{say("erasures.ids")}</span>
        <textarea class="field" name="users" rows={3} required />
      </label>
    );
  }
  return (
    <>
      {(["from", "to"] as const).map((name) => (
        <label key={name} class="line">
          <span>{say(`erasures.${name}`)}</span>
          <input class="field" type="datetime-local" name={name} required />
        </label>
      ))}
      <p class="caution">{say("erasures.dates.note")}</p>
    </>
  );
}

/** The scope as the API takes it; times are typed in this browser's zone. */
function scopeOf(kind: Kind, asked: FormData): object {
  if (kind === "team") return { team: true };
  if (kind === "users") return { users: linesOf(String(asked.get("users"))) };
  const [from, to] = [asked.get("from"), asked.get("to")].map((told) => new Date(String(told)).toISOString());
  return { from, to };
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}
