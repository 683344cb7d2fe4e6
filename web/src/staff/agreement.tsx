import { moment } from "../text";
import { type StaffText, useStaffText } from "../text/staff";
import { useAct, useAnswer } from "../ui/asking";
import { Facts } from "./facts";
import type { SectionProps } from "./sections";
import { Told } from "./told";

interface Agreement extends Facts {
  version: string;
  /** Of the version in force; `grace`: an older one counts until `until`. */
  state: "accepted" | "grace" | "missing" | "not_needed";
  until?: string;
  clauses: { clause: string; heading: string; sentence: string }[];
  accepted: { version: string; at: string; by: string }[];
}

/** What the team and its processor agree (GDPR Art. 28): to read, and for an admin to accept. */
export function AgreementSection({ api, me, may }: SectionProps) {
  const { say, language } = useStaffText();
  const { answer, failure, again } = useAnswer<Agreement>(api, `/v1/team/agreement?language=${language}`);
  const { busy, told, run } = useAct<StaffText>();
  const accept = ({ version }: Agreement) =>
    run(async () => {
      await api.call("POST", "/v1/team/agreement", { version });
      again();
      return "agreement.done";
    });
  return (
    <>
      <h2>{say("agreement.title")}</h2>
      <p class="lead">{say("agreement.lead")}</p>
      <Told told={failure} />
      {answer && (
        <>
          <section class="sheet-box" aria-label={say("agreement.standing")}>
            <h3>{say(`agreement.state.${answer.state}`)}</h3>
            {answer.until && <p>{say("agreement.until", { until: moment(answer.until, language) })}</p>}
            <p class="note">{say("agreement.version", { version: answer.version })}</p>
            {answer.state !== "accepted" &&
              (may("agreement.accept") ? (
                <button type="button" class="button button-main" disabled={busy} onClick={() => accept(answer)}>
                  {say("agreement.accept")}
                </button>
              ) : (
                <p>{say("agreement.admin")}</p>
              ))}
            <Told told={told} />
            <ol class="timeline">
              {answer.accepted.map(({ version, at, by }) => (
                <li key={version}>
                  <span class="note">{moment(at, language)}</span>
                  {say("agreement.by", { version, by: by === me ? say("members.you") : by })}
                </li>
              ))}
            </ol>
          </section>
          <Text agreement={answer} />
        </>
      )}
    </>
  );
}

function Text({ agreement }: { agreement: Agreement }) {
  return (
    <article class="sheet-box document">
      <Facts facts={agreement}>
        {agreement.clauses.map(({ clause, heading, sentence }) => (
          <section key={clause}>
            <h3>{heading}</h3>
            <p>{sentence}</p>
          </section>
        ))}
      </Facts>
    </article>
  );
}
