// Reads a task as JSON from stdin, visits the page, prints what it saw as JSON.
const { chromium } = require("playwright-core");
const fs = require("fs");

(async () => {
  const task = JSON.parse(fs.readFileSync(0, "utf8"));
  const browser = await chromium.launch({
    executablePath: task.chromium,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const context = await browser.newContext({
    colorScheme: task.dark ? "dark" : "light",
    javaScriptEnabled: task.scripts !== false,
    viewport: { width: task.width || 1100, height: 900 },
  });
  const page = await context.newPage();
  const seen = { console: [], requests: [], violations: [] };
  page.on("console", (message) => seen.console.push(message.text()));
  page.on("pageerror", (error) => seen.console.push(String(error)));
  page.on("request", (request) => { if (request.url() !== task.page) seen.requests.push(request.url()); });
  await page.goto(task.page);
  if (task.print) await page.emulateMedia({ media: "print" });
  for (const [act, selector, ...rest] of task.acts) {
    const at = page.locator(selector);
    if (act === "fill") await at.fill(rest[0]);
    else if (act === "select") await at.selectOption(rest[0]);
    else if (act === "press") await at.press(rest[0]);
    else if (act === "click") await at.click();
    else if (act === "hover") await at.hover();
    else if (act === "count") seen[rest[0]] = await at.filter({ visible: true }).count();
    else if (act === "text") seen[rest[0]] = await at.first().innerText();
    else if (act === "attribute") seen[rest[1]] = await at.first().getAttribute(rest[0]);
    else throw new Error(`no such act: ${act}`);
  }
  if (task.screenshot) await page.screenshot({ path: task.screenshot, fullPage: true });
  if (task.scripts !== false) {
    // The page's own policy runs no foreign script, so axe comes in by the debugging protocol.
    const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run());
    seen.violations = found.violations.map((each) => `${each.id}: ${each.nodes.map((n) => n.html).slice(0, 3).join(" | ")}`);
    seen.passes = found.passes.length;
  }
  await browser.close();
  console.log(JSON.stringify(seen));
})().catch((error) => { console.error(error.stack || String(error)); process.exit(1); });
