import { useEffect, useState } from "preact/hooks";
import { type Api, type Kind, kindOf } from "../api";
import type { Job, Page } from "../model";
import { useStore } from "../store";
import { useText } from "../text";
import { Notice } from "../ui/notice";
import { Consents } from "./consents";
import { Before, Erase } from "./erase";
import { erasing } from "./erasing";
import { Exports } from "./exports";
import { Restrict } from "./restriction";
import { Stored } from "./stored";

/** What is stored of the user, what was agreed to, and the way to have it gone. */
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
  }, [api, step]);
  return (
    <>
      <h1>{say("data.title")}</h1>
      <p class="lead">{say("data.lead")}</p>
      {step !== "none" && <Erase api={api} />}
      {step === "none" && problem && (
        <Notice tone="bad" urgent>
          <p>{say(`problem.${problem}`)}</p>
          <button type="button" class="button" onClick={load}>
            {say("again")}
          </button>
        </Notice>
      )}
      {step === "none" && jobs && (
        <>
          <Stored api={api} jobs={jobs} />
          <Exports api={api} />
          <Consents api={api} />
          <Restrict api={api} />
          <Before api={api} jobs={jobs} />
        </>
      )}
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
