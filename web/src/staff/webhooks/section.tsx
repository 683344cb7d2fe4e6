import { useState } from "preact/hooks";
import { type StaffText, useStaffText } from "../../text/staff";
import { useAct, useAnswer } from "../../ui/asking";
import type { SectionProps } from "../sections";
import { Told } from "../told";
import { Deliveries } from "./deliveries";
import { NewWebhook } from "./new_webhook";

export interface Webhook {
  id: string;
  url: string;
  events: string[];
  state: "enabled" | "disabled";
  reason?: string;
  /** In the answer to who makes or rotates it, and nowhere else. */
  secret?: string;
}

/** Where the team is told of what happens: each with a test delivery and the log of attempts. */
export function WebhookSection({ api }: SectionProps) {
  const { say } = useStaffText();
  const { answer, failure, again } = useAnswer<{ webhooks: Webhook[] }>(api, "/v1/team/webhooks");
  const [secret, setSecret] = useState("");
  const { told, run } = useAct<StaffText>();
  const made = (webhook: Webhook) => {
    setSecret(webhook.secret ?? "");
    again();
  };
  const remove = (id: string) =>
    run(async () => {
      await api.call("DELETE", `/v1/team/webhooks/${id}`);
      again();
      return "webhooks.removed";
    });
  return (
    <>
      <h2>{say("webhooks.title")}</h2>
      <p class="lead">{say("webhooks.lead")}</p>
      {secret && <Secret secret={secret} seen={() => setSecret("")} />}
      {answer?.webhooks.map((webhook) => (
        <One key={webhook.id} api={api} webhook={webhook} made={made} remove={() => remove(webhook.id)} />
      ))}
      <Told told={failure ?? told} />
      <NewWebhook api={api} made={made} />
    </>
  );
}

/** It is shown this once. */
function Secret({ secret, seen }: { secret: string; seen: () => void }) {
  const { say } = useStaffText();
  return (
    <div class="notice notice-warn" role="status">
      <h3>{say("webhooks.secret")}</h3>
      <p>
        <code>{secret}</code>
      </p>
      <p class="actions">
        <button type="button" class="button" onClick={() => void navigator.clipboard.writeText(secret)}>
          {say("webhooks.copy")}
        </button>
        <button type="button" class="button" onClick={seen}>
          {say("webhooks.secret.kept")}
        </button>
      </p>
    </div>
  );
}

interface OneProps extends Pick<SectionProps, "api"> {
  webhook: Webhook;
  made: (webhook: Webhook) => void;
  remove: () => void;
}

function One({ api, webhook, made, remove }: OneProps) {
  const { say } = useStaffText();
  const [tested, setTested] = useState(0);
  const { busy, told, run } = useAct<StaffText>();
  const path = `/v1/team/webhooks/${webhook.id}`;
  const test = () =>
    run(async () => {
      await api.call("POST", `${path}/test`);
      setTested(tested + 1);
      return "webhooks.tested";
    });
  const turn = (state: Webhook["state"]) =>
    run(async () => {
      made(await api.call<Webhook>("PATCH", path, { state }));
      return undefined;
    });
  const rotate = () =>
    run(async () => {
      made(await api.call<Webhook>("POST", `${path}/secret`));
      return undefined;
    });
  const on = webhook.state === "enabled";
  const button = (text: StaffText, act: () => void, kind = "") => (
    <button type="button" class={`button button-small ${kind}`} disabled={busy} onClick={act}>
      {say(text)}
    </button>
  );
  return (
    <section class="sheet-box" aria-label={webhook.url}>
      <h3 class="address">{webhook.url}</h3>
      <p class="note">
        <span class={on ? "badge badge-good" : "badge"}>{say(on ? "webhooks.enabled" : "webhooks.disabled")}</span>{" "}
        {webhook.events.map((event) => event.replace("eu.moretta.", "")).join(", ")}
      </p>
      <div class="actions">
        {on && button("webhooks.test", test)}
        {button(on ? "webhooks.disable" : "webhooks.enable", () => turn(on ? "disabled" : "enabled"))}
        {button("webhooks.rotate", rotate)}
        {button("webhooks.remove", remove, "button-bad")}
      </div>
      <Told told={told} />
      <Deliveries api={api} path={`${path}/deliveries`} turn={tested} />
    </section>
  );
}
