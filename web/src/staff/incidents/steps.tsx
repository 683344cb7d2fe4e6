import type { ComponentChildren } from "preact";
import { type StaffText, useStaffText } from "../../text/staff";
import { useAct } from "../../ui/asking";
import type { SectionProps } from "../sections";
import { Told } from "../told";
import { type Incident, RISKS } from "./model";

interface Props extends Pick<SectionProps, "api"> {
  incident: Incident;
  changed: () => void;
}

/** The steps that can be taken now: assess, say who was told, note, and close once nobody is owed anything. */
export function Steps({ api, incident, changed }: Props) {
  const { say } = useStaffText();
  const { busy, told, run } = useAct<StaffText>();
  const act = (step: string, more: object = {}) => (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const body = { ...Object.fromEntries(new FormData(form)), ...more };
    run(async () => {
      await api.call("POST", `/v1/incidents/${incident.id}/${step}`, body);
      form.reset();
      changed();
      return "incident.noted";
    });
  };
  return (
    <section class="sheet-box">
      <h3>{say("incident.steps")}</h3>
      {!incident.assessment && (
        <Step text="incident.assess" busy={busy} act={act("assess")}>
          <label class="line">
            <span>{say("incident.risk")}</span>
            <select class="field" name="risk">
              {RISKS.map((risk) => (
                <option key={risk} value={risk}>
                  {say(`risk.${risk}`)}
                </option>
              ))}
            </select>
          </label>
          <Area name="reasons" />
          <Area name="consequences" />
          <Area name="measures" />
        </Step>
      )}
      {incident.assessment &&
        incident.duties.map((whom) => (
          <Step key={whom} text={`notify.${whom}`} busy={busy} act={act("notify", { whom })}>
            {incident.overdue && whom === "authority" && <Area name="delay" />}
          </Step>
        ))}
      <Step text="incident.note" busy={busy} act={act("notes")}>
        <Area name="text" />
      </Step>
      {incident.assessment && !incident.duties.length && (
        <Step text="incident.close" busy={busy} act={act("close")}>
          <Area name="lessons" />
        </Step>
      )}
      <Told told={told} />
    </section>
  );
}

interface StepProps {
  text: StaffText;
  busy: boolean;
  act: (event: SubmitEvent) => void;
  children?: ComponentChildren;
}

function Step({ text, busy, act, children }: StepProps) {
  const { say } = useStaffText();
  return (
    <form class="step" onSubmit={act}>
      {children}
      <button type="submit" class="button button-small" disabled={busy}>
        {say(text)}
      </button>
    </form>
  );
}

function Area({ name }: { name: "reasons" | "consequences" | "measures" | "delay" | "text" | "lessons" }) {
  const { say } = useStaffText();
  return (
    <label class="stacked">
      <span>{say(`incident.${name}`)}</span>
      <textarea class="field" name={name} rows={2} required maxLength={2000} />
    </label>
  );
}
