import { useMemo } from "preact/hooks";
import { Api } from "../api";
import type { Config } from "../config";
import { useStore } from "../store";
import { useText } from "../text";
import { Notice } from "../ui/notice";
import { Members } from "./members";
import { SettingsForm } from "./settings";
import { beginSignIn, signOut, staff } from "./sign_in";

/** The team's own screen, for whoever of its staff has signed in. */
export function TeamScreen({ config }: { config: Config }) {
  const { say } = useText();
  const who = useStore(staff);
  const api = useMemo(() => newApi(config), [config]);
  const inside = typeof who === "object";
  return (
    <>
      <h1>{say("team.title")}</h1>
      {!inside && (
        <Notice tone={who === "failed" ? "warn" : "plain"} title={say("team.sign_in.title")} urgent={who === "failed"}>
          <p>{say(who === "failed" ? "team.sign_in.failed" : "team.sign_in.text")}</p>
          <button type="button" class="button button-main" onClick={() => void beginSignIn(config)}>
            {say("team.sign_in")}
          </button>
        </Notice>
      )}
      {inside && (
        <>
          <p class="lead">{say("team.lead")}</p>
          <SettingsForm api={api} />
          <Members api={api} />
          <button type="button" class="button" onClick={() => signOut(config)}>
            {say("team.sign_out")}
          </button>
        </>
      )}
    </>
  );
}

function newApi(config: Config): Api {
  const token = () => (typeof staff.value === "object" ? staff.value.token : "");
  return new Api(config.api, token, () => {
    staff.value = "out";
  });
}
