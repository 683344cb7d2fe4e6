import { useEffect, useState } from "preact/hooks";
import { Problem } from "../../api";
import type { Job } from "../../model";
import { moment, sayCode } from "../../text";
import { useStaffText } from "../../text/staff";
import { Mark } from "../../ui/mark";
import type { SectionProps } from "../sections";
import { Told } from "../told";
import { Bench } from "./bench";
import type { Ended } from "./deciding";
import { queueOf } from "./model";

/** What waits for a person: the queue, and the one that is looked at. */
export function ReviewSection({ api }: SectionProps) {
  const { say } = useStaffText();
  const [jobs, setJobs] = useState<readonly Job[]>();
  const [at, setAt] = useState(0);
  const [told, setTold] = useState<Ended | Problem>();
  const load = () => {
    setAt(0);
    queueOf(api).then(setJobs, (error: unknown) => setTold(error instanceof Problem ? error : new Problem("broken")));
  };
  useEffect(load, [api]);
  const job = jobs?.[at];
  const ended = (how: Ended) => {
    setTold(how);
    if (how === "review.skipped") setAt((at + 1) % (jobs?.length ?? 1));
    else setJobs(jobs?.filter((_, i) => i !== at));
    if (jobs && at >= jobs.length - 1) setAt(0);
  };
  return (
    <section aria-labelledby="review">
      <h2 id="review">{say("review.title", { n: jobs?.length ?? "…" })}</h2>
      <Told told={told} />
      {jobs && job && (
        <div class="review">
          <Queue jobs={jobs} at={at} choose={setAt} />
          <Bench key={job.id} api={api} job={job} ended={ended} />
        </div>
      )}
      {jobs && !job && <Empty again={load} />}
    </section>
  );
}

function Queue({ jobs, at, choose }: { jobs: readonly Job[]; at: number; choose: (at: number) => void }) {
  const { say, language } = useStaffText();
  return (
    <ol class="queue" aria-label={say("review.queue")}>
      {jobs.map((job, i) => (
        <li key={job.id}>
          <button type="button" aria-current={i === at ? "true" : undefined} onClick={() => choose(i)}>
            <strong>{sayCode(say, "reason", job.reason ?? "", job.reason_detail)}</strong>
            <span class="note">{moment(job.created_at, language)}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function Empty({ again }: { again: () => void }) {
  const { say } = useStaffText();
  return (
    <div class="empty">
      <Mark />
      <p>{say("review.empty")}</p>
      <button type="button" class="button" onClick={again}>
        {say("review.again")}
      </button>
    </div>
  );
}
