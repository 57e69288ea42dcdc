/* The worker: Python, which gets all it needs from the page. */
const loaded = new Promise((resolve) => {
  onmessage = ({ data }) => resolve(begin(...data.start));
});

async function begin(wasm, stdlib, krmoney) {
  /* Pyodide fetches two files; they are here, and there is nothing else to fetch. */
  const files = { "pyodide.asm.wasm": [wasm, "application/wasm"], "python_stdlib.zip": [stdlib, "application/zip"] };
  globalThis.fetch = async (address) => {
    const [content, type] = files[String(address).split("/").pop()];
    return new Response(content, { headers: { "Content-Type": type } });
  };
  const nowhere = "data:,";
  const python = await loadPyodide({ indexURL: nowhere, packageBaseUrl: nowhere, lockFileContents: LOCK });
  python.unpackArchive(krmoney, "zip");
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

loaded.catch((error) => postMessage({ answer: "wrong", what: String(error.message).trim().split("\n").pop() }));
