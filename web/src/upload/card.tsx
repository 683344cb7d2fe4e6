import { useState } from "preact/hooks";
import type { Api } from "../api";
import type { Config } from "../config";
import { megabytes, type Say, sayCode, useText } from "../text";
import { lazy } from "../ui/lazy";
import { save } from "../ui/saving";
import { refreshed } from "./follower";
import { dropped, type Photo } from "./photos";
import { cancel, send } from "./sender";

const Report = lazy(async () => (await import("./report")).Report);

interface Props {
  photo: Photo;
  config: Config;
  api: Api;
}

export function Card({ photo, config, api }: Props) {
  const { say, language } = useText();
  const size = megabytes(config.mostBytes, language);
  return (
    <li class={`card card-${toneOf(photo)}`}>
      <Pair photo={photo} api={api} />
      <div class="card-text">
        <p class="card-name" title={photo.file.name}>
          {photo.file.name}
        </p>
        <p class="card-state" aria-live="polite">
          <span class="dot" aria-hidden="true" /> {stateOf(photo, say)}
        </p>
        {photo.stage === "sending" && <progress max={1} value={photo.share} aria-label={photo.file.name} />}
        {noteOf(photo, say, size).map((note) => (
          <p key={note} class="note">
            {note}
          </p>
        ))}
        <Actions photo={photo} api={api} />
      </div>
    </li>
  );
}

/** The result beside the original, which never left this browser's memory for it. */
function Pair({ photo, api }: { photo: Photo; api: Api }) {
  const { say } = useText();
  const [shown, setShown] = useState(true);
  const [renewed, setRenewed] = useState(false);
  const link = photo.job?.download;
  const renew = () => {
    if (!renewed) void refreshed(api, photo).catch(() => undefined); // links live five minutes
    setRenewed(true);
  };
  return (
    <div class={`pair ${link ? "pair-both" : ""}`}>
      <figure>
        {shown ? (
          <img src={photo.before} alt="" onError={() => setShown(false)} />
        ) : (
          <p class="pair-none">{say("preview.none")}</p>
        )}
        {link && <figcaption>{say("before")}</figcaption>}
      </figure>
      {link && (
        <figure>
          <img src={link} alt={say("after")} onError={renew} onLoad={() => setRenewed(false)} />
          <figcaption>{say("after")}</figcaption>
        </figure>
      )}
    </div>
  );
}

function Actions({ photo, api }: { photo: Photo; api: Api }) {
  const { say } = useText();
  const { stage, job, id } = photo;
  const about = photo.file.name;
  if (stage === "sending" || stage === "waiting") {
    return <Action label={say("cancel")} about={about} act={() => cancel(api, id)} />;
  }
  return (
    <div class="actions">
      {job?.download && (
        <>
          <Action kind="button-main" label={say("download")} about={about} act={() => void download(api, photo)} />
          <Reporting photo={photo} api={api} />
        </>
      )}
      {stage === "halted" && photo.problem !== "file" && (
        <Action label={say("again")} about={about} act={() => send(api, [id])} />
      )}
      {stage !== "sent" && <Action label={say("remove")} about={about} act={() => dropped(id)} />}
    </div>
  );
}

/** The way to say that something was missed, over a result whose link is fresh: links live five minutes. */
function Reporting({ photo, api }: { photo: Photo; api: Api }) {
  const { say } = useText();
  const [open, setOpen] = useState(false);
  const begin = () => void refreshed(api, photo).then((link) => setOpen(!!link), () => undefined);
  return (
    <>
      <Action kind="button-quiet" label={say("report")} about={photo.file.name} act={begin} />
      {open && <Report api={api} photo={photo} closed={() => setOpen(false)} />}
    </>
  );
}

interface ActionProps {
  label: string;
  about: string;
  act: () => void;
  kind?: string;
}

function Action({ label, about, act, kind = "" }: ActionProps) {
  return (
    <button type="button" class={`button ${kind}`} aria-label={`${label}: ${about}`} onClick={act}>
      {label}
    </button>
  );
}

/** Save the result. Links live five minutes, so it is asked for a new one. */
async function download(api: Api, photo: Photo): Promise<void> {
  const link = await refreshed(api, photo).catch(() => undefined);
  if (link) save(link); // else the card or the page says why
}

function stateOf({ stage, share, job }: Photo, say: Say): string {
  if (stage === "sending") return say("state.sending", { share: Math.round(share * 100) });
  if (stage === "unfit") return say("state.rejected");
  if (stage !== "sent" || !job) return sayCode(say, "state", stage);
  const hidden = job.regions?.length ?? 0;
  if (job.state !== "done" || !hidden) return sayCode(say, "state", job.state);
  return hidden === 1 ? say("state.done.one") : say("state.done.n", { n: hidden });
}

function noteOf({ unfit, problem, job, renewed, stage }: Photo, say: Say, size: string): string[] {
  const notes = [];
  if (unfit) notes.push(say(`unfit.${unfit}`, { size }));
  if (stage === "halted" && problem) notes.push(say(`problem.${problem}`));
  if (job?.reason) notes.push(sayCode(say, "reason", job.reason, job.reason_detail));
  if (job?.state === "review") notes.push(say(job.reason === "reported" ? "review.reported" : "review.note"));
  if (job?.state === "failed") notes.push(say("failed.note"));
  if (renewed) notes.push(say("renewed"));
  return notes;
}

function toneOf({ stage, job }: Photo): string {
  if (stage === "halted" || stage === "unfit") return "bad";
  if (stage !== "sent" || !job) return stage;
  if (job.state === "rejected" || job.state === "failed" || job.state === "expired") return "bad";
  return job.state === "review" ? "warn" : job.state === "done" ? "good" : "sending";
}
