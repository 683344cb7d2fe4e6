import { moment, useText } from "../text";
import type { Checked } from "./receipt";

interface Props {
  jws: string;
  /** With it the user can show whom the receipt is about. */
  nonce: string | undefined;
  checked: Checked;
}

/** The proof: whether it is genuine, what was there before and after, and what still remains until when. */
export function Receipt({ jws, nonce, checked: { genuine, contents } }: Props) {
  const { say, language } = useText();
  const stores = Object.entries(contents.stores).filter(([, { before }]) => before > 0);
  return (
    <section class="sheet-box">
      <h2>{say("receipt.title")}</h2>
      <p class={genuine ? "seal seal-good" : "seal seal-bad"}>
        {say(genuine ? "receipt.genuine" : "receipt.false", { issuer: contents.iss })}
      </p>
      <p>{say("receipt.completed", { at: moment(contents.completed_at, language) })}</p>
      <div class="table" role="region" aria-label={say("receipt.stores")} tabIndex={0}>
        <table>
          <caption>{say("receipt.stores")}</caption>
          <thead>
            <tr>
              <th scope="col">{say("receipt.store")}</th>
              <th scope="col">{say("receipt.before")}</th>
              <th scope="col">{say("receipt.after")}</th>
            </tr>
          </thead>
          <tbody>
            {stores.map(([name, { before, after }]) => (
              <tr key={name}>
                <td>{name}</td>
                <td>{before}</td>
                <td>{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <details>
        <summary>{say("receipt.remains", { n: contents.remains.length })}</summary>
        <ul>
          {contents.remains.map(({ store, holds, until }) => (
            <li key={`${store} ${holds}`}>
              <strong>{store}</strong>: {holds} {until && `(${say("receipt.until", { at: moment(until, language) })})`}
            </li>
          ))}
        </ul>
      </details>
      <p>{say("receipt.late", { at: moment(contents.late_forms_until, language) })}</p>
      <a class="button button-main" href={fileOf(jws, nonce)} download={`receipt-${contents.erasure}.json`}>
        {say("receipt.save")}
      </a>
    </section>
  );
}

function fileOf(receipt: string, nonce: string | undefined): string {
  return URL.createObjectURL(new Blob([JSON.stringify({ receipt, nonce })], { type: "application/json" }));
}
