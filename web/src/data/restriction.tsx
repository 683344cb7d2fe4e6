import type { Api } from "../api";
import { type Text, useText } from "../text";
import { useAct, useAnswer } from "../ui/asking";
import { Told } from "./told";

const GROUNDS = ["accuracy_contested", "unlawful_processing", "legal_claims", "objection"] as const;

/** To have everything stand still, without losing it (GDPR Art. 18), for one of the article's four grounds. */
export function Restrict({ api }: { api: Api }) {
  const { say } = useText();
  const { answer, again } = useAnswer<{ held: boolean }>(api, "/v1/me");
  const { busy, told, run } = useAct<Text>();
  if (!answer) return null;
  const act = (doing: () => Promise<unknown>, text: Text) =>
    run(async () => {
      await doing();
      again();
      return text;
    });
  const set = (event: SubmitEvent) => {
    event.preventDefault();
    const ground = new FormData(event.currentTarget as HTMLFormElement).get("ground");
    act(() => api.call("PUT", "/v1/me/restriction", { ground }), "restriction.is");
  };
  const lift = () => act(() => api.call("DELETE", "/v1/me/restriction"), "restriction.lifted");
  return (
    <section class="sheet-box">
      <h2>{say("restriction.title")}</h2>
      <p>{say(answer.held ? "restriction.stands" : "restriction.text")}</p>
      {answer.held ? (
        <button type="button" class="button" disabled={busy} onClick={lift}>
          {say("restriction.lift")}
        </button>
      ) : (
        <form onSubmit={set}>
          <label class="line">
            <span>{say("restriction.ground")}</span>
            <select class="field" name="ground">
              {GROUNDS.map((ground) => (
                <option key={ground} value={ground}>
                  {say(`ground.${ground}`)}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" class="button" disabled={busy}>
            {say("restriction.set")}
          </button>
        </form>
      )}
      <Told told={told} />
    </section>
  );
}
