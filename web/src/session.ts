/** The session of one user: it comes in the address's fragment, which no server sees, and stays in memory. */
import { Store } from "./store";
import { photos } from "./upload/photos";

export type Session = "none" | "ended" | { readonly token: string };

export const session = new Store<Session>("none");
const tabs = new BroadcastChannel("session"); // this origin's tabs, in this browser
let user = "";

/** Take a token out of the address at once, so that it is in no history and no copied link. */
function takeSession(): void {
  const told = new URLSearchParams(location.hash.slice(1));
  const token = told.get("session");
  if (!token) return;
  if (user && user !== userOf(token)) photos.value = []; // somebody else's are not sent for this user
  take(token);
  history.replaceState(null, "", `${location.pathname}#/${told.get("screen") ?? "upload"}`);
  dispatchEvent(new HashChangeEvent("hashchange")); // to the screen that the link names
  tabs.postMessage(token);
}

/**
 * Look now, and whenever the fragment changes. A tab whose session has ended takes that of a tab which the app
 * opened for the same user: the photos that wait there are not lost.
 */
export function watchForSessions(): void {
  takeSession();
  addEventListener("hashchange", takeSession);
  tabs.addEventListener("message", ({ data }) => {
    if (session.value === "ended" && user && userOf(String(data)) === user) take(String(data));
  });
}

function take(token: string): void {
  user = userOf(token);
  session.value = { token };
}

/** The pseudonym of a token's user, "" if it has none. It is read to tell users apart; the service verifies it. */
function userOf(token: string): string {
  try {
    const text = (token.split(".")[0] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const { team, subject } = JSON.parse(atob(text)) as { team: string; subject: string };
    return `${team}/${subject}`;
  } catch {
    return "";
  }
}
