import type { Problem } from "../../api";
import { type StaffText, useStaffText } from "../../text/staff";
import { STYLES, type Style } from "../../upload/recipe";
import { about, Wrong } from "./changing";
import type { Cover, Recipe } from "./model";

const FIRST: Recipe = { version: 1, hide: { face: { style: "solid", shape: "ellipse" } }, if_nothing: "review" };
const NOTHING = ["review", "release", "reject"] as const;

interface Props {
  recipe: Recipe | null;
  set: (recipe: Recipe | null) => void;
  told: StaffText | Problem | undefined;
}

/** The recipe of jobs that name none. What it holds beside what is shown here stays as it is. */
export function DefaultRecipe({ recipe, set, told }: Props) {
  const { say } = useStaffText();
  const wrong = about("recipes.default", told);
  const cover = (label: string, style: string) => {
    if (!recipe) return;
    const { [label]: before, ...others } = recipe.hide;
    set({ ...recipe, hide: style ? { ...others, [label]: restyled(before, style as Style) } : others });
  };
  return (
    <fieldset class="step">
      <legend>{say("recipes.default")}</legend>
      <label class="check">
        <input
          type="checkbox"
          checked={recipe !== null}
          onChange={(event) => set(event.currentTarget.checked ? FIRST : null)}
        />
        <span>{say("recipes.default.text")}</span>
      </label>
      {recipe &&
        (["face", "text"] as const).map((label) => (
          <label key={label} class="line">
            <span>{say(label === "face" ? "hide.faces" : "hide.text")}</span>
            <select
              class="field"
              value={recipe.hide[label]?.style ?? ""}
              onChange={(event) => cover(label, event.currentTarget.value)}
            >
              <option value="">{say("recipes.visible")}</option>
              {STYLES.map(({ style }) => (
                <option key={style} value={style}>
                  {say(`style.${style}`)}
                </option>
              ))}
            </select>
          </label>
        ))}
      {recipe && (
        <label class="line">
          <span>{say("recipes.nothing")}</span>
          <select
            class="field"
            value={recipe.if_nothing}
            onChange={(event) => set({ ...recipe, if_nothing: event.currentTarget.value })}
          >
            {NOTHING.map((then) => (
              <option key={then} value={then}>
                {say(`recipes.nothing.${then}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      {wrong && <Wrong problem={wrong} />}
    </fieldset>
  );
}

/** Another style for a label: what belonged to the style before does not fit any more. */
function restyled(before: Cover | undefined, style: Style): Cover {
  const { shape = "box", grow, band } = before ?? {};
  return { style, shape, ...(grow === undefined ? {} : { grow }), ...(band ? { band } : {}) };
}
