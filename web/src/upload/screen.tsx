import { useEffect, useState } from "preact/hooks";
import type { Api } from "../api";
import type { Config } from "../config";
import { typeOf } from "../model";
import { useStore } from "../store";
import { useText } from "../text";
import { Card } from "./card";
import { Drop } from "./drop";
import { Overall } from "./overall";
import { added, type Photo, photos } from "./photos";
import { Plan } from "./plan";
import { type Choice, recipeOf } from "./recipe";
import { resume, send } from "./sender";

export function UploadScreen({ config, api }: { config: Config; api: Api }) {
  const { say } = useText();
  const all = useStore(photos);
  const [choice, setChoice] = useState<Choice>({ text: false, style: "solid" });
  const chosen = all.filter(({ stage }) => stage === "chosen");
  useEffect(() => {
    const online = () => resume(api);
    addEventListener("online", online);
    return () => removeEventListener("online", online);
  }, [api]);
  useEffect(() => {
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, []);
  const add = (files: Iterable<File>) => added(files, (file) => unfit(file, config));
  return (
    <>
      <h1>{say("upload.title")}</h1>
      <p class="lead">{say("upload.lead")}</p>
      <div class={`upload ${chosen.length ? "" : "upload-alone"}`}>
        <div class="upload-photos">
          <Drop config={config} add={add} small={all.length > 0} />
          <Overall api={api} all={all} />
          <ul class="cards">
            {all.map((photo) => (
              <Card key={photo.id} photo={photo} config={config} api={api} />
            ))}
          </ul>
        </div>
        {chosen.length > 0 && (
          <Plan
            choice={choice}
            change={setChoice}
            count={chosen.length}
            start={() => send(api, chosen.map(({ id }) => id), recipeOf(choice))}
          />
        )}
      </div>
    </>
  );
}

function unfit(file: File, config: Config): Photo["unfit"] {
  if (!typeOf(file)) return "type";
  return file.size > config.mostBytes ? "size" : undefined;
}

// Leaving ends what is being sent: the browser asks first, in its own words.
function warn(event: BeforeUnloadEvent): void {
  if (photos.value.some(({ stage }) => stage === "sending" || stage === "waiting" || stage === "halted")) {
    event.preventDefault();
  }
}
