/** What is shown: the fragment's path, `#/screen/part`. */
import { Store } from "../store";

export type Screen = "upload" | "data" | "team";
export interface Place {
  readonly screen: Screen;
  /** Of the screen, "" for its first one. */
  readonly part: string;
}
const SCREENS: readonly string[] = ["upload", "data", "team"];

function told(): Place {
  const [name = "", part = ""] = location.hash.replace(/^#\/?/, "").split("/");
  return SCREENS.includes(name) ? { screen: name as Screen, part } : { screen: "upload", part: "" };
}

export const place = new Store<Place>(told());
addEventListener("hashchange", () => {
  place.value = told();
});
