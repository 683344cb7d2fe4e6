import { useStaffText } from "../../text/staff";
import { useAnswer } from "../../ui/asking";
import type { SectionProps } from "../sections";
import { Told } from "../told";
import { AskErasure } from "./ask";
import { Row, type StaffErasure } from "./row";

interface Erasures {
  erasures: StaffErasure[];
}

/** Erasures of the team: what was asked for, what a second person must approve, and how it ended. */
export function ErasureSection({ api, me, may, signInAgain }: SectionProps) {
  const { say } = useStaffText();
  const { answer, failure, again } = useAnswer<Erasures>(api, "/v1/erasures?limit=50");
  return (
    <>
      <h2>{say("erasures.title")}</h2>
      <p class="lead">{say("erasures.lead")}</p>
      <AskErasure api={api} may={may} signInAgain={signInAgain} done={again} />
      <section class="sheet-box">
        <h3>{say("erasures.list")}</h3>
        <Told told={failure} />
        {answer && !answer.erasures.length && <p>{say("erasures.none")}</p>}
        <ul class="rows">
          {answer?.erasures.map((erasure) => (
            <Row key={erasure.id} api={api} me={me} may={may} signInAgain={signInAgain} erasure={erasure} done={again} />
          ))}
        </ul>
        <button type="button" class="button button-small" onClick={again}>
          {say("erasures.again")}
        </button>
      </section>
    </>
  );
}
