import { useEffect, useState } from "preact/hooks";
import { type Api, kindOf } from "../api";
import { type StaffText, useStaffText } from "../text/staff";

const NAMES = ["originals", "results", "exports", "job_records"] as const;
type Name = (typeof NAMES)[number];
type Retention = Record<Name, number>;

interface Settings {
  version: number;
  retention: Retention;
}

interface Changed extends Settings {
  touched: Record<string, Touched>;
}

interface Touched {
  items: number;
  over: number;
  /** Whether these are all; else there are more. */
  whole: boolean;
}

const DAY = 24 * 60; // minutes

/** How long things live. What a change reaches is said before it is made. */
export function SettingsForm({ api }: { api: Api }) {
  const { say } = useStaffText();
  const [now, setNow] = useState<Settings>();
  const [wanted, setWanted] = useState<Retention>();
  const [preview, setPreview] = useState<Changed>();
  const [told, setTold] = useState<StaffText>();
  const take = (settings: Settings) => {
    setNow(settings);
    setWanted(settings.retention);
    setPreview(undefined);
  };
  const fail = (error: unknown) => setTold(`problem.${kindOf(error)}`);
  useEffect(() => {
    api.call<Settings>("GET", "/v1/team/settings").then(take, fail);
  }, [api]);
  if (!now || !wanted) return told ? <p role="alert">{say(told)}</p> : null;
  const body = { version: now.version, retention: wanted };
  const ask = (event: Event) => {
    event.preventDefault();
    setTold(undefined);
    api.call<Changed>("PATCH", "/v1/team/settings?dry_run=true", body).then(setPreview, fail);
  };
  const change = () => {
    const done = (settings: Settings) => {
      take(settings);
      setTold("settings.changed");
    };
    api.call<Changed>("PATCH", "/v1/team/settings", body).then(done, fail);
  };
  return (
    <form class="sheet-box" onSubmit={ask}>
      <h2>{say("settings.title")}</h2>
      {NAMES.map((name) => (
        <label key={name} class="line">
          <span>{say(`settings.${name}`)}</span>
          <input
            class="field"
            type="number"
            min={1 / DAY}
            step="any"
            value={Number((wanted[name] / DAY).toFixed(4))}
            onInput={(event) => {
              setPreview(undefined);
              setWanted({ ...wanted, [name]: Math.round(event.currentTarget.valueAsNumber * DAY) });
            }}
          />
          <span class="note">{say("settings.days")}</span>
        </label>
      ))}
      {preview && <Preview touched={preview.touched} />}
      <p class="actions">
        {preview ? (
          <button type="button" class="button button-main" onClick={change}>
            {say("settings.change")}
          </button>
        ) : (
          <button type="submit" class="button">
            {say("settings.preview")}
          </button>
        )}
      </p>
      <p aria-live="polite">{told && say(told)}</p>
    </form>
  );
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
            what: say(`settings.${name as Name}`),
            items: whole ? items : `≥ ${items}`,
            over: whole ? over : `≥ ${over}`,
          })}
        </p>
      ))}
    </div>
  );
}
