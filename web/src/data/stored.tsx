import { useState } from "preact/hooks";
import type { Api } from "../api";
import type { Job } from "../model";
import { moment, sayCode, useText } from "../text";
import { Dialog } from "../ui/dialog";
import { erase } from "./erasing";

/** Every photo of the user: its state, what is kept of it, and the way to have it gone alone. */
export function Stored({ api, jobs }: { api: Api; jobs: readonly Job[] }) {
  const { say, language } = useText();
  const [asked, setAsked] = useState<Job>();
  if (!jobs.length) return <p class="sheet-box">{say("data.nothing")}</p>;
  return (
    <>
      <section class="sheet-box">
        <h2>{say("data.stored")}</h2>
        <ul class="rows">
          {jobs.map((job) => (
            <li key={job.id}>
              <span>
                <strong>{say(keptOf(job))}</strong>
                <span class="note">
                  {moment(job.created_at, language)} · {sayCode(say, "state", job.state)}
                  {job.reason && `: ${sayCode(say, "reason", job.reason, job.reason_detail)}`}
                </span>
              </span>
              <button type="button" class="button button-small" onClick={() => setAsked(job)}>
                {say("erase.one")}
              </button>
            </li>
          ))}
        </ul>
      </section>
      {asked && <Sure api={api} job={asked} closed={() => setAsked(undefined)} />}
    </>
  );
}

function Sure({ api, job, closed }: { api: Api; job: Job; closed: () => void }) {
  const { say, language } = useText();
  return (
    <Dialog title={say("erase.one.title")} closed={closed}>
      <p>{say("erase.one.text", { at: moment(job.created_at, language) })}</p>
      <p class="actions">
        <button type="button" class="button button-bad" onClick={() => void erase(api, { job: job.id })}>
          {say("erase.one.do")}
        </button>
      </p>
    </Dialog>
  );
}

/** What is kept of a job in its state. */
function keptOf({ state }: Job) {
  if (state === "done") return "kept.result" as const;
  return state === "review" || state === "failed" || state === "masking" ? "kept.original" : "kept.record";
}
