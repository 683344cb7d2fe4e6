import { type StaffText, useStaffText } from "../text/staff";
import { useAct } from "../ui/asking";
import { ROLES } from "./members";
import type { SectionProps } from "./sections";
import { Told } from "./told";

/** An invitation by mail; who follows it chooses a password and a second factor. */
export function Invite({ api, invited }: Pick<SectionProps, "api"> & { invited: () => void }) {
  const { say } = useStaffText();
  const { busy, told, run } = useAct<StaffText>();
  const invite = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const asked = new FormData(form);
    run(async () => {
      await api.call("POST", "/v1/team/members", { email: asked.get("email"), roles: asked.getAll("role") });
      form.reset();
      invited();
      return "members.invited";
    });
  };
  return (
    <form class="sheet-box" onSubmit={invite}>
      <h3>{say("members.invite")}</h3>
      <label class="line">
        <span>{say("members.email")}</span>
        <input class="field" type="email" name="email" required autocomplete="off" />
      </label>
      <fieldset>
        <legend class="hidden">{say("members.roles")}</legend>
        {ROLES.map((role) => (
          <label key={role} class="check">
            <input type="checkbox" name="role" value={role} /> {say(`role.${role}`)}
          </label>
        ))}
      </fieldset>
      <p class="note">{say("members.factor")}</p>
      <button type="submit" class="button button-main" disabled={busy}>
        {say("members.invite")}
      </button>
      <Told told={told} />
    </form>
  );
}
