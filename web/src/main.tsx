import { render } from "preact";
import { App, Broken } from "./app";
import { readConfig } from "./config";
import { watchForSessions } from "./session";
import { endSignIn } from "./staff/sign_in";
import "./style/tokens.css";
import "./style/base.css";
import "./style/parts.css";
import "./style/plan.css";
import "./style/upload.css";
import "./style/data.css";

watchForSessions();
const page = document.getElementById("page") as HTMLElement;
readConfig().then(
  (config) => {
    render(<App config={config} />, page);
    void endSignIn(config);
  },
  () => render(<Broken />, page),
);
