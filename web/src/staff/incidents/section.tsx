import { useState } from "preact/hooks";
import { moment } from "../../text";
import { useStaffText } from "../../text/staff";
import { useAnswer } from "../../ui/asking";
import type { SectionProps } from "../sections";
import { Told } from "../told";
import { Clock } from "./clock";
import type { Incident } from "./model";
import { One } from "./one";
import { OpenIncident } from "./open";

/** Breaches: each with its 72 hours, what is owed, and what was done. */
export function IncidentSection({ api, may }: SectionProps) {
  const { say } = useStaffText();
  const { answer, failure, again } = useAnswer<{ incidents: Incident[] }>(api, "/v1/incidents");
  const [at, setAt] = useState("");
  const writes = may("incidents.write");
  const chosen = answer?.incidents.find(({ id }) => id === at);
  if (chosen) {
    const back = () => setAt("");
    return <One key={chosen.id} api={api} incident={chosen} writes={writes} changed={again} back={back} />;
  }
  return (
    <>
      <h2>{say("incidents.title")}</h2>
      <p class="lead">{say("incidents.lead")}</p>
      <Told told={failure} />
      {answer && (
        <section class="sheet-box">
          <h3>{say("incidents.list")}</h3>
          {!answer.incidents.length && <p>{say("incidents.none")}</p>}
          <ul class="rows">
            {answer.incidents.map((incident) => (
              <Row key={incident.id} incident={incident} open={() => setAt(incident.id)} />
            ))}
          </ul>
        </section>
      )}
      {writes && (
        <OpenIncident
          api={api}
          opened={({ id }) => {
            setAt(id);
            again();
          }}
        />
      )}
    </>
  );
}

function Row({ incident, open }: { incident: Incident; open: () => void }) {
  const { say, language } = useStaffText();
  return (
    <li>
      <span>
        <strong>{incident.description}</strong>
        <span class="note">
          {say(`incident.${incident.kind}`)} · {moment(incident.aware_at, language)}
        </span>
      </span>
      <Clock incident={incident} />
      <button type="button" class="button button-small" onClick={open}>
        {say("incidents.show")}
      </button>
    </li>
  );
}
