/** Sign-in of a team's staff at Cognito: a code with PKCE (RFC 7636), and a token that stays in memory. */
import type { Config } from "../config";
import { Store } from "../store";

export interface SignedIn {
  readonly token: string;
  /** The account, as erasures name who asked for them. */
  readonly id: string;
  /** What the token may do; read to choose what is shown, the service verifies it. */
  readonly scopes: ReadonlySet<string>;
  /** The token's time is over: nothing goes out, and what stands on the page waits. */
  readonly over?: true;
}
export type Staff = "out" | "failed" | SignedIn;

export const staff = new Store<Staff>("out");
const KEPT = "sign-in"; // what must outlive the way to Cognito and back; gone as soon as it is read

const tabs = new BroadcastChannel("staff"); // this origin's tabs, in this browser

const here = () => `${location.origin}/signed-in`;

/** Go to Cognito. `again` wants password and second factor once more, for what takes a fresh sign-in. */
export async function beginSignIn({ signIn }: Config, again = false): Promise<void> {
  const verifier = random();
  const state = random();
  sessionStorage.setItem(KEPT, JSON.stringify({ verifier, state }));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const asked = new URLSearchParams({
    response_type: "code",
    client_id: signIn.client,
    redirect_uri: here(),
    scope: "openid",
    state,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: "S256",
    ...(again ? { prompt: "login" } : {}),
  });
  location.assign(`${signIn.authorize}?${asked}`);
}

/** Back from Cognito: the code becomes a token, if it is the answer to what this tab had begun. */
export async function endSignIn({ signIn }: Config): Promise<void> {
  if (location.pathname !== "/signed-in") return;
  const told = new URLSearchParams(location.search);
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  history.replaceState(null, "", "/#/team");
  dispatchEvent(new HashChangeEvent("hashchange"));
  const { verifier, state } = JSON.parse(kept ?? "{}") as { verifier?: string; state?: string };
  const code = told.get("code");
  if (!code || !verifier || !state || told.get("state") !== state) {
    staff.value = "failed";
    return;
  }
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    client_id: signIn.client,
    redirect_uri: here(),
    code_verifier: verifier,
    code,
  });
  const answer = await fetch(signIn.token, { method: "POST", body, credentials: "omit" }).catch(() => undefined);
  const given = answer?.ok ? ((await answer.json()) as { access_token: string }) : undefined;
  staff.value = given ? signedIn(given.access_token) : "failed";
  if (given) tabs.postMessage(given.access_token);
}

/** A tab whose sign-in is over goes on with that of another tab of the same person. */
tabs.addEventListener("message", ({ data }) => {
  const [was, now] = [staff.value, signedIn(String(data))];
  if (typeof was === "object" && was.over && was.id === now.id) staff.value = now;
});

export function endedSignIn(): void {
  if (typeof staff.value === "object") staff.value = { ...staff.value, over: true };
}

/** What an access token (RFC 9068) says of its holder. */
function signedIn(token: string): SignedIn {
  const claims = JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"))) as {
    sub: string;
    scope: string;
  };
  const scopes = claims.scope.split(" ").map((scope) => scope.split("/").at(-1) ?? "");
  return { token, id: claims.sub, scopes: new Set(scopes) };
}

export function signOut({ signIn }: Config): void {
  staff.value = "out";
  const asked = new URLSearchParams({ client_id: signIn.client, logout_uri: `${location.origin}/` });
  location.assign(`${signIn.logout}?${asked}`);
}

function random(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
