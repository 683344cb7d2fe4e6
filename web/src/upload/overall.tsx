import type { Api } from "../api";
import { OPEN } from "../model";
import { useText } from "../text";
import type { Photo } from "./photos";
import { resume } from "./sender";

/** How far all photos are, together; read out politely when it changes. */
export function Overall({ api, all }: { api: Api; all: readonly Photo[] }) {
  const { say } = useText();
  const begun = all.filter(({ stage }) => stage !== "chosen" && stage !== "unfit");
  if (!begun.length) return null;
  const done = begun.filter(settled).length;
  const halted = begun.some(({ stage, problem }) => stage === "halted" && problem !== "file");
  const share = begun.reduce((sum, photo) => sum + shareOf(photo), 0) / begun.length;
  return (
    <section class="overall" aria-label={say("overall.label")}>
      <p aria-live="polite">
        <strong>{say("overall", { done, all: begun.length })}</strong>
        {done < begun.length && <span class="note"> · {say("overall.open", { n: begun.length - done })}</span>}
      </p>
      <progress max={1} value={share} aria-label={say("overall.label")} />
      {halted && (
        <button type="button" class="button" onClick={() => resume(api)}>
          {say("again.all")}
        </button>
      )}
    </section>
  );
}

function settled({ stage, job }: Photo): boolean {
  return stage === "sent" && !!job && !OPEN.includes(job.state);
}

// Sending is half of the way; the machine's part has no measure, so it counts when it is over.
function shareOf(photo: Photo): number {
  if (settled(photo)) return 1;
  return photo.stage === "sent" ? 0.6 : photo.share * 0.5;
}
