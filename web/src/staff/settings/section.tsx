import { useState } from "preact/hooks";
import { moment } from "../../text";
import { useStaffText } from "../../text/staff";
import { useAnswer } from "../../ui/asking";
import type { SectionProps } from "../sections";
import { Told } from "../told";
import { Contacts } from "./contacts";
import { Depicted } from "./depicted";
import type { Settings } from "./model";
import { Purposes } from "./purposes";
import { Recipes } from "./recipes";
import { Retention } from "./retention";

/** What a team chooses of data and privacy, form by form; a change names only what it changes. */
export function SettingsSection({ api, may }: SectionProps) {
  const { say, language } = useStaffText();
  const { answer, failure, again } = useAnswer<Settings>(api, "/v1/team/settings");
  const [changed, setChanged] = useState<Settings>();
  const now = changed && answer && changed.version > answer.version ? changed : answer;
  if (!now) return <Told told={failure} />;
  const reread = () => {
    setChanged(undefined);
    again();
  };
  const given = { api, now, taken: setChanged };
  return (
    <>
      <h2>{say("settings.all")}</h2>
      <p class="note">
        {say("settings.version", { n: now.version })}
        {now.changed_at && ` · ${moment(now.changed_at, language)}`}{" "}
        <button type="button" class="button button-small button-quiet" onClick={reread}>
          {say("settings.read")}
        </button>
      </p>
      <fieldset class="plain" key={answer?.version} disabled={!may("settings.write")}>
        <Retention {...given} />
        <Depicted {...given} />
        <Purposes {...given} />
        <Recipes {...given} />
        <Contacts {...given} />
      </fieldset>
      <Quotas quotas={now.quotas} />
    </>
  );
}

function Quotas({ quotas }: { quotas: Record<string, number> }) {
  const { say, language } = useStaffText();
  const numbers = new Intl.NumberFormat(language);
  return (
    <section class="sheet-box">
      <h3>{say("quotas.title")}</h3>
      <p class="note">{say("quotas.text")}</p>
      <ul>
        <li>{say("quotas.jobs", { n: numbers.format(quotas.jobs_per_minute ?? 0) })}</li>
        <li>{say("quotas.bytes", { n: numbers.format((quotas.upload_bytes ?? 0) / 1_000_000) })}</li>
        <li>{say("quotas.members", { n: numbers.format(quotas.members ?? 0) })}</li>
        <li>{say("quotas.webhooks", { n: numbers.format(quotas.webhooks ?? 0) })}</li>
      </ul>
    </section>
  );
}
