import type { ComponentChildren } from "preact";

interface Props {
  tone?: "plain" | "warn" | "bad" | "good";
  title?: string;
  children: ComponentChildren;
  /** Read out at once by a screen reader. */
  urgent?: boolean;
}

export function Notice({ tone = "plain", title, children, urgent = false }: Props) {
  return (
    <div class={`notice notice-${tone}`} role={urgent ? "alert" : undefined}>
      {title && <h2>{title}</h2>}
      {children}
    </div>
  );
}
