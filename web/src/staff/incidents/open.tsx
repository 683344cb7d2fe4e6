import { type StaffText, useStaffText } from "../../text/staff";
import { useAct } from "../../ui/asking";
import type { SectionProps } from "../sections";
import { Told } from "../told";
import { type Incident, KINDS } from "./model";

/** Open an incident: from now on, or from when the team became aware of it, its 72 hours run. */
export function OpenIncident({ api, opened }: Pick<SectionProps, "api"> & { opened: (incident: Incident) => void }) {
  const { say } = useStaffText();
  const { busy, told, run } = useAct<StaffText>();
  const open = (event: SubmitEvent) => {
    event.preventDefault();
    const asked = new FormData(event.currentTarget as HTMLFormElement);
    const times = (["aware_at", "from", "to"] as const).flatMap((name) => {
      const typed = String(asked.get(name));
      return typed ? [[name, new Date(typed).toISOString()]] : [];
    });
    const body = { kind: asked.get("kind"), description: asked.get("description"), ...Object.fromEntries(times) };
    run(async () => {
      opened(await api.call<Incident>("POST", "/v1/incidents", body));
      return undefined;
    });
  };
  return (
    <form class="sheet-box" onSubmit={open}>
      <h3>{say("incidents.open")}</h3>
      <label class="line">
        <span>{say("incidents.kind")}</span>
        <select class="field" name="kind">
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {say(`incident.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="stacked">
        <span>{say("incidents.description")}</span>
        <textarea class="field" name="description" rows={3} required maxLength={2000} />
      </label>
      {(["aware_at", "from", "to"] as const).map((name) => (
        <label key={name} class="line">
          <span>{say(`incidents.${name}`)}</span>
          <input class="field" type="datetime-local" name={name} />
        </label>
      ))}
      <button type="submit" class="button button-main" disabled={busy}>
        {say("incidents.start")}
      </button>
      <Told told={told} />
    </form>
  );
}
