import type { Erasure } from "../../model";
import { moment } from "../../text";
import { type StaffText, useStaffText } from "../../text/staff";
import { useAct } from "../../ui/asking";
import type { SectionProps } from "../sections";
import { Told } from "../told";

export interface StaffErasure extends Omit<Erasure, "state"> {
  state: Erasure["state"] | "awaiting_approval" | "scheduled" | "cancelled";
  from?: string;
  to?: string;
  requested_by?: string;
  approve_by?: string;
  starts_at?: string;
  why?: string;
}

interface Props extends Omit<SectionProps, "team"> {
  erasure: StaffErasure;
  done: () => void;
}

/** One erasure. What awaits approval can be approved by another person for privacy, and called off by either. */
export function Row({ api, me, may, signInAgain, erasure, done }: Props) {
  const { say, language } = useStaffText();
  const { busy, told, run } = useAct<StaffText>();
  const decide = (what: "approve" | "cancel") =>
    run(async () => {
      await api.call("POST", `/v1/erasures/${erasure.id}/${what}`);
      done();
      return undefined;
    });
  const { state, scope, from, to, requested_at, approve_by, starts_at, requested_by, why } = erasure;
  const open = state === "awaiting_approval" || state === "scheduled";
  const span = from && to ? ` ${moment(from, language)} – ${moment(to, language)}` : "";
  return (
    <li>
      <span>
        <strong>
          {say(`scope.${scope}` as StaffText)}
          {span}
        </strong>
        <span class="note">
          {say("erasures.asked", { at: moment(requested_at, language) })} · {say(`erasure.${state}` as StaffText)}
          {why === "not_approved" && ` · ${say("erasures.unapproved")}`}
          {approve_by && ` · ${say("erasures.by", { at: moment(approve_by, language) })}`}
          {open && starts_at && ` · ${say("erasures.starts", { at: moment(starts_at, language) })}`}
        </span>
      </span>
      {open && (
        <span class="actions">
          {state === "awaiting_approval" && may("erasures.approve") && requested_by !== me && (
            <button type="button" class="button button-small button-bad" disabled={busy} onClick={() => decide("approve")}>
              {say("erasures.approve")}
            </button>
          )}
          <button type="button" class="button button-small" disabled={busy} onClick={() => decide("cancel")}>
            {say("erasures.cancel")}
          </button>
        </span>
      )}
      <Told told={told} signInAgain={signInAgain} />
    </li>
  );
}
