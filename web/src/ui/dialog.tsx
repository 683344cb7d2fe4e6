import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { useText } from "../text";

interface Props {
  title: string;
  /** Told when it is closed, by Escape, by its button or by what it did. */
  closed: () => void;
  children: ComponentChildren;
}

/** A modal of the browser's own: it keeps the focus, closes by Escape, and hands the focus back. */
export function Dialog({ title, closed, children }: Props) {
  const { say } = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const name = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={name} onClose={closed}>
      <header>
        <h2 id={name}>{title}</h2>
        <button type="button" class="button button-quiet" onClick={() => dialog.current?.close()}>
          {say("close")}
        </button>
      </header>
      {children}
    </dialog>
  );
}
