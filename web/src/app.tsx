import { useEffect, useMemo } from "preact/hooks";
import { Api } from "./api";
import type { Config } from "./config";
import { DataScreen } from "./data/screen";
import { session } from "./session";
import { TeamScreen } from "./staff/screen";
import { useStore } from "./store";
import { useText } from "./text";
import { Head } from "./ui/head";
import { Notice } from "./ui/notice";
import { place } from "./ui/screen";
import { UploadScreen } from "./upload/screen";
import { resume } from "./upload/sender";

export function App({ config }: { config: Config }) {
  const { say, language } = useText();
  const now = useStore(place).screen;
  const api = useMemo(() => newApi(config), [config]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = `${say(`nav.${now}`)} · Moretta`;
  }, [language, now]);
  useEffect(() => session.watch(() => typeof session.value === "object" && resume(api)), [api]);
  return (
    <>
      <Head now={now} screens={["upload", "data", "team"]} />
      <main id="content" tabIndex={-1}>
        {now === "team" ? <TeamScreen config={config} /> : <UserScreen config={config} api={api} />}
      </main>
      <footer class="foot">{say("footer")}</footer>
    </>
  );
}

function UserScreen({ config, api }: { config: Config; api: Api }) {
  const { say } = useText();
  const mine = useStore(session);
  const now = useStore(place).screen;
  if (mine === "none") {
    return (
      <Notice title={say("none.title")}>
        <p>{say("none.text")}</p>
        <p>
          <a href="#/team">{say("none.staff")}</a>
        </p>
      </Notice>
    );
  }
  return (
    <>
      {mine === "ended" && (
        <Notice tone="warn" title={say("ended.title")} urgent>
          <p>{say("ended.text")}</p>
        </Notice>
      )}
      {now === "data" ? <DataScreen api={api} /> : <UploadScreen config={config} api={api} />}
    </>
  );
}

export function Broken() {
  const { say } = useText();
  return (
    <main id="content">
      <Notice tone="bad" title={say("broken.title")} urgent>
        <p>{say("broken.text")}</p>
      </Notice>
    </main>
  );
}

function newApi(config: Config): Api {
  const token = () => (typeof session.value === "object" ? session.value.token : "");
  return new Api(config.api, token, () => {
    session.value = "ended";
  });
}
