import { useEffect, useState } from "preact/hooks";
import { moment } from "../text";
import { useStaffText } from "../text/staff";
import { useAnswer } from "../ui/asking";
import type { SectionProps } from "./sections";
import { Told } from "./told";

interface Entry {
  id: string;
  at: string;
  /** An account of the staff, or `client`, or `operator`. */
  by: string;
  action: string;
  on: string;
  /** By path, the value before and after. */
  changes: Record<string, [unknown, unknown]>;
}

interface Page {
  entries: Entry[];
  next?: string;
}

/** Who did what, newest first. */
export function AuditSection({ api, me }: SectionProps) {
  const { say, language } = useStaffText();
  const [after, setAfter] = useState("");
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const { answer, failure } = useAnswer<Page>(api, `/v1/team/audit?limit=50${after}`);
  useEffect(() => {
    if (answer) setEntries((before) => (after ? [...before, ...answer.entries] : answer.entries));
  }, [answer]);
  const more = () => setAfter(`&after=${encodeURIComponent(answer?.next ?? "")}`);
  return (
    <>
      <h2>{say("audit.title")}</h2>
      <p class="lead">{say("audit.lead")}</p>
      <section class="sheet-box" aria-label={say("audit.title")}>
        <Told told={failure} />
        <ol class="timeline">
          {entries.map(({ id, at, by, action, on, changes }) => (
            <li key={id}>
              <span class="note">
                {moment(at, language)} · {by === me ? say("members.you") : by}
              </span>
              <strong>
                {action} {on && <code class="note">{on}</code>}
              </strong>
              {Object.entries(changes).map(([path, [was, now]]) => (
                <span key={path}>{say("audit.change", { path, was: JSON.stringify(was), now: JSON.stringify(now) })}</span>
              ))}
            </li>
          ))}
        </ol>
        {answer?.next && (
          <button type="button" class="button" onClick={more}>
            {say("audit.more")}
          </button>
        )}
      </section>
    </>
  );
}
