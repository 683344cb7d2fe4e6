import { useRef, useState } from "preact/hooks";
import type { Config } from "../config";
import { TYPES } from "../model";
import { megabytes, useText } from "../text";

const ACCEPT = Object.entries(TYPES).flatMap(([type, endings]) => [type, ...endings.split(" ")]).join(",");

interface Props {
  config: Config;
  add: (files: Iterable<File>) => void;
  small: boolean;
}

export function Drop({ config, add, small }: Props) {
  const { say, language } = useText();
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    add(event.dataTransfer?.files ?? []);
  };
  return (
    <div
      class={`drop ${over ? "drop-over" : ""} ${small ? "drop-small" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      <Sheets />
      <p class="drop-title">{say("upload.drop")}</p>
      <button type="button" class={small ? "button" : "button button-main"} onClick={() => input.current?.click()}>
        {say(small ? "upload.more" : "upload.choose")}
      </button>
      <input
        ref={input}
        class="hidden"
        type="file"
        multiple
        accept={ACCEPT}
        tabIndex={-1}
        aria-label={say("upload.choose")}
        onChange={(event) => {
          add(event.currentTarget.files ?? []);
          event.currentTarget.value = ""; // the same file may be chosen again
        }}
      />
      <p class="note">{say("upload.kinds", { size: megabytes(config.mostBytes, language) })}</p>
    </div>
  );
}

/** Three photos, of which the first wears a mask. */
function Sheets() {
  return (
    <svg class="sheets" viewBox="0 0 160 96" aria-hidden="true">
      <g transform="rotate(-9 48 54)">
        <rect x="22" y="22" width="56" height="64" rx="5" class="sheet" />
        <rect x="28" y="28" width="44" height="42" rx="2" class="sheet-picture" />
      </g>
      <g transform="rotate(8 112 54)">
        <rect x="82" y="22" width="56" height="64" rx="5" class="sheet" />
        <rect x="88" y="28" width="44" height="42" rx="2" class="sheet-picture" />
      </g>
      <rect x="50" y="10" width="60" height="76" rx="5" class="sheet" />
      <rect x="56" y="16" width="48" height="54" rx="2" class="sheet-picture" />
      <path d="M60 70c2-14 10-18 20-18s18 4 20 18z" class="person-clothes" />
      <ellipse cx="80" cy="38" rx="12" ry="15" class="mark-mask" />
      <ellipse cx="75" cy="35.5" rx="2.8" ry="1.8" class="mark-eye" />
      <ellipse cx="85" cy="35.5" rx="2.8" ry="1.8" class="mark-eye" />
    </svg>
  );
}
