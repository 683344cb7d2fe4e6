import { useState } from "preact/hooks";
import { useStaffText } from "../../text/staff";
import { STYLES, type Style } from "../../upload/recipe";
import { about, Part, Save, useChanging, Wrong } from "./changing";
import { Bands } from "./bands";
import { DefaultRecipe } from "./default_recipe";
import type { FormProps } from "./model";

/** What holds for recipes: the one of jobs that name none, the bands, and the styles that are allowed. */
export function Recipes({ api, now, taken }: FormProps) {
  const { say } = useStaffText();
  const { busy, told, change } = useChanging(api, now, taken);
  const [recipe, setRecipe] = useState(now.recipes.default);
  const [bands, setBands] = useState(now.recipes.bands);
  const [styles, setStyles] = useState<readonly Style[]>(now.recipes.styles);
  const send = (event: Event) => {
    event.preventDefault();
    const dropped = Object.keys(now.recipes.bands).filter((label) => !(label in bands));
    const changed = { ...bands, ...Object.fromEntries(dropped.map((label) => [label, null])) };
    change({ recipes: { default: recipe, bands: changed, styles } });
  };
  const wrong = about("recipes.styles", told);
  return (
    <Part title="recipes.title" text="recipes.text" told={told}>
      <form onSubmit={send}>
        <DefaultRecipe recipe={recipe} set={setRecipe} told={told} />
        <Bands bands={bands} set={setBands} told={told} />
        <fieldset class="step">
          <legend>{say("recipes.styles")}</legend>
          {STYLES.map(({ style, anonymising }) => (
            <label key={style} class="check">
              <input
                type="checkbox"
                checked={styles.includes(style)}
                onChange={(event) => setStyles(toggled(styles, style, event.currentTarget.checked))}
              />
              <span>
                {say(`style.${style}`)} {!anonymising && <span class="badge">{say("style.weak")}</span>}
              </span>
            </label>
          ))}
          {wrong && <Wrong problem={wrong} />}
        </fieldset>
        <Save busy={busy} />
      </form>
    </Part>
  );
}

function toggled(styles: readonly Style[], style: Style, on: boolean): readonly Style[] {
  const wanted = new Set(on ? [...styles, style] : styles.filter((one) => one !== style));
  return STYLES.map(({ style: one }) => one).filter((one) => wanted.has(one));
}
