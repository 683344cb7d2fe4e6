import { useStaffText } from "../text/staff";
import { useAnswer } from "../ui/asking";
import type { SectionProps } from "./sections";
import { Told } from "./told";

interface Said {
  sentence: string;
}

interface ProcessingRecord {
  team: string;
  settings_version: number;
  processor: Record<"name" | "address" | "contact" | "data_protection_contact", string>;
  purposes: (Said & { purpose: string })[];
  stored: (Said & { place: string; period: string })[];
  region: string;
  transfers: string;
  sub_processors: { name: string; address: string; task: string }[];
  measures: Said[];
  assessment: (Said & { measures: string[] })[];
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
  const { processor, purposes, stored, transfers, sub_processors, measures, assessment } = record;
  return (
    <article class="sheet-box document">
      <h3>{say("documents.processor")}</h3>
      <p>{Object.values(processor).join(" · ")}</p>
      <List title={say("documents.purposes")} items={purposes.map(({ sentence }) => sentence)} />
      <List title={say("documents.stored")} items={stored.map(({ sentence, period }) => `${sentence} (${period})`)} />
      <h3>{say("documents.transfers")}</h3>
      <p>{transfers}</p>
      <List title={say("documents.sub")} items={sub_processors.map(({ name, address, task }) => `${name}, ${address}: ${task}`)} />
      <List title={say("documents.measures")} items={measures.map(({ sentence }) => sentence)} />
      <List title={say("documents.risks")} items={assessment.map(({ sentence, measures: by }) => `${sentence} ${by.join(" ")}`)} />
    </article>
  );
}

/** A heading, and what stands below it. */
export function List({ title, items }: { title: string; items: readonly string[] }) {
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </>
  );
}

function fileOf(record: object): string {
  return URL.createObjectURL(new Blob([JSON.stringify(record, null, 2)], { type: "application/json" }));
}
