/** What the deployment says about itself: `config.json` is served beside the page, and never built in. */
export interface Config {
  /** Where the API answers, without a slash at its end. */
  api: string;
  /** The largest file that is taken, in bytes. */
  mostBytes: number;
  /** Cognito's addresses and the public client of browsers. */
  signIn: { authorize: string; token: string; logout: string; client: string };
}

export async function readConfig(): Promise<Config> {
  const answer = await fetch("/config.json", { cache: "no-store" });
  if (!answer.ok) throw new Error(`config.json: ${answer.status}`);
  return (await answer.json()) as Config;
}
