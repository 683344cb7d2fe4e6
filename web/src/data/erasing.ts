/** An erasure, of everything of a user or of one photo: asked for, followed to its end, its receipt checked. */
import { type Api, type Kind, kindOf } from "../api";
import type { Erasure } from "../model";
import { Store } from "../store";
import { photos } from "../upload/photos";
import { cancel } from "../upload/sender";
import { type Checked, check } from "./receipt";

/** What is erased: one job by its id, or all. */
export type Of = "all" | { readonly job: string };

export type Erasing =
  | { step: "none" }
  | { step: "asking" }
  | { step: "running"; erasure: Erasure }
  | { step: "ended"; erasure: Erasure; jws?: string; checked?: Checked }
  | { step: "halted"; problem: Kind; erasure?: Erasure; of: Of };

export const erasing = new Store<Erasing>({ step: "none" });
const PAUSES = [500, 1_000, 2_000, 4_000]; // milliseconds; the last one again and again

export async function erase(api: Api, of: Of): Promise<void> {
  erasing.value = { step: "asking" };
  const goes = photos.value.filter(({ job }) => of === "all" || job?.id === of.job);
  for (const { id } of goes) cancel(api, id); // what this page shows or sends goes too
  const path = of === "all" ? "/v1/me" : `/v1/me/jobs/${of.job}`;
  await guarded(of, async () => await follow(api, await api.call<Erasure>("DELETE", path)));
}

/** Back to what is stored, when one photo of several has gone. */
export function close(): void {
  erasing.value = { step: "none" };
}

/** Go on asking, where the network or the session had stopped it. */
export async function goOn(api: Api): Promise<void> {
  const now = erasing.value;
  if (now.step !== "halted") return;
  const known = now.erasure;
  if (known) await guarded(now.of, async () => await follow(api, known), known);
  else await erase(api, now.of);
}

async function follow(api: Api, asked: Erasure): Promise<void> {
  let erasure = asked;
  for (let turn = 0; erasure.state === "running"; turn += 1) {
    erasing.value = { step: "running", erasure };
    await new Promise((later) => setTimeout(later, PAUSES[Math.min(turn, PAUSES.length - 1)]));
    const now = await guardedFor(erasure, api.call<Erasure>("GET", `/v1/me/erasures/${asked.id}`));
    erasure = { ...asked, ...now }; // the nonce was in the first answer alone
  }
  if (erasure.state !== "completed") {
    erasing.value = { step: "ended", erasure };
    return;
  }
  const { receipt } = await guardedFor(
    erasure,
    api.call<{ receipt: string }>("GET", `/v1/me/erasures/${asked.id}/receipt`),
  );
  const { keys } = await guardedFor(erasure, api.open<{ keys: JsonWebKey[] }>("/.well-known/jwks.json"));
  erasing.value = { step: "ended", erasure, jws: receipt, checked: await check(receipt, keys) };
}

class Halted extends Error {
  constructor(
    readonly erasure: Erasure,
    readonly kind: Kind,
  ) {
    super(kind);
  }
}

async function guardedFor<Answer>(erasure: Erasure, asked: Promise<Answer>): Promise<Answer> {
  return await asked.catch((error: unknown) => {
    throw new Halted(erasure, kindOf(error));
  });
}

async function guarded(of: Of, act: () => Promise<void>, known?: Erasure): Promise<void> {
  try {
    await act();
  } catch (error) {
    const erasure = error instanceof Halted ? error.erasure : known;
    const problem = error instanceof Halted ? error.kind : kindOf(error);
    erasing.value = { step: "halted", problem, of, ...(erasure ? { erasure } : {}) };
  }
}
