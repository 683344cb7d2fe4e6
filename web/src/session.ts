/** The session of one user: it comes in the address's fragment, which no server sees, and stays in memory. */
import { Store } from "./store";

export type Session = "none" | "ended" | { readonly token: string };

export const session = new Store<Session>("none");

/** Take a token out of the address at once, so that it is in no history and no copied link. */
export function takeSession(): void {
  const told = new URLSearchParams(location.hash.slice(1));
  const token = told.get("session");
  if (!token) return;
  session.value = { token };
  const screen = told.get("screen") ?? "upload";
  history.replaceState(null, "", `${location.pathname}#/${screen}`);
}

/**
 * Look now, and whenever the fragment changes. So a team's page can hand over a new token while this page is
 * open: the photos that wait here are not lost.
 */
export function watchForSessions(): void {
  takeSession();
  addEventListener("hashchange", takeSession);
}
