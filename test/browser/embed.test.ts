// A story in a page of somebody else, from another origin: the live panel, the picture of the chart, the badge.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { Frame, Page } from 'playwright-core'
import { storyStream } from '../../events/story.ts'
import { declared, phaseChange, statement, storyClosed, storyOpened } from '../given.ts'
import { until } from '../running.ts'
import { describeInBrowser } from './browser.ts'
import { type Pages, startPages } from './page-server.ts'
import { givenPlexPhases, plexGauge } from './plex-phases.ts'
import { givenPlexStory, plexEndMs, plexPosts } from './plex-story.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const slug = 'plex-privacy'

describeInBrowser('a story in a foreign page', (browser) => {
  const clock = { nowMs: plexEndMs }
  let pages: Pages
  let foreign: Server
  let blog = ''

  before(async () => {
    pages = await startPages(clock, { gauge: plexGauge })
    await givenPlexStory(pages, plexPosts(20170818, 0.1))
    await givenPlexPhases(pages, slug)
    const url = `${pages.address}/stories/${slug}`
    foreign = createServer((request, response) => {
      const sandbox = request.url === '/sandboxed' ? ' sandbox="allow-scripts allow-popups"' : ''
      response
        .setHeader('content-type', 'text/html; charset=utf-8')
        .end(
          `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>A blog</title><body style="margin:0"><main><h1>A blog</h1><iframe src="${url}/embed" title="Outcry: Plex" width="100%" height="420" style="border:0"${sandbox}></iframe><img id="chart" src="${url}/chart.svg" alt="Posts about Plex" style="width:100%"><img id="badge" src="${url}/badge.svg" alt="Plex: Recovery"></main></body></html>`,
        )
    })
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve))
    blog = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`
  })
  after(async () => {
    foreign?.closeAllConnections()
    foreign?.close()
    await pages?.close()
  })

  const panelOf = async (page: Page, word = 'Live'): Promise<Frame> => {
    const frame = page.frames()[1]
    assert.ok(frame !== undefined)
    await frame.waitForFunction((word) => document.getElementById('live')?.textContent?.startsWith(word), word)
    return frame
  }

  for (const width of [900, 320])
    for (const colorScheme of ['light', 'dark'] as const)
      it(`fits its frame at ${width} px, ${colorScheme}, has nothing for axe to find, and shows both pictures`, async () => {
        const page = await browser.page({
          viewport: { width, height: 800 },
          colorScheme,
          bypassCSP: true,
          reducedMotion: 'reduce',
        })
        const problems: string[] = []
        page.on('pageerror', (error) => problems.push(error.message))
        page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
        await page.goto(blog)
        const panel = await panelOf(page)
        const sizes = await panel.evaluate(() => [
          document.documentElement.scrollWidth - window.innerWidth,
          document.documentElement.scrollHeight - window.innerHeight,
        ])
        assert.deepEqual(sizes, [0, 0], 'it scrolls')
        const pictures = await page.evaluate(() =>
          [...document.querySelectorAll('img')].map(({ naturalWidth, naturalHeight }) => [naturalWidth, naturalHeight]),
        )
        assert.equal(pictures[0]?.[0], 760)
        assert.equal(pictures[1]?.[1], 20)
        await panel.evaluate(axe)
        const violations = await panel.evaluate(async () => {
          type Axe = { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
          const { violations } = await (window as unknown as { axe: Axe }).axe.run()
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)
        })
        assert.deepEqual(violations, [])
        assert.deepEqual(problems, [])
      })

  it('changes by itself, and its moments lead to the page in a tab of their own', async () => {
    const page = await browser.page()
    await page.goto(blog)
    const panel = await panelOf(page)
    assert.equal(await panel.textContent('#phase'), 'Recovery')
    assert.match((await panel.textContent('footer')) ?? '', /Re-enactment: milestones are real/)
    const before = await panel.getAttribute('svg .neg', 'd')
    await pages.post(slug, [{ id: 'new', text: 'One more', label: 'negative', atMs: clock.nowMs - 1_000 }])
    await panel.waitForFunction((before) => document.querySelector('svg .neg')?.getAttribute('d') !== before, before)
    const opened = page.context().waitForEvent('page')
    await panel.click('.mk a[aria-label^="Moment 4"]')
    const tab = await opened
    await tab.waitForLoadState()
    assert.equal(tab.url(), `${pages.address}/stories/${slug}#m4`)
    assert.equal(await tab.evaluate(() => window.opener), null)
    const again = phaseChange('2017-08-22T17:50:00.000Z', 'backlash', { onset: '2017-08-22T17:00:00.000Z' })
    await pages.append(storyStream(slug), [declared(slug, again)])
    await panel.waitForFunction(() => document.getElementById('phase')?.textContent === 'Backlash')
  })

  it('is kept true by asking where a frame has no origin, and may then open no socket', async () => {
    const page = await browser.page()
    await page.goto(`${blog}/sandboxed`)
    const panel = await panelOf(page, 'Live, checked every 30 seconds')
    assert.equal(await panel.evaluate(() => window.origin), 'null')
  })

  it('fits its frame with the longest title, closed, and reads an English sentence about anybody from the left', async () => {
    const other = 'other'
    const title = 'Wort '.repeat(60).trim()
    const opened = storyOpened(other, { title, company: 'שלום עולם שלום עולם' })
    const said = statement(other, 'a', '2017-08-19T10:00:00Z', 'reversal')
    await pages.append(storyStream(other), [opened, said])
    await pages.post(other, [{ id: 'one', text: 'A post', label: 'negative', atMs: clock.nowMs - 1_000 }])
    await pages.append(storyStream(other), [storyClosed(other)])
    const page = await browser.page({ viewport: { width: 320, height: 420 } })
    await page.goto(`${pages.address}/stories/${other}/embed`)
    assert.match((await page.textContent('.now ul')) ?? '', /^Closed on/)
    assert.match((await page.textContent('.now .sum')) ?? '', /^שלום .* changed course/)
    const [over, direction] = await page.evaluate(() => [
      document.documentElement.scrollHeight - window.innerHeight,
      getComputedStyle(document.querySelector('[data-t="summary"]') as Element).direction,
    ])
    assert.deepEqual([over, direction], [0, 'ltr'])
  })

  it('keeps every other page of ours out of a frame', async () => {
    const page = await browser.page()
    await page.goto(blog)
    await page.evaluate((address) => {
      const frame = document.createElement('iframe')
      frame.src = address
      document.body.append(frame)
    }, `${pages.address}/stories/${slug}`)
    const shown = () => page.frames().at(-1)?.url() ?? ''
    await until('the refusal of the browser', () => /^chrome-error:/.test(shown()) || undefined)
  })

  it('is a picture that a browser reads as XML, as are its feeds', async () => {
    const page = await browser.page()
    await page.goto(pages.address)
    for (const view of ['chart.svg', 'badge.svg', 'feed.atom', 'feed.rss']) {
      const text = await (await fetch(`${pages.address}/stories/${slug}/${view}`)).text()
      const wrong = await page.evaluate((text) => {
        // The page lets no text become markup, an inert document among them: its own name for it is asked for.
        const policy = (
          window as unknown as {
            trustedTypes: { createPolicy: (name: string, rules: object) => { createHTML: (text: string) => string } }
          }
        ).trustedTypes.createPolicy(`read-${Math.random()}`, { createHTML: (html: string) => html })
        return (
          new DOMParser().parseFromString(policy.createHTML(text), 'application/xml').querySelector('parsererror')
            ?.textContent ?? ''
        )
      }, text)
      assert.equal(wrong, '', view)
    }
  })
})
