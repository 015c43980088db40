// The review page in a real browser: `node review.mjs ADDRESS PASSWORD PICTURES`.
//
// Prints a line a step and ends with 1 at the first thing that is not as it should be. ADDRESS is a page over the invented ledger of
// tests/it/review_web/invented.rs with the accounts Hà and Bình (reviewers), Dung (approver) and Em (reader).
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [address, password, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
mkdirSync(pictures, { recursive: true });

const sizes = { desk: { width: 1280, height: 720 }, tablet: { width: 800, height: 1180 } };
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--force-color-profile=srgb"],
});
const complaints = [];
let pages = 0;

async function context(options = {}) {
  // axe is put into the page past its content-security policy, which is tested without this below.
  const made = await browser.newContext({ viewport: sizes.desk, bypassCSP: true, reducedMotion: "reduce", ...options });
  made.on("page", (page) => {
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()) && !/status of (4|5)\d\d/.test(message.text())) complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error}`));
  });
  return made;
}

async function logIn(name, options) {
  const page = await (await context(options)).newPage();
  await page.goto(`${address}/login`);
  await page.fill("input[name=name]", name);
  await page.fill("input[name=password]", password);
  await page.press("input[name=password]", "Enter");
  await page.waitForURL("**/inbox");
  return page;
}

// Contrast, labels, roles: nothing that axe finds is accepted. Nothing may stick out at the side either.
async function check(page, name) {
  pages += 1;
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const found = violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`);
  assert.deepEqual(found, [], `axe on ${name}`);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(beyond <= 0, `${name} is ${beyond} pixels too wide`);
  await page.screenshot({ path: `${pictures}/${name}.png` });
}

const text = (page, selector = "main") => page.locator(selector).first().innerText();
const step = (what) => console.log(`- ${what}`);
const press = async (page, key) => {
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
};
const itemOf = (page) => new URL(page.url()).pathname.split("/")[2];

// Log in.
{
  const page = await (await context()).newPage();
  await page.goto(`${address}/login`);
  await check(page, "login-vi");
  await page.fill("input[name=name]", "Hà");
  await page.fill("input[name=password]", "wrong password");
  await page.press("input[name=password]", "Enter");
  await page.waitForSelector("[role=alert]");
  await check(page, "login-wrong-vi");
  step("log in");
}

// A blind first read, answered by keyboard, taken back, answered again.
const ha = await logIn("Hà");
await check(ha, "inbox-vi");
await ha.keyboard.press("j");
await ha.keyboard.press("j");
assert.ok(await ha.evaluate(() => document.activeElement.matches(".lines tbody tr:nth-child(2) a")), "j goes down the list");
const isAt = (n) => ha.evaluate((n) => document.activeElement.matches(`.lines tbody tr:nth-child(${n}) a`), n);
await ha.keyboard.press("ArrowDown");
assert.ok(await isAt(3), "the arrow goes down the list too");
await ha.keyboard.press("ArrowUp");
await ha.keyboard.press("k");
assert.ok(await isAt(1), "the arrow and k go up");
await ha.keyboard.press("k");
assert.ok(await isAt(1), "no further than the first line");
assert.match(await text(ha, ".keys-hint"), /J.*↓.*K.*↑/s, "the keys are shown");
await press(ha, "Enter");
await press(ha, "i");

// A strong link, then a flag, each found through the filters.
async function open(page, subject, n) {
  await page.goto(`${address}/inbox?subject=${subject}&sort=name`);
  await page.locator(".lines tbody a").nth(n).click();
  await page.waitForURL("**/item/*");
  return itemOf(page);
}
const link = await open(ha, "link", 0);
const before = await ha.content();
for (const hidden of ["0,973", "0,412", "waterfall", "Mức xuất phát"]) assert.ok(!before.includes(hidden), `${hidden} is in the page before the answer`);
assert.ok(before.includes("<mark>"), "differences are marked");
await check(ha, "item-blind-vi");
await ha.keyboard.press("g");
await ha.keyboard.type("1 2 3: quê quán khác xã");
assert.equal(itemOf(ha), link, "digits typed into the note are no answers");
await ha.keyboard.press("Escape");
await press(ha, "3");
assert.notEqual(itemOf(ha), link, "an answer leads to the next item");
assert.match(await text(ha, ".banner"), /Chưa rõ/);
await check(ha, "item-next-vi");
await press(ha, "z");
assert.equal(itemOf(ha), link, "undo leads back");
assert.ok(!(await ha.content()).includes("waterfall"), "blind again");
await press(ha, "2");
step("blind read, answer by keyboard, undo");

const flag = await open(ha, "flag", 0);
await check(ha, "flag-blind-vi");
await press(ha, "1");
await ha.goto(`${address}/item/${flag}`);
assert.match(await text(ha, ".chips"), /Chờ người thứ hai/);
await check(ha, "item-answered-vi");
await ha.goto(`${address}/item/${link}`);
await check(ha, "link-answered-vi");
await ha.screenshot({ path: `${pictures}/link-answered-whole-vi.png`, fullPage: true });

// The second reviewer disagrees about the flag and reads blindly as well.
const binh = await logIn("Bình");
await binh.goto(`${address}/item/${flag}`);
assert.ok(!(await text(binh)).includes("Hà,"), "the first answer is hidden from the second reviewer");
await press(binh, "2");
await binh.goto(`${address}/item/${flag}`);
assert.match(await text(binh, ".chips"), /Chờ phê duyệt/);
assert.match(await text(binh, ".history"), /Hà/);
await check(binh, "disagreement-vi");
step("second reviewer, disagreement");

