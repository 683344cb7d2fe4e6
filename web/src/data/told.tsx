import { Problem } from "../api";
import { type Text, useText } from "../text";

/** How something that the user did ended, read out when it changes: what was done, or what can be done about it. */
export function Told({ told }: { told: Text | Problem | undefined }) {
  const { say } = useText();
  return (
    <p class="told" role="status">
      {told && say(told instanceof Problem ? `problem.${told.kind}` : told)}
    </p>
  );
}
