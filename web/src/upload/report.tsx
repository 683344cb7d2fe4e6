import { useState } from "preact/hooks";
import { type Api, type Kind, kindOf } from "../api";
import type { Job } from "../model";
import { useText } from "../text";
import { Dialog } from "../ui/dialog";
import { changed, type Photo } from "./photos";

interface Props {
  api: Api;
  photo: Photo;
  closed: () => void;
}

/** Something that had to be hidden still shows: the result is withdrawn at once, and a person looks. */
export function Report({ api, photo, closed }: Props) {
  const { say } = useText();
  const [problem, setProblem] = useState<Kind>();
  const { job } = photo;
  const send = () => {
    api.call<Job>("POST", `/v1/me/jobs/${job?.id}/reports`, { kind: "missed" }).then(
      (now) => {
        changed(photo.id, { job: now });
        closed();
      },
      (error: unknown) => setProblem(kindOf(error)),
    );
  };
  return (
    <Dialog title={say("report.title")} closed={closed}>
      <p>{say("report.text")}</p>
      <img class="dialog-picture" src={job?.download} alt={say("after")} />
      <p role="alert">{problem && say(`problem.${problem}`)}</p>
      <p class="actions">
        <button type="button" class="button button-main" onClick={send}>
          {say("report.send")}
        </button>
      </p>
    </Dialog>
  );
}
