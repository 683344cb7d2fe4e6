import { useEffect, useRef } from "preact/hooks";
import type { Api } from "../api";
import { megabytes, moment, type Text, useText } from "../text";
import { useAct, useAnswer } from "../ui/asking";
import { save } from "../ui/saving";
import { Told } from "./told";

interface Export {
  id: string;
  state: "running" | "completed" | "failed" | "expired";
  requested_at: string;
  expires_at?: string;
  size?: number;
  counts: { jobs: number };
  /** A link of at most five minutes, while the file is there and nothing stands still. */
  download?: string;
}

const FIRST = 2_000; // milliseconds between two looks while one is made; a large one takes minutes, so they grow
const LONGEST = 8_000;
const SHOWN = 3;

/** Everything of the user as a file to take along (GDPR Art. 15, 20): asked for, followed, downloaded. */
export function Exports({ api }: { api: Api }) {
  const { say } = useText();
  const { answer, failure, again } = useAnswer<{ exports: Export[] }>(api, `/v1/me/exports?limit=${SHOWN}`);
  const { busy, told, run } = useAct<Text>();
  const running = answer?.exports.some(({ state }) => state === "running") ?? false;
  const pause = useRef(FIRST);
  useEffect(() => {
    const now = pause.current;
    pause.current = running ? Math.min(now * 1.5, LONGEST) : FIRST;
    if (!running) return;
    const timer = setTimeout(again, now);
    return () => clearTimeout(timer);
  }, [answer]);
  const ask = () =>
    run(async () => {
      await api.call("POST", "/v1/me/exports");
      again();
      return undefined;
    });
  return (
    <section class="sheet-box">
      <h2>{say("exports.title")}</h2>
      <p>{say("exports.text")}</p>
      {answer && answer.exports.length > 0 && (
        <ul class="rows" aria-live="polite">
          {answer.exports.map((one) => (
            <Row key={one.id} one={one} busy={busy} save={() => run(() => download(api, one.id))} />
          ))}
        </ul>
      )}
      <p class="actions">
        <button type="button" class="button" disabled={busy || running} onClick={ask}>
          {say("exports.ask")}
        </button>
        {failure && !told && (
          <button type="button" class="button button-quiet" onClick={again}>
            {say("again")}
          </button>
        )}
      </p>
      <Told told={told ?? failure} />
    </section>
  );
}

function Row({ one, busy, save }: { one: Export; busy: boolean; save: () => void }) {
  const { say, language } = useText();
  const notes = [moment(one.requested_at, language)];
  if (one.state === "running") notes.push(say("export.far", { n: one.counts.jobs }));
  if (one.size !== undefined) notes.push(megabytes(one.size, language));
  if (one.expires_at) notes.push(say("receipt.until", { at: moment(one.expires_at, language) }));
  return (
    <li>
      <span>
        <strong>{say(`export.${one.state}`)}</strong>
        <span class="note">{notes.join(" · ")}</span>
      </span>
      {one.state === "completed" && (
        <button type="button" class="button button-small" disabled={busy} onClick={save}>
          {say("exports.save")}
        </button>
      )}
    </li>
  );
}

/** Save the file. Links live five minutes, so it is asked for a new one. */
async function download(api: Api, id: string): Promise<Text | undefined> {
  const { state, download: link } = await api.call<Export>("GET", `/v1/me/exports/${id}`);
  if (!link) return state === "completed" ? "exports.still" : "export.expired";
  save(link);
  return undefined;
}
