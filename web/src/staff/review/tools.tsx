import type { Drawn } from "../../boxes/dragging";
import { without } from "../../boxes/new_box";
import { useStaffText } from "../../text/staff";

/** What can be done now, by its key: a new box, the next one, reject (asked twice), release. */
export type Acts = { readonly [key in "b" | "n" | "x" | "r"]?: () => void };

interface Props {
  acts: Acts;
  drawn: Drawn;
  change: (drawn: Drawn) => void;
  sure: boolean;
}

export function Tools({ acts, drawn, change, sure }: Props) {
  const { say } = useStaffText();
  const n = drawn.boxes.length;
  return (
    <>
      <div class="actions">
        <Tool letter="b" act={acts.b} label={say("boxes.add")} />
        <button type="button" class="button" disabled={drawn.chosen < 0} onClick={() => change(without(drawn, drawn.chosen))}>
          {say("boxes.remove")} <kbd aria-hidden="true">Del</kbd>
        </button>
      </div>
      <div class="actions">
        <Tool letter="n" act={acts.n} label={say("review.next")} />
        <span class="push" />
        <Tool letter="x" act={acts.x} label={say(sure ? "review.reject.sure" : "review.reject")} kind="button-bad" />
        <Tool letter="r" act={acts.r} label={n ? say("review.release.with", { n }) : say("review.release")} kind="button-main" />
      </div>
    </>
  );
}

interface ToolProps {
  letter: string;
  label: string;
  act: (() => void) | undefined;
  kind?: string;
}

function Tool({ letter, label, act, kind = "" }: ToolProps) {
  return (
    <button type="button" class={`button ${kind}`} disabled={!act} onClick={act} aria-keyshortcuts={letter}>
      {label} <kbd aria-hidden="true">{letter.toUpperCase()}</kbd>
    </button>
  );
}
