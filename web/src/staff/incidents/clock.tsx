import { useStaffText } from "../../text/staff";
import type { Incident } from "./model";

const WHOLE = 72 * 3600; // seconds: GDPR Art. 33(1)

/** How much of the 72 hours is left, while somebody must still be told. */
export function Clock({ incident: { state, duties, seconds_left, overdue } }: { incident: Incident }) {
  const { say } = useStaffText();
  if (state === "closed") return <span class="badge">{say("incident.closed")}</span>;
  if (!duties.length) return <span class="badge badge-good">{say("incident.told")}</span>;
  const hours = Math.floor(Math.abs(seconds_left) / 3600);
  const text = say(overdue ? "incident.overdue" : "incident.left", { hours });
  return (
    <span class={overdue ? "clock clock-over" : "clock"}>
      <strong>{text}</strong>
      <progress max={WHOLE} value={Math.max(seconds_left, 0)} aria-label={text} />
    </span>
  );
}
