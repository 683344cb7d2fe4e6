import { useState } from "preact/hooks";
import type { Language, Say } from "../../text";
import { type StaffText, useStaffText } from "../../text/staff";
import { Field, Part, useChanging } from "./changing";
import { type Bound, DAY, type FormProps, type Life, LIVES, type Touched } from "./model";

const NAMES = Object.keys(LIVES) as Life[];

/** How long things live. What a change reaches is said before it is made. */
export function Retention({ api, now, taken }: FormProps) {
  const { say, language } = useStaffText();
  const { busy, told, change, reach } = useChanging(api, now, taken);
  const [wanted, setWanted] = useState(now.retention);
  const [touched, setTouched] = useState<Record<string, Touched>>();
  const body = { retention: wanted };
  const ask = (event: Event) => {
    event.preventDefault();
    reach(body, (changed) => setTouched(changed.touched));
  };
  const want = (name: Life, value: number) => {
    setTouched(undefined);
    setWanted({ ...wanted, [name]: Math.round(value * LIVES[name]) });
  };
  return (
    <Part title="settings.title" text="settings.text" told={told}>
      <form onSubmit={ask}>
        {NAMES.map((name) => (
          <Field
            key={name}
            name={say(`settings.${name}`)}
            path={`retention.${name}`}
            told={told}
            note={within(name, now.bounds.retention[name], say, language)}
          >
            <input
              class="field"
              type="number"
              required
              min="0"
              step="any"
              value={Number((wanted[name] / LIVES[name]).toFixed(4))}
              onInput={(event) => want(name, event.currentTarget.valueAsNumber)}
            />
          </Field>
        ))}
        {touched && <Preview touched={touched} />}
        <p class="actions">
          {touched ? (
            <button type="button" class="button button-main" disabled={busy} onClick={() => change(body, () => setTouched(undefined))}>
              {say("settings.change")}
            </button>
          ) : (
            <button type="submit" class="button" disabled={busy}>
              {say("settings.preview")}
            </button>
          )}
        </p>
      </form>
    </Part>
  );
}

/** The unit, and the bounds that the deployment sets. */
function within(name: Life, { least, most }: Bound, say: Say<StaffText>, language: Language): string {
  const unit = LIVES[name];
  const shown = (minutes: number) =>
    new Intl.NumberFormat(language, { maximumSignificantDigits: 2 }).format(minutes / unit);
  return say(unit === DAY ? "settings.days" : "settings.hours", {
    least: least < unit && least > 0 ? say("settings.minutes", { n: least }) : shown(least),
    most: new Intl.NumberFormat(language).format(most / unit),
  });
}

function Preview({ touched }: { touched: Record<string, Touched> }) {
  const { say } = useStaffText();
  const reached = Object.entries(touched);
  return (
    <div class="caution" role="status">
      {reached.length === 0 && <p>{say("settings.nothing")}</p>}
      {reached.map(([name, { items, over, whole }]) => (
        <p key={name}>
          {say("settings.touched", {
            what: say(`settings.${name as Life}`),
            items: whole ? items : `≥ ${items}`,
            over: whole ? over : `≥ ${over}`,
          })}
        </p>
      ))}
    </div>
  );
}
