import { useState } from "preact/hooks";
import { AS_WRITTEN } from "../../text";
import { useStaffText } from "../../text/staff";
import { useAnswer } from "../../ui/asking";
import type { SectionProps } from "../sections";
import { Told } from "../told";
import { barsOf, type Counted, type Figures, type Span, SPANS } from "./model";
import { Plot } from "./plot";

/** How much is masked, how fast, how often a person is needed, and what fails. */
export function FigureSection({ api }: SectionProps) {
  const { say } = useStaffText();
  const [span, setSpan] = useState<Span>("day");
  const [now, setNow] = useState(() => new Date());
  const { days, step } = SPANS[span];
  const from = new Date(now.getTime() - days * 86_400_000).toISOString();
  const path = `/v1/team/figures?from=${encodeURIComponent(from)}&to=${encodeURIComponent(now.toISOString())}`;
  const { answer, failure } = useAnswer<Figures>(api, path);
  const choose = (name: Span) => {
    setSpan(name);
    setNow(new Date());
  };
  return (
    <>
      <h2>{say("figures.title")}</h2>
      <fieldset class="segments">
        <legend class="hidden">{say("figures.span")}</legend>
        {(Object.keys(SPANS) as Span[]).map((name) => (
          <label key={name}>
            <input type="radio" name="span" checked={name === span} onChange={() => choose(name)} />{" "}
            {say(`figures.${name}`)}
          </label>
        ))}
      </fieldset>
      <Told told={failure} />
      {answer && (
        <>
          {!answer.whole && <p class="caution">{say("figures.part", { n: answer.total.jobs })}</p>}
          <Total total={answer.total} />
          <Plot span={span} bars={barsOf(answer, step)} what="jobs" />
          <Plot span={span} bars={barsOf(answer, step)} what="seconds" />
        </>
      )}
    </>
  );
}

function Total({ total: { jobs, reviewed, failed, seconds } }: { total: Counted }) {
  const { say, language } = useStaffText();
  const number = new Intl.NumberFormat(AS_WRITTEN[language], { maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(AS_WRITTEN[language], { style: "percent", maximumFractionDigits: 1 });
  const told = [
    [say("figures.jobs"), number.format(jobs)],
    [say("figures.median"), seconds ? say("figures.s", { n: number.format(seconds.median) }) : "–"],
    [say("figures.p95"), seconds ? say("figures.s", { n: number.format(seconds.p95) }) : "–"],
    [say("figures.review"), jobs ? share.format(reviewed / jobs) : "–"],
    [say("figures.failed"), number.format(failed)],
  ] as const;
  return (
    <dl class="totals">
      {told.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
