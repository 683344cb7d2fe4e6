import { useState } from "preact/hooks";
import { useStaffText } from "../../text/staff";
import { Field, Part, Save, useChanging } from "./changing";
import { Choose } from "./choose";
import type { FormProps } from "./model";

const POLICIES = ["erase", "remask"] as const;

/** What becomes of others' photos when somebody is erased who is named in them. */
export function Depicted({ api, now, taken }: FormProps) {
  const { say } = useStaffText();
  const { busy, told, change } = useChanging(api, now, taken);
  const [wanted, setWanted] = useState<string>(now.depicted);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    change({ depicted: wanted });
  };
  return (
    <Part title="depicted.title" text="depicted.text" told={told}>
      <form onSubmit={send}>
        <Field name={say("depicted.policy")} path="depicted" told={told}>
          <Choose value={wanted} values={POLICIES} nameOf={(policy) => say(`depicted.${policy}`)} choose={setWanted} />
        </Field>
        <Save busy={busy} />
      </form>
    </Part>
  );
}
