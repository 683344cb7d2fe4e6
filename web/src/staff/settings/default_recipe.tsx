import { useStaffText } from "../../text/staff";
import { STYLES, type Style } from "../../upload/recipe";
import type { Outcome } from "../told";
import { about, Wrong } from "./changing";
import { Choose } from "./choose";
import { type Cover, LABELS, type Recipe } from "./model";

const FIRST: Recipe = { version: 1, hide: { face: { style: "solid", shape: "ellipse" } }, if_nothing: "review" };
const VISIBLE = ""; // no cover at all
const COVERS = [VISIBLE, ...STYLES.map(({ style }) => style)] as const;
const NOTHING = ["review", "release", "reject"] as const;

interface Props {
  recipe: Recipe | null;
  set: (recipe: Recipe | null) => void;
  told: Outcome;
}

/** The recipe of jobs that name none. What it holds beside what is shown here stays as it is. */
export function DefaultRecipe({ recipe, set, told }: Props) {
  const { say } = useStaffText();
  const wrong = about("recipes.default", told);
  const cover = (label: string, style: (typeof COVERS)[number]) => {
    if (!recipe) return;
    const { [label]: before, ...others } = recipe.hide;
    set({ ...recipe, hide: style ? { ...others, [label]: restyled(before, style) } : others });
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
        Object.entries(LABELS).map(([label, name]) => (
          <label key={label} class="line">
            <span>{say(name)}</span>
            <Choose
              value={recipe.hide[label]?.style ?? VISIBLE}
              values={COVERS}
              nameOf={(style) => say(style ? `style.${style}` : "recipes.visible")}
              choose={(style) => cover(label, style)}
            />
          </label>
        ))}
      {recipe && (
        <label class="line">
          <span>{say("recipes.nothing")}</span>
          <Choose
            value={recipe.if_nothing}
            values={NOTHING}
            nameOf={(then) => say(`recipes.nothing.${then}`)}
            choose={(then) => set({ ...recipe, if_nothing: then })}
          />
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
