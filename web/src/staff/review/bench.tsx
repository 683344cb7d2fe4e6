import { useEffect, useRef, useState } from "preact/hooks";
import type { Api } from "../../api";
import { NONE, withNew } from "../../boxes/new_box";
import { Picture } from "../../boxes/picture";
import type { Job } from "../../model";
import { useStaffText } from "../../text/staff";
import { useAct, useAnswer } from "../../ui/asking";
import { Told } from "../told";
import { type Ended, reject, release } from "./deciding";
import { drawnBy, type Review } from "./model";
import { type Acts, Tools } from "./tools";

interface Props {
  api: Api;
  job: Job;
  ended: (how: Ended) => void;
}

/** One held picture: look, draw what else has to be hidden, and decide. Every button has its key. */
export function Bench({ api, job, ended }: Props) {
  const { say } = useStaffText();
  const { answer: review, failure, again } = useAnswer<Review>(api, `/v1/reviews/${job.id}`);
  const [drawn, draw] = useState(NONE);
  const [sure, setSure] = useState(false);
  const [seen, setSeen] = useState<"yes" | "no" | "elsewhere">("yes");
  const { busy, told, run } = useAct<Ended>();
  const bench = useRef<HTMLDivElement>(null);
  useEffect(() => bench.current?.focus({ preventScroll: true }), []);
  useEffect(() => setSeen("yes"), [review?.view]);
  useEffect(() => review && draw(drawnBy(review)), [review?.etag]);
  useEffect(() => {
    if (failure?.kind === "gone") ended("review.elsewhere");
  }, [failure]);
  const decide = (doing: Promise<Ended>) =>
    run(async () => {
      ended(await doing);
      return undefined;
    });
  const acts: Acts = {
    b: () => draw(withNew(drawn)),
    n: () => ended("review.skipped"),
    ...(review && !busy && { x: () => (sure ? decide(reject(api, review)) : setSure(true)) }),
    ...(review && !busy && seen !== "no" && { r: () => decide(release(api, review, drawn.boxes)) }),
  };
  const found = review?.regions ?? [];
  return (
    <div
      class="bench"
      ref={bench}
      tabIndex={-1}
      role="group"
      aria-label={say("review.bench")}
      onKeyDown={(event) => pressed(event, acts)}
    >
      {review?.view && seen === "yes" && (
        <Picture src={review.view} regions={found} drawn={drawn} change={draw} onError={() => setSeen("no")} />
      )}
      {seen !== "yes" && <Unseen again={again} link={review?.view} looked={() => setSeen("elsewhere")} />}
      <p class="note">{found.length ? say("review.covered", { n: found.length }) : say("review.nothing")}</p>
      <Tools acts={acts} drawn={drawn} change={draw} sure={sure} />
      <Told told={failure ?? told} />
    </div>
  );
}

function pressed(event: KeyboardEvent, acts: Acts): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = acts[event.key.toLowerCase() as keyof Acts];
  if (!act) return;
  event.preventDefault();
  act();
}

/** The link's minute may be over, or the browser does not know the format: nothing is released unseen. */
function Unseen({ again, link, looked }: { again: () => void; link: string | undefined; looked: () => void }) {
  const { say } = useStaffText();
  return (
    <div class="caution">
      <p>{say("review.unseen")}</p>
      <p class="actions">
        <button type="button" class="button" onClick={again}>
          {say("again")}
        </button>
        <a class="button" href={link} target="_blank" rel="noopener noreferrer" onClick={looked}>
          {say("download")}
        </a>
      </p>
    </div>
  );
}
