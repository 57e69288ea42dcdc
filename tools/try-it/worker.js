/* The worker: Python, which gets all it needs from the page, as it is unpacked there. */
const TYPES = { "pyodide.asm.wasm": "application/wasm", "python_stdlib.zip": "application/zip", "krmoney.zip": "application/zip" };
const arrive = {};
const files = {};
for (const name in TYPES) files[name] = new Promise((resolve) => (arrive[name] = resolve));
onmessage = ({ data }) => arrive[data.name](data.content);

async function begin() {
  /* Pyodide fetches two files; they come from the page, and there is nothing else to fetch. */
  globalThis.fetch = async (address) => {
    const name = String(address).split("/").pop();
    return new Response(await files[name], { headers: { "Content-Type": TYPES[name] } });
  };
  const nowhere = "data:,";
  const python = await loadPyodide({ indexURL: nowhere, packageBaseUrl: nowhere, lockFileContents: LOCK });
  python.unpackArchive(await files["krmoney.zip"], "zip");
  python.runPython(PROGRAM);
  const [read, save] = ["read", "save"].map((name) => python.globals.get(name));
  onmessage = ({ data }) => {
    if (data.save) return postMessage({ answer: "saved", format: data.save, content: save(data.text, data.language, data.save) });
    const began = performance.now();
    const [shown, count] = read(data.text, data.language).toJs();
    postMessage({ answer: "read", shown, count, ms: performance.now() - began });
  };
  postMessage({ answer: "ready" });
}

begin().catch((error) => postMessage({ answer: "wrong", what: String(error.message).trim().split("\n").pop() }));
