/** Asking the API from a screen: what it answers, what can be done about a problem, and what was done. */
import { useEffect, useState } from "preact/hooks";
import { type Api, Problem } from "../api";

export type Failure = Problem;

export interface Asked<Answer> {
  readonly answer?: Answer;
  readonly failure?: Failure;
  readonly again: () => void;
}

/** What a path answers, asked for when it is first shown, when the path or `when` changes, and by `again`. */
export function useAnswer<Answer>(api: Api, path: string, when = 0): Asked<Answer> {
  const [turn, setTurn] = useState(0);
  const [now, setNow] = useState<{ path: string; answer?: Answer; failure?: Failure }>({ path });
  useEffect(() => {
    let wanted = true;
    api.call<Answer>("GET", path).then(
      (answer) => wanted && setNow({ path, answer }),
      (error: unknown) => wanted && setNow({ path, failure: failureOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [api, path, when, turn]);
  return { ...(now.path === path ? now : {}), again: () => setTurn((past) => past + 1) };
}

export interface Act<Name> {
  readonly busy: boolean;
  readonly told?: Name | Failure;
  /** Do it, unless something is being done; what is told when it is done. */
  readonly run: (doing: () => Promise<Name | undefined>) => void;
}

/** One thing at a time that a person does: whether it is being done, and how it ended. */
export function useAct<Name extends string>(): Act<Name> {
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<Name | Failure>();
  const run = (doing: () => Promise<Name | undefined>) => {
    if (busy) return;
    setBusy(true);
    setTold(undefined);
    doing()
      .then(setTold, (error: unknown) => setTold(failureOf(error)))
      .finally(() => setBusy(false));
  };
  return { busy, run, ...(told === undefined ? {} : { told }) };
}

function failureOf(error: unknown): Failure {
  return error instanceof Problem ? error : new Problem("broken");
}
