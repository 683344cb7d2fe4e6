import { useStaffText } from "../../text/staff";
import type { Outcome } from "../told";
import { about, Wrong } from "./changing";
import { type Band, LABELS } from "./model";

const FIRST: Band = { hide: 0.5, review: 0.3 };

interface Props {
  bands: Record<string, Band>;
  set: (bands: Record<string, Band>) => void;
  told: Outcome;
}

/** From which confidence on a place is hidden, and from which on a person looks as well. */
export function Bands({ bands, set, told }: Props) {
  const { say } = useStaffText();
  const choose = (label: string, on: boolean) => {
    const { [label]: _, ...others } = bands;
    set(on ? { ...others, [label]: FIRST } : others);
  };
  return (
    <fieldset class="step">
      <legend>{say("bands.title")}</legend>
      <p class="note">{say("bands.text")}</p>
      {Object.entries(LABELS).map(([label, name]) => {
        const band = bands[label];
        const wrong = about(`recipes.bands.${label}`, told);
        return (
          <div key={label} class="setting">
            <label class="check">
              <input
                type="checkbox"
                checked={band !== undefined}
                onChange={(event) => choose(label, event.currentTarget.checked)}
              />
              <span>{say("bands.own", { what: say(name) })}</span>
            </label>
            {band &&
              (["hide", "review"] as const).map((edge) => (
                <label key={edge} class="line">
                  <span>{say(`bands.${edge}`)}</span>
                  <input
                    class="field"
                    type="number"
                    required
                    step="any"
                    value={band[edge]}
                    onInput={({ currentTarget }) =>
                      set({ ...bands, [label]: { ...band, [edge]: currentTarget.valueAsNumber } })
                    }
                  />
                </label>
              ))}
            {wrong && <Wrong problem={wrong} />}
          </div>
        );
      })}
    </fieldset>
  );
}
