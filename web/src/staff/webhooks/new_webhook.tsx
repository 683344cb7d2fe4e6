import { type StaffText, useStaffText } from "../../text/staff";
import { useAct } from "../../ui/asking";
import type { SectionProps } from "../sections";
import { Told } from "../told";
import type { Webhook } from "./section";

// Every type is in docs/architecture.md; the first two are what most want to know.
const USUAL = ["eu.moretta.job.done", "eu.moretta.job.review"];
const OTHERS = [
  "eu.moretta.job.rejected", "eu.moretta.job.failed",
  "eu.moretta.erasure.completed", "eu.moretta.erasure.partial", "eu.moretta.erasure.failed",
];

export function NewWebhook({ api, made }: Pick<SectionProps, "api"> & { made: (webhook: Webhook) => void }) {
  const { say } = useStaffText();
  const { busy, told, run } = useAct<StaffText>();
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const asked = new FormData(form);
    run(async () => {
      const body = { url: asked.get("url"), events: asked.getAll("event") };
      made(await api.call<Webhook>("POST", "/v1/team/webhooks", body));
      form.reset();
      return undefined;
    });
  };
  return (
    <form class="sheet-box" onSubmit={add}>
      <h3>{say("webhooks.new")}</h3>
      <label class="line">
        <span>{say("webhooks.url")}</span>
        <input
          class="field field-wide"
          type="url"
          name="url"
          required
          pattern="https://.*"
          placeholder="https://hooks.example.org/moretta"
        />
      </label>
      <fieldset class="choices-grid">
        <legend>{say("webhooks.events")}</legend>
        {[...USUAL, ...OTHERS].map((type) => (
          <label key={type} class="check">
            <input type="checkbox" name="event" value={type} defaultChecked={USUAL.includes(type)} />{" "}
            {type.replace("eu.moretta.", "")}
          </label>
        ))}
      </fieldset>
      <button type="submit" class="button button-main" disabled={busy}>
        {say("webhooks.add")}
      </button>
      <Told told={told} />
    </form>
  );
}
