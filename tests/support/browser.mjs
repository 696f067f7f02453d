// Opens pages in a real Chromium and says what it found: what the console said, what axe-core holds against a page,
// and what became of it after keys were pressed. Reads a list of visits as JSON, writes a list of findings.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";

const require = createRequire(`${process.argv[2]}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const visits = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({
  executablePath: process.argv[3],
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
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
await browser.close();
process.stdout.write(JSON.stringify(found));
