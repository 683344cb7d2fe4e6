// Run a Python program, the first argument, in CPython for WebAssembly: `text` is what stdin holds, `answer` goes out.
import { text } from "node:stream/consumers";
import { loadPyodide } from "pyodide";

const given = await text(process.stdin);
const python = await loadPyodide();
python.globals.set("text", given);
process.stdout.write(python.runPython(`${process.argv[2]}\nanswer`));
