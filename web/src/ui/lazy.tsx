import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useText } from "../text";
import { Notice } from "./notice";

/** A part of the page that is fetched when it is first shown: who never opens it never loads it. */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let Found: ComponentType<Props> | undefined;
  return (props: Props) => {
    const { say } = useText();
    const [step, setStep] = useState<"loading" | "here" | "failed">(Found ? "here" : "loading");
    useEffect(() => {
      if (step !== "loading") return;
      load().then(
        (found) => {
          Found = found;
          setStep("here");
        },
        () => setStep("failed"),
      );
    }, [step]);
    if (Found) return <Found {...props} />;
    if (step === "loading") return <p class="note" aria-live="polite">{say("loading")}</p>;
    return (
      <Notice tone="bad" urgent>
        <p>{say("loading.failed")}</p>
        <button type="button" class="button" onClick={() => setStep("loading")}>
          {say("again")}
        </button>
      </Notice>
    );
  };
}
