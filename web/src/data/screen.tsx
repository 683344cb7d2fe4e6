import { useEffect, useState } from "preact/hooks";
import { type Api, type Kind, kindOf } from "../api";
import type { Job, Page } from "../model";
import { useStore } from "../store";
import { moment, sayCode, useText } from "../text";
import { Notice } from "../ui/notice";
import { Erase } from "./erase";
import { erasing } from "./erasing";

/** What is stored of the user, and the way to have it gone. */
export function DataScreen({ api }: { api: Api }) {
  const { say } = useText();
  const { step } = useStore(erasing);
  const [jobs, setJobs] = useState<Job[] | undefined>();
  const [problem, setProblem] = useState<Kind>();
  const load = () => {
    setProblem(undefined);
    all(api).then(setJobs, (error: unknown) => setProblem(kindOf(error)));
  };
  useEffect(() => {
    if (step === "none") load(); // once it is being erased, there is nothing to list
  }, [api]);
  return (
    <>
      <h1>{say("data.title")}</h1>
      <p class="lead">{say("data.lead")}</p>
      {step === "none" && problem && (
        <Notice tone="bad" urgent>
          <p>{say(`problem.${problem}`)}</p>
          <button type="button" class="button" onClick={load}>
            {say("again")}
          </button>
        </Notice>
      )}
      {step === "none" && jobs && <Stored jobs={jobs} />}
      {(jobs || step !== "none") && <Erase api={api} jobs={jobs ?? []} />}
    </>
  );
}

async function all(api: Api): Promise<Job[]> {
  const found: Job[] = [];
  let after = "";
  do {
    const page: Page = await api.call<Page>("GET", `/v1/me/jobs?limit=100${after}`);
    found.push(...page.jobs);
    after = page.next ? `&after=${encodeURIComponent(page.next)}` : "";
  } while (after);
  return found;
}

function Stored({ jobs }: { jobs: readonly Job[] }) {
  const { say, language } = useText();
  if (!jobs.length) return <p>{say("data.nothing")}</p>;
  return (
    <div class="table" role="region" aria-label={say("data.stored")} tabIndex={0}>
      <table>
        <caption>{say("data.stored")}</caption>
        <thead>
          <tr>
            <th scope="col">{say("data.when")}</th>
            <th scope="col">{say("data.state")}</th>
            <th scope="col">{say("data.what")}</th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.id}>
              <td>{moment(job.created_at, language)}</td>
              <td>
                {sayCode(say, "state", job.state)}
                {job.reason && <span class="note"> {sayCode(say, "reason", job.reason, job.reason_detail)}</span>}
              </td>
              <td>{say(keptOf(job))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What is kept of a job in its state. */
function keptOf({ state }: Job) {
  if (state === "done") return "kept.result" as const;
  return state === "review" || state === "failed" || state === "masking" ? "kept.original" : "kept.record";
}
