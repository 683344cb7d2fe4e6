import { useState } from "preact/hooks";
import { useText } from "../text";
import { Portrait } from "./portrait";
import { type Choice, STYLES } from "./recipe";

interface Props {
  choice: Choice;
  change: (choice: Choice) => void;
  count: number;
  start: () => void;
}

/** What will be hidden, and the consent. The box is empty each time: silence is not consent (GDPR Art. 4(11)). */
export function Plan({ choice, change, count, start }: Props) {
  const { say } = useText();
  const [agreed, setAgreed] = useState(false);
  const weak = STYLES.some(({ style, anonymising }) => style === choice.style && !anonymising);
  const begin = (event: Event) => {
    event.preventDefault();
    if (agreed) start();
  };
  return (
    <form class="plan" onSubmit={begin}>
      <fieldset>
        <legend>{say("hide.title")}</legend>
        <label class="check">
          <input type="checkbox" checked disabled />
          {say("hide.faces")} <span class="note">{say("hide.faces.note")}</span>
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={choice.text}
            onChange={(event) => change({ ...choice, text: event.currentTarget.checked })}
          />
          {say("hide.text")}
        </label>
      </fieldset>
      <Styles choice={choice} change={change} />
      {weak && <p class="caution">{say("style.weak.note")}</p>}
      <p class="note">{say("hide.meta")}</p>
      <fieldset class="consent">
        <legend>{say("consent.title")}</legend>
        <label class="check">
          <input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.currentTarget.checked)} />
          <span>{say("consent.text")}</span>
        </label>
        <p class="note">{say("consent.own")}</p>
      </fieldset>
      <button class="button button-main" type="submit" disabled={!agreed} aria-describedby="unsent">
        {count === 1 ? say("send.one") : say("send", { n: count })}
      </button>
      <p id="unsent" class="note" aria-live="polite">
        {agreed ? "" : say("consent.missing")}
      </p>
    </form>
  );
}

function Styles({ choice, change }: Pick<Props, "choice" | "change">) {
  const { say } = useText();
  return (
    <fieldset class="styles">
      <legend>{say("hide.style")}</legend>
      {STYLES.map(({ style, anonymising }) => (
        <label key={style} class="style">
          <input
            type="radio"
            name="style"
            checked={style === choice.style}
            onChange={() => change({ ...choice, style })}
          />
          <Portrait style={style} />
          <span>{say(`style.${style}`)}</span>
          {!anonymising && <span class="badge">{say("style.weak")}</span>}
        </label>
      ))}
    </fieldset>
  );
}
