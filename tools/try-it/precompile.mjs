/* node precompile.mjs FOLDER ARCHIVE...: compile the Python in archives, by the Pyodide of a folder. */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

async function main(folder, ...archives) {
  const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
  const python = await loadPyodide({ indexURL: `${folder}/`, env: { HOME: "/", PYTHONHASHSEED: "0" } });
  python.runPython(readFileSync(new URL("precompile.py", import.meta.url), "utf8"));
  for (const archive of archives) {
    python.FS.writeFile("plain.zip", readFileSync(archive));
    python.globals.get("precompile")("plain.zip", "compiled.zip");
    writeFileSync(archive, python.FS.readFile("compiled.zip"));
  }
}

/* node would show the line of the error, which is all of Pyodide. */
main(...process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
