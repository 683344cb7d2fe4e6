/** Changing settings from a form: what was refused is said beside the field that it is about. */
import type { ComponentChildren } from "preact";
import { type Api, Problem } from "../../api";
import { type StaffText, useStaffText } from "../../text/staff";
import { useAct } from "../../ui/asking";
import { type Outcome, Told } from "../told";
import type { Changed, Settings } from "./model";

const PATH = "/v1/team/settings";

export interface Changing {
  readonly busy: boolean;
  readonly told: Outcome;
  /** Make a change, of what is named in it alone; `then` is called once it is made. */
  readonly change: (body: object, then?: () => void) => void;
  /** Ask what a change would reach, and make none. */
  readonly reach: (body: object, then: (changed: Changed) => void) => void;
}

export function useChanging(api: Api, now: Settings, taken: (settings: Settings) => void): Changing {
  const { busy, told, run } = useAct<StaffText>();
  const send = (path: string, body: object) =>
    api.call<Changed>("PATCH", path, { version: now.version, ...body });
  const change = (body: object, then?: () => void) =>
    run(async () => {
      taken(await send(PATH, body));
      then?.();
      return "settings.changed";
    });
  const reach = (body: object, then: (changed: Changed) => void) =>
    run(async () => {
      then(await send(`${PATH}?dry_run=true`, body));
      return undefined;
    });
  return { busy, told, change, reach };
}

/** A part of the settings with a form of its own, and under it how the last change of it ended. */
export function Part({ title, text, told, children }: {
  title: StaffText;
  text: StaffText;
  told: Outcome;
  children: ComponentChildren;
}) {
  const { say } = useStaffText();
  return (
    <section class="sheet-box">
      <h3>{say(title)}</h3>
      <p class="note">{say(text)}</p>
      {children}
      {told instanceof Problem && told.field ? (
        <p class="told told-bad" role="alert">{say("settings.unchanged")}</p>
      ) : (
        <Told told={told} />
      )}
    </section>
  );
}

/** A field with its name, and what is wrong with it if the API refused just that. */
export function Field({ name, path, told, note, children }: {
  name: string;
  /** Of the field in the API's body; what lies deeper is said here too. */
  path: string;
  told: Outcome;
  note?: string;
  children: ComponentChildren;
}) {
  const wrong = about(path, told);
  return (
    <div class={wrong ? "setting setting-wrong" : "setting"}>
      <label class="line">
        <span>{name}</span>
        {children}
        {note && <span class="note">{note}</span>}
      </label>
      {wrong && <Wrong problem={wrong} />}
    </div>
  );
}

/** The end of a form whose change is made at once. */
export function Save({ busy }: { busy: boolean }) {
  const { say } = useStaffText();
  return (
    <p class="actions">
      <button type="submit" class="button" disabled={busy}>
        {say("settings.save")}
      </button>
    </p>
  );
}

export function Wrong({ problem }: { problem: Problem }) {
  const { say } = useStaffText();
  return <p class="told told-bad">{say("settings.refused", { why: problem.detail || say("problem.refused") })}</p>;
}

/** The problem if it is about a path, or about what lies deeper: a field of it, or one in its list. */
export function about(path: string, told: Outcome): Problem | undefined {
  if (!(told instanceof Problem) || !told.field.startsWith(path)) return undefined;
  return ["", ".", "["].includes(told.field.charAt(path.length)) ? told : undefined;
}
