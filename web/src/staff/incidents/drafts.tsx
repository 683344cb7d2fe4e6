import { useStaffText } from "../../text/staff";
import { useAnswer } from "../../ui/asking";
import type { SectionProps } from "../sections";
import type { Draft } from "./model";

/** What to send to the authority and to people, in the language of the page; anew after each step (`turn`). */
export function Drafts({ api, id, turn }: Pick<SectionProps, "api"> & { id: string; turn: number }) {
  const { say, language } = useStaffText();
  const { answer } = useAnswer<{ drafts: Draft[] }>(api, `/v1/incidents/${id}/drafts?language=${language}`, turn);
  return (
    <>
      {answer?.drafts.map(({ whom, missing, text }) => (
        <details key={whom} class="sheet-box">
          <summary>{say(`draft.${whom}`)}</summary>
          {missing.length > 0 && <p class="caution">{say("draft.missing", { what: missing.join(", ") })}</p>}
          <pre tabIndex={0}>{text}</pre>
          <button type="button" class="button button-small" onClick={() => void navigator.clipboard.writeText(text)}>
            {say("copy")}
          </button>
        </details>
      ))}
    </>
  );
}
