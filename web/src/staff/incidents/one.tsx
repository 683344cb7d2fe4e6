import { moment } from "../../text";
import { useStaffText } from "../../text/staff";
import type { SectionProps } from "../sections";
import { Clock } from "./clock";
import { Drafts } from "./drafts";
import type { Incident } from "./model";
import { Steps } from "./steps";

interface Props extends Pick<SectionProps, "api"> {
  incident: Incident;
  writes: boolean;
  changed: () => void;
  back: () => void;
}

/** One incident: its clock, what is owed, the next step, drafts, and a timeline that only grows. */
export function One({ api, incident, writes, changed, back }: Props) {
  const { say, language } = useStaffText();
  const { description, kind, affected, assessment, notified, lessons, timeline } = incident;
  return (
    <>
      <button type="button" class="button button-quiet" onClick={back}>
        {say("incidents.back")}
      </button>
      <h2>{description}</h2>
      <section class="sheet-box facts">
        <Clock incident={incident} />
        <p>
          {say(`incident.${kind}`)} ·{" "}
          {say("incident.affected", { jobs: affected.jobs, subjects: affected.subjects, more: affected.whole ? "" : "+" })}
        </p>
        {assessment && (
          <p>
            <strong>{say(`risk.${assessment.risk}`)}</strong> {assessment.reasons}
          </p>
        )}
        {(["authority", "people"] as const).map(
          (whom) => notified[whom] && <p key={whom}>{say(`notified.${whom}`, { at: moment(notified[whom], language) })}</p>,
        )}
        {lessons && <p>{lessons}</p>}
      </section>
      {writes && incident.state === "open" && <Steps api={api} incident={incident} changed={changed} />}
      <Drafts api={api} id={incident.id} turn={timeline.length} />
      <section class="sheet-box">
        <h3>{say("incident.timeline")}</h3>
        <ol class="timeline">
          {timeline.map(({ at, action, text }, i) => (
            <li key={i}>
              <span class="note">
                {moment(at, language)} · {action}
              </span>
              <span>{text}</span>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}
