/* The page that reads a pasted text. What reads is in a worker, so that typing never waits. */

const SAYS = {
  ko: {
    what: "기사나 공시를 붙여 넣으면 금액과 비율, 환율을 찾아 값을 보여 줍니다.",
    private: "입력한 글은 브라우저 밖으로 나가지 않습니다. 이 페이지는 네트워크를 쓸 수 없으며, 파일로 저장하면 인터넷 없이도 열 수 있습니다.",
    language: "English",
    text: "글",
    sample: "예문",
    clear: "지우기",
    csv: "CSV 저장",
    html: "HTML 저장",
    licences: "포함된 소프트웨어와 라이선스",
    made: "이 파일 하나에 모두 들어 있습니다.",
    cldr: "유니코드 CLDR의 통화·지역 이름, Unicode-3.0; © 1991– Unicode, Inc.",
    starting: "준비하고 있습니다. 처음 한 번만 몇 초 걸립니다.",
    reading: "읽고 있습니다.",
    read: (ms) => `${ms} ms 만에 읽었습니다.`,
    empty: "글을 붙여 넣으면 바로 읽습니다.",
    wrong: (what) => `이 브라우저에서 실행하지 못했습니다: ${what}`,
    file: "금액",
  },
  en: {
    what: "Paste a Korean article or filing to find the values of its amounts, percentages and rates.",
    private: "Your text stays in this browser. This page cannot use a network. If you save it as a file, it opens offline.",
    language: "한국어",
    text: "Text",
    sample: "Sample",
    clear: "Clear",
    csv: "Save CSV",
    html: "Save HTML",
    licences: "Contents and licences",
    made: "Everything is in this one file.",
    cldr: "Names of currencies and places from Unicode CLDR, Unicode-3.0; © 1991– Unicode, Inc.",
    starting: "Getting ready. This takes a few seconds, once.",
    reading: "Reading.",
    read: (ms) => `Read in ${ms} ms.`,
    empty: "Paste a text to read it.",
    wrong: (what) => `This browser could not run the page: ${what}`,
    file: "figures",
  },
};
const SAMPLE = document.getElementById("sample-text").textContent.trim();
const PAUSE = 120; /* ms without a keystroke */

const [text, found, status, csv, html] = ["text", "found", "status", "csv", "html"].map((id) => document.getElementById(id));
let language = "ko";
let state = ["starting"];
let worker;
let asked = 0; /* what is wanted: a number for each text and language */
let busy = true; /* the worker takes one text at a time */
let sent = 0;
let timer;

function say(...what) {
  state = what;
  const said = SAYS[language][what[0]];
  status.textContent = typeof said === "function" ? said(what[1]) : said;
  status.toggleAttribute("data-wrong", what[0] === "wrong");
}

function speak(chosen) {
  language = document.documentElement.lang = chosen;
  for (const each of document.querySelectorAll("[data-says]")) each.textContent = SAYS[language][each.dataset.says];
  say(...state);
}

function ask() {
  asked += 1;
  if (!busy) send();
}

function send() {
  busy = true;
  sent = asked;
  if (worker.ready) say("reading");
  worker.postMessage({ text: text.value, language });
}

function save(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const answers = {
  ready() {
    worker.ready = true;
    busy = false;
    send();
  },
  read({ shown, count, ms }) {
    busy = false;
    if (sent !== asked) return send(); /* the text has changed meanwhile */
    found.innerHTML = shown;
    enliven(found);
    csv.disabled = html.disabled = !count;
    say(...(text.value.trim() ? ["read", Math.max(1, Math.round(ms))] : ["empty"]));
  },
  saved({ format, content }) {
    const name = `krmoney-${SAYS[language].file}`;
    if (format === "csv") save(`${name}.csv`, "text/csv;charset=utf-8", content);
    else save(`${name}.html`, "text/html;charset=utf-8", content);
  },
  wrong({ what }) {
    busy = false;
    say("wrong", what);
  },
};

function bytes(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const said = atob(base64);
  const content = new Uint8Array(said.length);
  for (let at = 0; at < said.length; at++) content[at] = said.charCodeAt(at);
  return content;
}

/* What a block of this page holds, unpacked. */
async function unpacked(id) {
  const packed = bytes(document.getElementById(id).textContent);
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

async function start() {
  const code = await unpacked("worker");
  /* A worker with an address of its own would have a policy of its own; this one inherits that of the page. */
  const address = await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(new Blob([code], { type: "text/javascript" }));
  });
  worker = new Worker(address, { type: "module" });
  worker.onmessage = ({ data }) => answers[data.answer](data);
  worker.onerror = (event) => answers.wrong({ what: event.message ?? "Worker" });
  /* It starts while they are unpacked, those first that it waits for first. */
  for (const name of ["pyodide.asm.wasm", "python_stdlib.zip", "krmoney.zip"]) {
    const content = await unpacked(name);
    worker.postMessage({ name, content }, [content]);
  }
}

text.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
});
document.getElementById("language").addEventListener("click", () => {
  speak(language === "ko" ? "en" : "ko");
  ask();
});
for (const [id, content] of [["sample", SAMPLE], ["clear", ""]]) {
  document.getElementById(id).addEventListener("click", () => {
    text.value = content;
    ask();
  });
}
for (const button of [csv, html]) {
  button.addEventListener("click", () => worker.postMessage({ save: button.id, text: text.value, language }));
}
if (!text.value) text.value = SAMPLE;
speak(language);
start().catch((error) => answers.wrong({ what: error.message }));
