import { useEffect, useState } from "preact/hooks";
import { language, type Language, useText } from "../text";
import { Mark } from "./mark";
import type { Screen } from "./screen";

const THEMES = ["auto", "light", "dark"] as const;

export function Head({ now, screens }: { now: Screen; screens: readonly Screen[] }) {
  const { say } = useText();
  return (
    <header class="head">
      <a class="skip" href="#content" onClick={toContent}>
        {say("app.skip")}
      </a>
      <span class="brand">
        <Mark /> Moretta
      </span>
      <nav aria-label={say("nav.label")}>
        {screens.map((name) => (
          <a key={name} href={`#/${name}`} aria-current={name === now ? "page" : undefined}>
            {say(`nav.${name}`)}
          </a>
        ))}
      </nav>
      <Choices />
    </header>
  );
}

// The fragment is the screen's: the link moves the focus and leaves the address alone.
function toContent(event: Event): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}

function Choices() {
  const { say, language: chosen } = useText();
  const [theme, setTheme] = useState<string>("auto");
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return (
    <div class="choices">
      <select
        aria-label={say("app.language")}
        value={chosen}
        onChange={(event) => {
          language.value = event.currentTarget.value as Language;
        }}
      >
        <option value="en">English</option>
        <option value="de">Deutsch</option>
      </select>
      <select aria-label={say("app.theme")} value={theme} onChange={(event) => setTheme(event.currentTarget.value)}>
        {THEMES.map((name) => (
          <option key={name} value={name}>
            {say(`app.theme.${name}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
