import type { ComponentChildren } from "preact";
import { useStaffText } from "../text/staff";

/** What the record of processing and the agreement both say of the deployment. */
export interface Facts {
  processor: Record<"name" | "address" | "contact" | "data_protection_contact", string>;
  stored: { sentence: string; period: string }[];
  transfers: string;
  sub_processors: { name: string; address: string; task: string }[];
  measures: { sentence: string }[];
}

/** The facts in a document; what is its own stands after the processor. */
export function Facts({ facts, children }: { facts: Facts; children: ComponentChildren }) {
  const { say } = useStaffText();
  const { processor, stored, transfers, sub_processors, measures } = facts;
  return (
    <>
      <h3>{say("documents.processor")}</h3>
      <p>{Object.values(processor).join(" · ")}</p>
      {children}
      <List title={say("documents.stored")} items={stored.map(({ sentence, period }) => `${sentence} (${period})`)} />
      <h3>{say("documents.transfers")}</h3>
      <p>{transfers}</p>
      <List title={say("documents.sub")} items={sub_processors.map(({ name, address, task }) => `${name}, ${address}: ${task}`)} />
      <List title={say("documents.measures")} items={measures.map(({ sentence }) => sentence)} />
    </>
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
