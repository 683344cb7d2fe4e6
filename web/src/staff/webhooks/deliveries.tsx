import { useEffect } from "preact/hooks";
import { moment } from "../../text";
import { useStaffText } from "../../text/staff";
import { useAnswer } from "../../ui/asking";
import type { SectionProps } from "../sections";

interface Delivery {
  at: string;
  id: string;
  type: string;
  attempt: number;
  outcome: string;
  status: number | null;
  error: string | null;
  milliseconds: number;
}

const SHOWN = 8;
const LATER = [1_000, 3_000, 8_000]; // milliseconds after a test, when its attempt should be in the log

/** The log of attempts, newest first; looked at again after each test (`turn`). */
export function Deliveries({ api, path, turn }: Pick<SectionProps, "api"> & { path: string; turn: number }) {
  const { say, language } = useStaffText();
  const { answer, again } = useAnswer<{ deliveries: Delivery[] }>(api, path);
  useEffect(() => {
    if (!turn) return;
    const timers = LATER.map((pause) => setTimeout(again, pause));
    return () => timers.forEach(clearTimeout);
  }, [turn]);
  if (!answer?.deliveries.length) return null;
  return (
    <div class="table" role="region" aria-label={say("deliveries.title")} tabIndex={0}>
      <table>
        <caption>{say("deliveries.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{say("deliveries.at")}</th>
            <th scope="col">{say("deliveries.type")}</th>
            <th scope="col">{say("deliveries.outcome")}</th>
          </tr>
        </thead>
        <tbody>
          {answer.deliveries.slice(0, SHOWN).map(({ at, id, type, attempt, outcome, status, error, milliseconds }) => (
            <tr key={`${id} ${attempt}`}>
              <td>{moment(at, language)}</td>
              <td>{type.replace("eu.moretta.", "")}</td>
              <td>
                {outcome} <span class="note">{say("deliveries.detail", { attempt, answer: status ?? error ?? "", milliseconds })}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
