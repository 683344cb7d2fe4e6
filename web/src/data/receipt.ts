/** A receipt, checked here: by this browser's own cryptography, with the key that the service publishes. */

export interface Contents {
  iss: string;
  erasure: string;
  completed_at: string;
  late_forms_until: string;
  stores: Record<string, { before: number; after: number }>;
  remains: { store: string; holds: string; until: string | null }[];
}

export interface Checked {
  genuine: boolean;
  contents: Contents;
}

type Key = JsonWebKey & { kid?: string };
const ES256 = { name: "ECDSA", namedCurve: "P-256" };

/** Check a compact JWS (RFC 7515) under ES256 alone, whatever else its header may ask for. */
export async function check(jws: string, keys: readonly Key[]): Promise<Checked> {
  const [head = "", body = "", signature = ""] = jws.split(".");
  const { alg, kid } = JSON.parse(text(head)) as { alg?: string; kid?: string };
  const contents = JSON.parse(text(body)) as Contents;
  const key = keys.find((known) => known.kid === kid);
  if (alg !== "ES256" || !key) return { genuine: false, contents };
  const imported = await crypto.subtle.importKey("jwk", key, ES256, false, ["verify"]);
  const how = { name: "ECDSA", hash: "SHA-256" };
  const said = new TextEncoder().encode(`${head}.${body}`);
  return { genuine: await crypto.subtle.verify(how, imported, bytes(signature), said), contents };
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const letters = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

function text(base64url: string): string {
  return new TextDecoder().decode(bytes(base64url));
}
