import { useStaffText } from "../../text/staff";
import { Field, Part, Save, useChanging } from "./changing";
import type { FormProps } from "./model";

const NAMES = ["controller", "contact", "dpo", "accountable"] as const;

/** Whom people can ask; all of it stands in the team's notice. An empty field is none. */
export function Contacts({ api, now, taken }: FormProps) {
  const { say } = useStaffText();
  const { busy, told, change } = useChanging(api, now, taken);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const said = new FormData(event.currentTarget as HTMLFormElement);
    const texts = NAMES.map((name) => [name, String(said.get(name) ?? "").trim() || null]);
    change({ contacts: Object.fromEntries(texts) });
  };
  return (
    <Part title="contacts.title" text="contacts.text" told={told}>
      <form onSubmit={send}>
        {NAMES.map((name) => (
          <Field key={name} name={say(`contacts.${name}`)} path={`contacts.${name}`} told={told}>
            <input class="field field-wide" name={name} defaultValue={now.contacts[name] ?? ""} />
          </Field>
        ))}
        <Save busy={busy} />
      </form>
    </Part>
  );
}
