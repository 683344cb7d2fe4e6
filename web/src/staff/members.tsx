import { type StaffText, useStaffText } from "../text/staff";
import { useAct, useAnswer } from "../ui/asking";
import { Invite } from "./invite";
import type { SectionProps } from "./sections";
import { Told } from "./told";

export const ROLES = ["admin", "reviewer", "privacy"] as const;

interface Member {
  id: string;
  email?: string;
  roles: string[];
  state?: string;
}

/** The team's staff: who is in it and may do what, and an invitation by mail for who is not yet. */
export function Members({ api, me }: SectionProps) {
  const { say } = useStaffText();
  const { answer, failure, again } = useAnswer<{ members: Member[] }>(api, "/v1/team/members");
  const { busy, told, run } = useAct<StaffText>();
  const changed = (doing: Promise<unknown>, text: StaffText) =>
    run(async () => {
      await doing;
      again();
      return text;
    });
  const setRoles = (member: Member, role: string) => {
    const roles = ROLES.filter((name) => member.roles.includes(name) !== (name === role));
    changed(api.call("PUT", `/v1/team/members/${member.id}/roles`, { roles }), "members.changed");
  };
  const remove = ({ id }: Member) => changed(api.call("DELETE", `/v1/team/members/${id}`), "members.removed");
  return (
    <>
      <section class="sheet-box">
        <h2>{say("members.title")}</h2>
        <ul class="rows">
          {answer?.members.map((member) => (
            <Row key={member.id} member={member} mine={member.id === me} busy={busy} turn={setRoles} remove={remove} />
          ))}
        </ul>
        <Told told={failure ?? told} />
      </section>
      <Invite api={api} invited={again} />
    </>
  );
}

interface RowProps {
  member: Member;
  mine: boolean;
  busy: boolean;
  turn: (member: Member, role: string) => void;
  remove: (member: Member) => void;
}

function Row({ member, mine, busy, turn, remove }: RowProps) {
  const { say } = useStaffText();
  const name = member.email ?? member.id;
  return (
    <li>
      <span>
        <strong>{name}</strong>
        {(mine || member.state === "invited") && <span class="note">{say(mine ? "members.you" : "members.waits")}</span>}
      </span>
      <fieldset class="chips" disabled={busy || mine}>
        <legend class="hidden">{say("members.roles.of", { name })}</legend>
        {ROLES.map((role) => (
          <label key={role} class="chip">
            <input type="checkbox" checked={member.roles.includes(role)} onChange={() => turn(member, role)} />{" "}
            {say(`role.${role}`)}
          </label>
        ))}
      </fieldset>
      {!mine && (
        <button
          type="button"
          class="button button-small button-bad"
          disabled={busy}
          aria-label={say("members.remove.who", { name })}
          onClick={() => remove(member)}
        >
          {say("members.remove")}
        </button>
      )}
    </li>
  );
}
