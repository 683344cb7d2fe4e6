import { useState } from "preact/hooks";
import { useStaffText } from "../../text/staff";
import { Dialog } from "../../ui/dialog";
import { Part, useChanging } from "./changing";
import type { FormProps } from "./model";
import { type Draft, drafted, NEW, PurposeForm } from "./purpose_form";

const MASKING = "masking";

/** What photos are processed for, each with its legal basis (GDPR Art. 6(1)); declared before it is done. */
export function Purposes({ api, now, taken }: FormProps) {
  const { say, language } = useStaffText();
  const { busy, told, change } = useChanging(api, now, taken);
  const [draft, setDraft] = useState<Draft>();
  const [going, setGoing] = useState<string>();
  const remove = () => {
    if (going) change({ purposes: { [going]: null } });
    setGoing(undefined);
  };
  return (
    <Part title="purposes.title" text="purposes.text" told={told}>
      <ul class="rows">
        {Object.entries(now.purposes).map(([name, purpose]) => (
          <li key={name}>
            <span>
              <strong>{purpose.description[language] ?? Object.values(purpose.description)[0]}</strong>
              <span class="note">
                <code>{name}</code> · {say(`basis.${purpose.basis}`)} · {say(`keeps.${purpose.keeps}`)}
              </span>
            </span>
            <button
              type="button"
              class="button button-small"
              aria-label={say("purposes.edit.which", { name })}
              onClick={() => setDraft(drafted(name, purpose))}
            >
              {say("purposes.edit")}
            </button>
            {name !== MASKING && (
              <button
                type="button"
                class="button button-small"
                aria-label={say("purposes.remove.which", { name })}
                onClick={() => setGoing(name)}
              >
                {say("purposes.remove")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {draft ? (
        <PurposeForm
          key={draft.name}
          draft={draft}
          busy={busy}
          told={told}
          closed={() => setDraft(undefined)}
          declare={(name, purpose) => change({ purposes: { [name]: purpose } }, () => setDraft(undefined))}
        />
      ) : (
        <p class="actions">
          <button type="button" class="button" onClick={() => setDraft(NEW)}>
            {say("purposes.new")}
          </button>
        </p>
      )}
      {going && (
        <Dialog title={say("purposes.remove.title", { name: going })} closed={() => setGoing(undefined)}>
          <p>{say("purposes.remove.text")}</p>
          <p class="actions">
            <button type="button" class="button button-bad" onClick={remove}>
              {say("purposes.remove.do")}
            </button>
          </p>
        </Dialog>
      )}
    </Part>
  );
}
