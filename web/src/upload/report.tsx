import { useState } from "preact/hooks";
import { type Api, type Kind, kindOf } from "../api";
import { shapeOf } from "../boxes/box";
import { NONE, withNew, without } from "../boxes/new_box";
import { Picture } from "../boxes/picture";
import type { Job } from "../model";
import { useText } from "../text";
import { Dialog } from "../ui/dialog";
import { changed, type Photo } from "./photos";
import "../style/boxes.css";

interface Props {
  api: Api;
  photo: Photo;
  closed: () => void;
}

/** Something that had to be hidden still shows: where, drawn over the result. It is withdrawn at once. */
export function Report({ api, photo, closed }: Props) {
  const { say } = useText();
  const [drawn, draw] = useState(NONE);
  const [problem, setProblem] = useState<Kind>();
  const { job } = photo;
  const send = () => {
    const regions = drawn.boxes.map(shapeOf);
    const body = { kind: "missed", ...(regions.length ? { regions } : {}) };
    api.call<Job>("POST", `/v1/me/jobs/${job?.id}/reports`, body).then(
      (now) => {
        changed(photo.id, { job: now });
        closed();
      },
      (error: unknown) => setProblem(kindOf(error)),
    );
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() === "b" && !event.ctrlKey && !event.metaKey) draw(withNew(drawn));
  };
  const remove = () => draw(without(drawn, drawn.chosen));
  return (
    <Dialog title={say("report.title")} closed={closed}>
      <p>{say("report.text")}</p>
      <div class="bench-plain" onKeyDown={pressed}>
        <Picture src={job?.download ?? ""} regions={[]} drawn={drawn} change={draw} />
        <p class="actions">
          <button type="button" class="button" onClick={() => draw(withNew(drawn))}>
            {say("boxes.add")}
          </button>
          <button type="button" class="button" disabled={drawn.chosen < 0} onClick={remove}>
            {say("boxes.remove")}
          </button>
        </p>
      </div>
      <p role="alert">{problem && say(`problem.${problem}`)}</p>
      <p class="actions">
        <button type="button" class="button button-main" onClick={send}>
          {say("report.send")}
        </button>
      </p>
    </Dialog>
  );
}
