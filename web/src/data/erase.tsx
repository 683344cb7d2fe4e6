import { useState } from "preact/hooks";
import type { Api } from "../api";
import type { Erasure, Job } from "../model";
import { useStore } from "../store";
import { useText } from "../text";
import { Notice } from "../ui/notice";
import { close, erase, erasing, goOn } from "./erasing";
import { Receipt } from "./receipt_view";

/** How far an erasure is, and then what went, and the proof of it. */
export function Erase({ api }: { api: Api }) {
  const { say } = useText();
  const now = useStore(erasing);
  if (now.step === "halted") {
    return (
      <Notice tone="bad" title={say("erase.halted")} urgent>
        <p>{say(`problem.${now.problem}`)}</p>
        <button type="button" class="button" onClick={() => void goOn(api)}>
          {say("again")}
        </button>
      </Notice>
    );
  }
  if (now.step === "ended") {
    const { erasure, jws, checked } = now;
    return (
      <>
        <Ended erasure={erasure} />
        {jws && checked && <Receipt jws={jws} nonce={erasure.nonce} checked={checked} />}
        {erasure.scope === "job" && (
          <button type="button" class="button" onClick={close}>
            {say("erase.back")}
          </button>
        )}
      </>
    );
  }
  return (
    <Notice title={say("erase.running")}>
      <p aria-live="polite">{say("erase.running.text")}</p>
      <progress aria-label={say("erase.running")} />
    </Notice>
  );
}

/** What will go, and what that means. */
export function Before({ api, jobs }: { api: Api; jobs: readonly Job[] }) {
  const { say } = useText();
  const [sure, setSure] = useState(false);
  const n = jobs.length;
  return (
    <section class="notice notice-bad">
      <h2>{say("erase.title")}</h2>
      <p>{n === 1 ? say("erase.before.one") : say("erase.before", { n })}</p>
      <ul>
        <li>{say("erase.goes")}</li>
        <li>{say("erase.others")}</li>
        <li>{say("erase.stays")}</li>
      </ul>
      <label class="check">
        <input type="checkbox" checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />
        <span>{say("erase.sure")}</span>
      </label>
      <button type="button" class="button button-bad" disabled={!sure} onClick={() => void erase(api, "all")}>
        {say("erase.do")}
      </button>
    </section>
  );
}

function Ended({ erasure }: { erasure: Erasure }) {
  const { say } = useText();
  const [whole, one] = [erasure.state === "completed", erasure.scope === "job"];
  return (
    <Notice tone={whole ? "good" : "warn"} title={say(whole ? (one ? "erase.done.one" : "erase.done") : "erase.partial")} urgent>
      <p>{say(whole ? "erase.done.text" : "erase.partial.text")}</p>
    </Notice>
  );
}
