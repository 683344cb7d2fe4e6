import { useMemo } from "preact/hooks";
import { Api } from "../api";
import type { Config } from "../config";
import { useStore } from "../store";
import { useText } from "../text";
import { Notice } from "../ui/notice";
import { lazy } from "../ui/lazy";
import { beginSignIn, endedSignIn, signOut, staff } from "./sign_in";

const Inside = lazy(async () => (await import("./inside")).Inside);

/** The team's own screen, for whoever of its staff has signed in. */
export function TeamScreen({ config }: { config: Config }) {
  const { say } = useText();
  const who = useStore(staff);
  const api = useMemo(() => newApi(config), [config]);
  return (
    <>
      <h1>{say("team.title")}</h1>
      {typeof who === "object" && who.over && (
        <Notice tone="warn" title={say("team.over.title")} urgent>
          <p>{say("team.over.text")}</p>
          <p class="actions">
            <a class="button button-main" href="/#/team" target="_blank" rel="noopener noreferrer">
              {say("team.over.tab")}
            </a>
          </p>
        </Notice>
      )}
      {typeof who === "object" ? (
        <Inside api={api} who={who} signOut={() => signOut(config)} signInAgain={() => void beginSignIn(config, true)} />
      ) : (
        <Notice tone={who === "failed" ? "warn" : "plain"} title={say("team.sign_in.title")} urgent={who === "failed"}>
          <p>{say(who === "failed" ? "team.sign_in.failed" : "team.sign_in.text")}</p>
          <button type="button" class="button button-main" onClick={() => void beginSignIn(config)}>
            {say("team.sign_in")}
          </button>
        </Notice>
      )}
    </>
  );
}

function newApi(config: Config): Api {
  const token = () => (typeof staff.value === "object" ? staff.value.token : "");
  return new Api(config.api, token, endedSignIn);
}
