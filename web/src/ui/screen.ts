/** Which screen is shown: the part of the fragment after `#/`. */
import { Store } from "../store";

export type Screen = "upload" | "data" | "team";
const SCREENS: readonly string[] = ["upload", "data", "team"];

function told(): Screen {
  const name = location.hash.replace(/^#\/?/, "").split("/")[0] ?? "";
  return SCREENS.includes(name) ? (name as Screen) : "upload";
}

export const screen = new Store<Screen>(told());
addEventListener("hashchange", () => {
  screen.value = told();
});

export function go(to: Screen): void {
  location.hash = `/${to}`;
}
