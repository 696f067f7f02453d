// Opens pages in a real Chromium and says what it found: what the console said, what axe-core holds against a page,
// and what became of it after keys were pressed; and asks html-validate about files. Reads a request a line, as JSON:
// `{visits}` or `{files}`; writes an answer a line. It ends with its input, and starts a browser when one is needed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";
import { createInterface } from "node:readline";

const require = createRequire(`${process.argv[2]}/`);

let browser;
let axe;

async function launch() {
  const { chromium } = require("playwright-core");
  axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  return chromium.launch({
    executablePath: process.argv[3],
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

async function visitAll(visits) {
  browser ??= await launch();
  const found = [];
  for (const visit of visits) {
    const context = await browser.newContext({
      bypassCSP: Boolean(visit.axe), // axe is brought in from outside; without it the page's own policy holds
      colorScheme: visit.dark ? "dark" : "light",
      javaScriptEnabled: visit.scripts ?? true,
      viewport: { width: visit.width ?? 1280, height: 900 },
    });
    const page = await context.newPage();
    const said = [];
    const asked = [];
    page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => said.push(`error: ${error.message}`));
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(visit.url);
    for (const [what, ...words] of visit.steps ?? []) {
      if (what === "press") await page.keyboard.press(words[0]);
      if (what === "type") await page.keyboard.type(words[0]);
      if (what === "focus") await page.locator(words[0]).first().focus();
      if (what === "select") await page.locator(words[0]).selectOption(words[1]);
    }
    const texts = {};
    for (const [name, selector] of Object.entries(visit.read ?? {})) texts[name] = await page.locator(selector).allInnerTexts();
    const violations = [];
    let wide = 0;
    if (visit.axe) await page.evaluate(axe);
    for (const look of visit.looks ?? [{ dark: visit.dark, width: visit.width ?? 1280 }]) {
      await page.emulateMedia({ colorScheme: look.dark ? "dark" : "light" });
      await page.setViewportSize({ width: look.width, height: 900 });
      wide = Math.max(wide, await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth));
      if (!visit.axe) continue;
      const result = await page.evaluate(() => globalThis.axe.run({ preload: false }));
      for (const each of result.violations) {
        const where = each.nodes.map((node) => node.html).join(" | ").slice(0, 300);
        violations.push(`${each.id} (${look.width}, ${look.dark ? "dark" : "light"}): ${where}`);
      }
    }
    if (visit.picture) await page.screenshot({ path: visit.picture, fullPage: true });
    const within = visit.within
      ? await page.locator(visit.within).evaluateAll((all) => Math.max(...all.map((each) => each.scrollWidth - each.clientWidth)))
      : 0;
    found.push({ said, asked, texts, violations, wide, within });
    await context.close();
  }
  return found;
}

async function validate(files) {
  const { formatterFactory, HtmlValidate } = require("html-validate");
  const report = await new HtmlValidate({ root: true, extends: ["html-validate:recommended"] }).validateMultipleFiles(files);
  return report.valid ? "" : formatterFactory("stylish")(report.results) || "invalid";
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = { found: request.files ? await validate(request.files) : await visitAll(request.visits) };
  } catch (error) {
    answer = { error: String(error.stack) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser?.close();
