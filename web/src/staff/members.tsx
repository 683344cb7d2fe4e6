import { useEffect, useState } from "preact/hooks";
import { type Api, kindOf } from "../api";
import { type Text, useText } from "../text";

const ROLES = ["admin", "reviewer", "privacy"] as const;

interface Member {
  id: string;
  email?: string;
  roles: string[];
  state?: string;
}

/** The team's staff: who is in it, and an invitation by mail for who is not yet. */
export function Members({ api }: { api: Api }) {
  const { say } = useText();
  const [members, setMembers] = useState<Member[]>();
  const [told, setTold] = useState<Text>();
  const fail = (error: unknown) => setTold(`problem.${kindOf(error)}`);
  const load = () => {
    api.call<{ members: Member[] }>("GET", "/v1/team/members").then((found) => setMembers(found.members), fail);
  };
  useEffect(load, [api]);
  const invite = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const asked = new FormData(form);
    const done = () => {
      form.reset();
      setTold("members.invited");
      load();
    };
    const body = { email: asked.get("email"), roles: asked.getAll("role") };
    api.call("POST", "/v1/team/members", body).then(done, fail);
  };
  return (
    <section class="sheet-box">
      <h2>{say("members.title")}</h2>
      <ul class="members">
        {members?.map(({ id, email, roles, state }) => (
          <li key={id}>
            <span>{email ?? id}</span>
            <span class="note">
              {roles.join(", ")} {state === "invited" && `· ${say("members.waits")}`}
            </span>
          </li>
        ))}
      </ul>
      <form onSubmit={invite}>
        <label class="line">
          <span>{say("members.email")}</span>
          <input class="field" type="email" name="email" required autocomplete="off" />
        </label>
        <fieldset>
          <legend>{say("members.roles")}</legend>
          {ROLES.map((role) => (
            <label key={role} class="check">
              <input type="checkbox" name="role" value={role} /> {say(`role.${role}`)}
            </label>
          ))}
        </fieldset>
        <button type="submit" class="button button-main">
          {say("members.invite")}
        </button>
      </form>
      <p aria-live="polite">{told && say(told)}</p>
    </section>
  );
}
