import type { Api } from "../api";
import { useStore } from "../store";
import { useStaffText } from "../text/staff";
import { place } from "../ui/screen";
import { SECTIONS } from "./sections";
import type { SignedIn } from "./sign_in";
import "../style/staff.css";
import "../style/boxes.css";
import "../style/review.css";
import "../style/figures.css";

interface Props {
  api: Api;
  who: SignedIn;
  signOut: () => void;
  signInAgain: () => void;
}

/** What somebody of the staff may see, one part at a time. */
export function Inside({ api, who, signOut, signInAgain }: Props) {
  const { say } = useStaffText();
  const { part } = useStore(place);
  const open = SECTIONS.filter(({ scope }) => who.scopes.has(scope));
  const now = open.find(({ name }) => name === part) ?? open[0];
  const may = (scope: string) => who.scopes.has(scope);
  return (
    <div class="inside">
      <nav class="parts" aria-label={say("parts.label")}>
        {open.map(({ name }) => (
          <a key={name} href={`#/team/${name}`} aria-current={name === now?.name ? "page" : undefined}>
            {say(`parts.${name}`)}
          </a>
        ))}
        <button type="button" onClick={signOut}>
          {say("team.sign_out")}
        </button>
      </nav>
      <div class="part">
        {now ? <now.show api={api} me={who.id} may={may} signInAgain={signInAgain} /> : <p>{say("parts.none")}</p>}
      </div>
    </div>
  );
}
