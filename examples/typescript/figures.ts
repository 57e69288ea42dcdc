// Prints the figures of some headlines, and what is wrong with their conversions.
import createClient from "openapi-fetch";
import type { components, paths } from "./krmoney.js";

type Figure = components["schemas"]["Figure"];

const krmoney = createClient<paths>({ baseUrl: process.env.KRMONEY ?? "http://127.0.0.1:8000" });

const headlines = ["새 공장에 337억 크로나(약 4조 4000억원) 투자", "임금 협상 타결", "빚 10억 크로나"];

// Amounts are strings, because they are exact; BigInt keeps whole ones so.
function said(figure: Figure): string {
  const currency = figure.currency ?? figure.candidates?.join(" or ") ?? figure.unit ?? "";
  const value = figure.value && !figure.value.includes(".") ? BigInt(figure.value).toLocaleString("en") : figure.value;
  return `${figure.text}: ${value ?? figure.kind} ${currency}`;
}

const { data, error } = await krmoney.POST("/extract", { body: { texts: headlines } });
if (error) throw new Error(`${error.title} ${error.detail}`);
if ("results" in data) {
  data.results.forEach((result, at) => {
    console.log(headlines[at]);
    if ("error" in result) console.log(`  ${result.error.detail}`);
    else for (const figure of result.figures) console.log(`  ${said(figure)}`);
  });
}

const checked = await krmoney.POST("/check", { body: { text: "4억 달러(약 55조원)를 투자한다.", date: "2024-06-04" } });
if (checked.data && "findings" in checked.data) {
  for (const finding of checked.data.findings) console.log(`${finding.verdict} (${finding.severity})`);
}

const refused = await krmoney.POST("/parse", { body: { text: "4억5000억 달러" } });
console.log(refused.error && `${refused.error.error} at ${refused.error.start}: ${refused.error.hint}`);
