import { useStaffText } from "../text/staff";
import { useAnswer } from "../ui/asking";
import { Facts, List } from "./facts";
import type { SectionProps } from "./sections";
import { Told } from "./told";

interface ProcessingRecord extends Facts {
  team: string;
  settings_version: number;
  purposes: { purpose: string; sentence: string }[];
  region: string;
  assessment: { sentence: string; measures: string[] }[];
}

/** What the service says of itself, made of what is deployed and set: to read, to print, to save. */
export function DocumentSection({ api }: SectionProps) {
  const { say, language } = useStaffText();
  const path = `/v1/team/records-of-processing?language=${language}`;
  const { answer: record, failure } = useAnswer<ProcessingRecord>(api, path);
  const notice = `/v1/privacy?team=${record?.team}&language=${language}`;
  return (
    <>
      <h2>{say("documents.title")}</h2>
      <p class="lead">{say("documents.lead")}</p>
      <Told told={failure} />
      {record && (
        <>
          <p class="actions">
            <button type="button" class="button" onClick={print}>
              {say("documents.print")}
            </button>
            <a class="button" href={fileOf(record)} download="records-of-processing.json">
              {say("documents.save")}
            </a>
            <a class="button" href={api.address(notice)} target="_blank" rel="noopener noreferrer">
              {say("documents.notice")}
            </a>
          </p>
          <Document record={record} />
        </>
      )}
    </>
  );
}

function Document({ record }: { record: ProcessingRecord }) {
  const { say } = useStaffText();
  const { purposes, assessment } = record;
  return (
    <article class="sheet-box document">
      <Facts facts={record}>
        <List title={say("documents.purposes")} items={purposes.map(({ sentence }) => sentence)} />
      </Facts>
      <List title={say("documents.risks")} items={assessment.map(({ sentence, measures: by }) => `${sentence} ${by.join(" ")}`)} />
    </article>
  );
}

function fileOf(record: object): string {
  return URL.createObjectURL(new Blob([JSON.stringify(record, null, 2)], { type: "application/json" }));
}
