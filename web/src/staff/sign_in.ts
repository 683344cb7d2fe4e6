/** Sign-in of a team's staff at Cognito: a code with PKCE (RFC 7636), and a token that stays in memory. */
import type { Config } from "../config";
import { Store } from "../store";

export type Staff = "out" | "failed" | { readonly token: string };

export const staff = new Store<Staff>("out");
const KEPT = "sign-in"; // what must outlive the way to Cognito and back; gone as soon as it is read

const here = () => `${location.origin}/signed-in`;

export async function beginSignIn({ signIn }: Config): Promise<void> {
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
  staff.value = given ? { token: given.access_token } : "failed";
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