// The approver has the last word, gives work to others, exports.
const dung = await logIn("Dung");
await dung.goto(`${address}/inbox?part=third`);
await dung.locator(".lines tbody a").first().click();
await dung.waitForURL("**/item/*");
assert.equal(itemOf(dung), flag);
await check(dung, "approver-vi");
await press(dung, "2");
await dung.goto(`${address}/item/${flag}`);
assert.match(await text(dung, ".chips"), /Đã kết luận/);
await press(dung, "h");
await check(dung, "file-vi");
await dung.screenshot({ path: `${pictures}/file-whole-vi.png`, fullPage: true });
await dung.goto(`${address}/answers`);
await check(dung, "answers-vi");
const [download] = await Promise.all([dung.waitForEvent("download"), dung.locator("a[href='/export/csv']").click()]);
const exported = readFileSync(await download.path(), "utf8");
assert.match(download.suggestedFilename(), /^answers-[0-9a-f]{12}\.csv$/);
for (const part of [flag, "dismissed", "Dung", "Bình", "Hà"]) assert.ok(exported.includes(part), `the export lacks ${part}`);
await dung.setInputFiles("input[type=file]", { name: "answers.csv", mimeType: "text/csv", buffer: Buffer.from(exported) });
await Promise.all([dung.waitForNavigation(), dung.locator("main form button[type=submit]").click()]);
assert.match(await text(dung), /đã có sẵn/);
await check(dung, "answers-taken-vi");
step("third reviewer, export, import");

// The other pages, both languages, both lights, a desk and a tablet.
for (const [page, path, name] of [
  [dung, "/progress", "progress"],
  [dung, "/changes", "changes"],
  [dung, "/password", "password"],
  [dung, "/nothing", "nothing"],
  [dung, "/inbox?part=all", "inbox-all"],
]) {
  await page.goto(`${address}${path}`);
  await check(page, `${name}-vi`);
}
await Promise.all([dung.waitForNavigation(), dung.click("button[name=lang][value=en]")]);
await Promise.all([dung.waitForNavigation(), dung.click("button[name=theme][value=dark]")]);
const link2 = await open(dung, "link", 3);
await check(dung, "item-blind-en-dark");
await dung.goto(`${address}/item/${link}`);
await check(dung, "link-en-dark");
for (const path of ["/inbox", "/progress", "/changes", "/answers", `/item/${link2}/file`, `/item/${flag}`, "/password"]) {
  await dung.goto(`${address}${path}`);
  await check(dung, `en-dark${path.replaceAll("/", "-").replace(/[0-9a-f]{16}/, "id")}`);
}
await Promise.all([dung.waitForNavigation(), dung.click("button[name=theme][value=light]")]);
for (const path of ["/inbox", `/item/${link2}`, `/item/${flag}`]) {
  await dung.goto(`${address}${path}`);
  await check(dung, `en${path.replaceAll("/", "-").replace(/[0-9a-f]{16}/, "id")}`);
}
await dung.setViewportSize(sizes.tablet);
for (const path of ["/inbox", `/item/${link2}`, `/item/${link}`, "/progress", "/changes", "/answers", `/item/${link2}/file`]) {
  await dung.goto(`${address}${path}`);
  await check(dung, `tablet${path.replaceAll("/", "-").replace(/[0-9a-f]{16}/, path.includes(link2) ? "blind" : "seen")}`);
}
step("every page in both languages, dark and light, desk and tablet");

// The answer's buttons are in sight without scrolling, at a desk and on a tablet.
for (const size of Object.values(sizes)) {
  await ha.setViewportSize(size);
  await open(ha, "link", 1);
  for (const button of await ha.locator(".choice").all()) {
    const box = await button.boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= size.height, `a button is out of sight at ${size.width}×${size.height}`);
    assert.ok(box.height >= 44, "a button is large enough for a finger");
  }
}
step("buttons in sight");

// Without a script everything is still there; and the policy lets nothing else run.
{
  const page = await logIn("Hà", { javaScriptEnabled: false });
  await page.click("form[action='/next'] button");
  await page.waitForURL("**/item/*");
  const id = itemOf(page);
  assert.equal(await page.locator("kbd").first().isVisible(), false, "no keys are promised");
  await page.click("button.choice.unsure");
  await page.waitForURL(/[?]done=/);
  assert.equal(new URL(page.url()).searchParams.get("done"), id);
  await page.click(".banner form button");
  await page.waitForURL(`**/item/${id}`);
  step("without a script");
}
{
  const page = await logIn("Em", { bypassCSP: false });
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.body.append(script);
    const image = document.createElement("img");
    image.setAttribute("onerror", "globalThis.ran = true");
    image.src = "data:,";
    document.body.append(image);
    return new Promise((done) => setTimeout(() => done(globalThis.ran === true), 300));
  });
  assert.equal(ran, false, "an inline script ran");
  complaints.length = complaints.findLastIndex((line) => !/Content Security Policy/.test(line)) + 1;
  await page.goto(`${address}/item/${link2}`);
  assert.equal(await page.locator("button.choice").count(), 0, "a reader answers nothing");
  step("the policy holds");
}

assert.deepEqual(complaints, [], "the browser complained");
await browser.close();
console.log(`${pages} pages looked at by axe`);
