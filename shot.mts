import { chromium } from 'playwright-core'
import { createServer } from 'node:http'
const B = 'http://127.0.0.1:4392'
const stories = (process.argv[2] ?? 'markup,emoji,rtl,long,empty').split(',')
const s = createServer((q, r) => { r.setHeader('content-type','text/html; charset=utf-8'); r.end(`<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width"><meta name="color-scheme" content="light dark"><body style="margin:0">${stories.map(x=>`<iframe src="${B}/stories/${x}/embed" width="100%" height="420" style="border:0"></iframe><p><img src="${B}/stories/${x}/badge.svg"></p><img src="${B}/stories/${x}/chart.svg" style="width:100%">`).join('<hr>')}`)}).listen(0)
const port = (s.address() as any).port
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(' ') })
for (const width of [320, 900]) for (const colorScheme of ['light','dark'] as const) {
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme })
  page.on('console', m => m.type()==='error' && console.log(width, colorScheme, m.text()))
  page.on('pageerror', e => console.log(e.message)); page.on('dialog', d => { console.log('DIALOG', d.message()); d.dismiss() })
  await page.goto(`http://127.0.0.1:${port}/`); await page.waitForTimeout(2500)
  for (const f of page.frames().slice(1)) console.log(width, f.url().split('/').at(-2), JSON.stringify(await f.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight])))
  await page.screenshot({ path: `/tmp/ends/shot-${process.argv[3] ?? 'a'}-${width}-${colorScheme}.png`, fullPage: true })
  await page.close()
}
await browser.close(); s.close()
