import { Problem } from "../api";
import { type StaffText, useStaffText } from "../text/staff";
import { staffEn } from "../text/staff_en";

/** How something ended, if it did. */
export type Outcome = StaffText | Problem | undefined;

interface Props {
  told: Outcome;
  /** The way out of what takes a fresh sign-in. */
  signInAgain?: () => void;
}

/** How something ended, read out when it changes: what was done, or what went wrong and what to do. */
export function Told({ told, signInAgain }: Props) {
  const { say } = useStaffText();
  const wrong = told instanceof Problem;
  return (
    <p class={wrong ? "told told-bad" : "told"} role={wrong ? "alert" : "status"}>
      {told && say(wrong ? textOf(told) : told)}
      {signInAgain && wrong && told.code === "fresh_sign_in_required" && (
        <button type="button" class="button button-small" onClick={signInAgain}>
          {say("team.sign_in.again")}
        </button>
      )}
    </p>
  );
}

// What users read of these speaks of the app that sent them.
const FOR_STAFF = { session: "team.over.title", forbidden: "code.not_allowed" } as const;

/** The text for a problem: by its code where we know what to do about it, else by its kind. */
function textOf({ code, kind }: Problem): StaffText {
  const text = `code.${code}`;
  if (text in staffEn) return text as StaffText;
  return kind === "session" || kind === "forbidden" ? FOR_STAFF[kind] : `problem.${kind}`;
}
