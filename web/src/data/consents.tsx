import type { Api } from "../api";
import { moment, type Text, useText } from "../text";
import { useAct, useAnswer } from "../ui/asking";
import { Told } from "./told";

interface Consent {
  purpose: string;
  state: string;
  given_at: string;
  withdrawn_at?: string;
  record: { pii_processing: { purpose_description?: Record<string, string> } };
}

/** What the user has agreed to beside masking; each can be withdrawn as easily as it was given (GDPR Art. 7(3)). */
export function Consents({ api }: { api: Api }) {
  const { say, language } = useText();
  const { answer, again } = useAnswer<{ consents: Consent[] }>(api, "/v1/me/consents");
  const { busy, told, run } = useAct<Text>();
  if (!answer?.consents.length) return null;
  const withdraw = (purpose: string) =>
    run(async () => {
      await api.call("DELETE", `/v1/me/consents/${encodeURIComponent(purpose)}`);
      again();
      return "consents.withdrawn";
    });
  return (
    <section class="sheet-box">
      <h2>{say("consents.title")}</h2>
      <ul class="rows">
        {answer.consents.map(({ purpose, state, given_at, withdrawn_at, record }) => (
          <li key={purpose}>
            <span>
              <strong>{record.pii_processing.purpose_description?.[language] ?? purpose}</strong>
              <span class="note">
                {say("consents.given", { at: moment(given_at, language) })}
                {withdrawn_at && ` · ${say("consents.ended", { at: moment(withdrawn_at, language) })}`}
              </span>
            </span>
            {state === "given" && (
              <button type="button" class="button button-small" disabled={busy} onClick={() => withdraw(purpose)}>
                {say("consents.withdraw")}
              </button>
            )}
          </li>
        ))}
      </ul>
      <Told told={told} />
    </section>
  );
}
