// The page of a story as its readers have it: live, without script, by keyboard, on a phone, and under attack.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { storyStream } from '../../events/story.ts'
import { declared, emerged, overridden, phaseChange } from '../given.ts'
import { describeInBrowser } from './browser.ts'
import { type Pages, startPages } from './page-server.ts'
import { givenPlexPhases, plexGauge } from './plex-phases.ts'
import { givenPlexStory, plexEndMs, plexPosts } from './plex-story.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const isLive = (page: Page) => page.waitForFunction(() => document.getElementById('live')?.textContent === 'Live')

/** Everything the page says, without what script alone adds. */
const said = (page: Page) =>
  page.evaluate(() => {
    const copy = document.querySelector('main')?.cloneNode(true) as HTMLElement
    for (const gone of copy.querySelectorAll('#live, #ago, #pause, #say, #tip')) gone.remove()
    // Rows stand apart however they came: from the server with a line break between, from the script without.
    for (const row of copy.querySelectorAll('li, tr')) row.append(' ')
    return [
      (copy.textContent ?? '').replace(/\s+/g, ' '),
      ...[...copy.querySelectorAll('path')].map((path) => path.getAttribute('d')),
      ...[...copy.querySelectorAll('[class], [style], [href]')].map((one) =>
        ['class', 'style', 'href', 'aria-current'].map((name) => one.getAttribute(name)).join('|'),
      ),
    ]
  })

describeInBrowser('the page of a story', (browser) => {
  const clock = { nowMs: plexEndMs }
  let pages: Pages
  let url: string

  before(async () => {
    pages = await startPages(clock, { gauge: plexGauge })
    const slug = await givenPlexStory(pages, plexPosts(20170818, 0.3))
    await givenPlexPhases(pages, slug)
    url = `${pages.address}/stories/${slug}`
  })
  after(() => pages?.close())

  const posted = (id: string, text: string, label: 'negative' | 'neutral' | 'positive' = 'negative') =>
    pages.post('plex-privacy', [{ id, text, label, atMs: clock.nowMs - 1_000, source: 'reddit' }])

  it('shows a new post in chart, figures and list without a reload', async () => {
    const page = await browser.page()
    await page.goto(url)
    await isLive(page)
    await page.evaluate(() => Object.assign(window, { sameDocument: true }))
    const before = await page.evaluate(() => [
      document.querySelector('[data-t="total"]')?.textContent,
      document.querySelector('svg .pos')?.getAttribute('d'),
    ])
    await posted('new-1', 'A post that has just come in')
    await page.waitForFunction(() =>
      document.getElementById('newest')?.textContent?.includes('A post that has just come in'),
    )
    const after = await page.evaluate(() => [
      document.querySelector('[data-t="total"]')?.textContent,
      document.querySelector('svg .pos')?.getAttribute('d'),
    ])
    const count = (text: string | null | undefined) => Number(text?.replaceAll(',', ''))
    assert.equal(count(after[0]), count(before[0]) + 1)
    assert.notEqual(after[1], before[1])
    assert.equal(await page.evaluate(() => 'sameDocument' in window), true)
  })

  it('says the same after updates as a page that is loaded anew, and as one without script', async () => {
    const page = await browser.page()
    await page.goto(url)
    await isLive(page)
    await posted('new-2', 'Another one', 'positive')
    await pages.append(storyStream('plex-privacy'), [
      {
        type: 'MilestoneRecorded',
        data: {
          slug: 'plex-privacy',
          id: `x${clock.nowMs}`,
          at: '2017-08-22T09:00:00Z',
          precision: 'minute',
          kind: 'press',
          title: 'One more report',
        },
      },
      { type: 'LaneActivated', data: { slug: 'plex-privacy', lane: 'afinn', before: 'another' } },
      overridden('plex-privacy', 'cooling', 'The forum is still busy.'),
      emerged('plex-privacy', 'unlock fee', { since: '2017-08-22T14:00:00.000Z', at: '2017-08-22T18:00:00.000Z' }),
    ])
    await page.waitForFunction(() => document.getElementById('happened')?.textContent?.includes('One more report'))
    const bare = await browser.page({ javaScriptEnabled: false })
    const fresh = await browser.page()
    // A page is kept for a few times as long as its making took.
    do await bare.goto(url)
    while (!(await said(bare)).join().includes('One more report'))
    assert.match((await bare.textContent('#live')) ?? '', /^Page made .* UTC\. Reload for news\.$/)
    await fresh.goto(url)
    await isLive(fresh)
    assert.deepEqual(await said(page), await said(fresh))
    assert.match((await page.textContent('.topics')) ?? '', /unlock fee *new since Tue 22 Aug, 14:00 UTC, 9 authors/)
    assert.equal(await page.locator('.topics tr[data-kind=emerging] svg:visible').count(), 0)
    assert.match((await page.textContent('#t1')) ?? '', /Numbers now by lane afinn \(was another\)/)
    assert.equal(await page.textContent('.mk .turn a'), 't1')
    assert.match(
      (await page.textContent('.now')) ?? '',
      /Set by a person: The forum is still busy\. The counts say: Recovered/,
    )
    // `evaluate` works in a page without script: it is the inspector that asks.
    assert.deepEqual(await said(bare), await said(fresh))
  })

  it('shows a change of phase without a reload, and tells who cannot see it', async () => {
    const page = await browser.page()
    await page.goto(url)
    await isLive(page)
    const slug = 'plex-privacy'
    await pages.append(storyStream(slug), [
      { type: 'PhaseOverrideWithdrawn', data: { slug, reason: 'Quiet again.' } },
      declared(slug, phaseChange('2017-08-22T17:50:00.000Z', 'early-signs', { onset: '2017-08-22T17:00:00.000Z' })),
    ])
    await page.waitForFunction(() => document.getElementById('p-20170822T1750'))
    const [note] = await page.locator('.ph1 li').allTextContents()
    assert.equal(note, 'Early signs since about Tue 22 Aug, 17:00 UTC')
    assert.equal(await page.getAttribute('.now', 'class'), 'now recovery')
    assert.match((await page.textContent('#say')) ?? '', /^Phase: Recovery, Early signs\. What Plex says now: /)
    assert.deepEqual(await page.locator('.phl b').allTextContents(), ['Calm', 'Backlash', 'Reversal', 'Recovery'])
    assert.equal(await page.locator('.steps [aria-current=step]').textContent(), 'Recovery27 hours, now')
    assert.equal(await page.getAttribute('.gauge', 'aria-valuenow'), '9')
  })

  it('stops painting while paused, and catches up in one go', async () => {
    const page = await browser.page()
    await page.goto(url)
    await isLive(page)
    await page.click('#pause')
    assert.equal(await page.textContent('#live'), 'Paused')
    const before = await page.textContent('[data-t="total"]')
    await posted('new-3', 'Said during a pause')
    const other = await browser.page()
    await other.goto(url)
    await isLive(other)
    await posted('new-4', 'Said later')
    await other.waitForFunction(() => document.getElementById('newest')?.textContent?.includes('Said later'))
    assert.equal(await page.textContent('[data-t="total"]'), before)
    await page.click('#pause')
    await page.waitForFunction(() => document.getElementById('newest')?.textContent?.includes('Said later'))
    assert.equal(await page.textContent('[data-t="total"]'), await other.textContent('[data-t="total"]'))
  })

  it('reads values out by keyboard', async () => {
    const page = await browser.page()
    await page.goto(url)
    await page.focus('#plot')
    await page.keyboard.press('Home')
    assert.match(
      (await page.textContent('#tip')) ?? '',
      /^Thu 17 Aug, 05:00 UTC: \d+ posts?, \d+ negative, \d+ neutral, \d+ positive\./,
    )
    await page.keyboard.press('ArrowRight')
    assert.match((await page.textContent('#tip')) ?? '', /^Thu 17 Aug, 06:00 UTC/)
    await page.keyboard.press('PageDown')
    assert.match((await page.textContent('#tip')) ?? '', /^Fri 18 Aug, 06:00 UTC/)
    await page.keyboard.press('End')
    assert.match((await page.textContent('#tip')) ?? '', /^Tue 22 Aug, 18:00 UTC.* Still running\.$/)
    assert.equal(await page.getAttribute('#tip', 'role'), 'status')
  })

  for (const width of [1280, 390, 320])
    for (const colorScheme of width === 1280
      ? (['light', 'dark'] as const)
      : ([width === 390 ? 'dark' : 'light'] as const))
      it(`has nothing for axe to find at ${width} px, ${colorScheme}, and does not scroll sideways`, async () => {
        const page = await browser.page({
          viewport: { width, height: 844 },
          colorScheme,
          bypassCSP: true,
          reducedMotion: 'reduce',
        })
        for (const path of [
          url,
          `${url}?range=30d`,
          pages.address,
          `${url}/peaks`,
          `${pages.address}/method`,
          `${pages.address}/stories/none`,
        ]) {
          await page.goto(path)
          if (path === url) await isLive(page)
          await page.evaluate(() => {
            for (const details of document.querySelectorAll('details')) details.open = true
          })
          assert.equal(
            await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth),
            false,
            `${path} scrolls`,
          )
          // The page of a story in every dress; the others in the two that differ most.
          const dress = `${width} ${colorScheme}`
          if (path !== url && dress !== '1280 light' && dress !== '390 dark') continue
          await page.evaluate(axe)
          const violations = await page.evaluate(async () => {
            const { violations } = await (
              window as unknown as {
                axe: {
                  run: () => Promise<{
                    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[]
                  }>
                }
              }
            ).axe.run()
            return violations.map(
              ({ id, nodes }) =>
                `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
            )
          })
          assert.deepEqual(violations, [], path)
        }
      })

  it('keeps within its budgets: requests, HTML with style sheet, script', async () => {
    const page = await browser.page()
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    await page.goto(url)
    const overHttp = requests.filter((address) => !address.includes('/socket.io/') && !address.endsWith('.svg'))
    assert.equal(overHttp.length, 3, overHttp.join('\n'))
    const sizeOf = async (address: string, encoding: string) => {
      const answer = await fetch(address, { headers: { 'accept-encoding': encoding }, method: 'GET' })
      assert.equal(answer.headers.get('content-encoding'), encoding)
      return Number(answer.headers.get('content-length'))
    }
    const html = await sizeOf(url, 'br')
    const style = await sizeOf(requests.find((address) => address.endsWith('.css')) ?? '', 'br')
    const script = await sizeOf(requests.find((address) => address.endsWith('.js')) ?? '', 'gzip')
    console.log(`      HTML ${html} B br + style ${style} B br, script ${script} B gzip`)
    assert.ok(html + style <= 14_000, `HTML ${html} + style ${style} B brotli`)
    assert.ok(script <= 18_000, `script ${script} B gzip`)
  })
})

describeInBrowser('the page of a story whose posts attack it', (browser) => {
  it('shows every payload in every field as text', async () => {
    const clock = { nowMs: plexEndMs }
    const pages = await startPages(clock)
    try {
      const payloads = [
        '<script>window.hit=1</script>',
        '"><img src=x onerror="window.hit=1">',
        "'-window.hit=1-'",
        '</bdi></p></li><iframe srcdoc="<script>parent.hit=1</script>">',
        '{{constructor.constructor "window.hit=1"}}',
        '{{{this}}}',
        '<svg/onload=window.hit=1>',
        '</template><svg><animate onbegin=window.hit=1 attributeName=x dur=1s>',
        '&lt;script&gt;window.hit=1&lt;/script&gt;',
      ]
      const links = [
        'javascript:window.hit=1',
        'data:text/html,<script>hit=1</script>',
        'java\tscript:alert(1)',
        '//evil.example',
        'https://u:p@evil.example/',
        'https://fine.example/"onmouseover="window.hit=1',
      ]
      await pages.openChannel('feedback')
      await pages.openStory('attacked', {
        title: payloads[1] ?? '',
        company: payloads[0] ?? '',
        about: payloads[6] ?? '',
        topics: [{ slug: 't', name: payloads[3] ?? '', match: ['x'] }],
      })
      await pages.append(storyStream('attacked'), [
        {
          type: 'StatementRecorded',
          data: {
            slug: 'attacked',
            id: 'a',
            at: new Date(clock.nowMs - 60_000).toISOString(),
            precision: 'minute',
            kind: 'other',
            title: payloads[1] ?? '',
            text: payloads[3] ?? '',
            url: links[0] ?? '',
          },
        },
      ])
      const page = await browser.page()
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      await page.goto(`${pages.address}/stories/attacked`)
      await isLive(page)
      const attack = (round: string) =>
        payloads.map((payload, i) => ({
          id: `${round}${i}${payload}`,
          text: payload,
          title: payload,
          author: payload,
          url: links[i % links.length] ?? '',
          atMs: clock.nowMs - 10_000 + i,
          label: (['negative', 'neutral', 'positive'] as const)[i % 3] ?? 'neutral',
          topics: ['t'],
        }))
      // Once through the live patch, once through the template.
      await pages.post('attacked', attack('live'))
      await page.waitForFunction(() => document.querySelectorAll('#newest > li').length === 6)
      for (const load of [() => Promise.resolve(), () => page.reload()]) {
        await load()
        await isLive(page)
        assert.equal(await page.evaluate(() => 'hit' in window), false)
        assert.equal(
          await page.locator('main script, main iframe, main img, [onerror], [onload], [onmouseover]').count(),
          0,
        )
        const hrefs = await page.evaluate(() =>
          [...document.querySelectorAll('main a')].map((a) => a.getAttribute('href') ?? ''),
        )
        for (const href of hrefs) assert.match(href, /^(https?:\/\/(?!u:p)|#|\/|\?|$)/)
        const posts = (await page.locator('#newest .words').allTextContents()).join('\n')
        assert.ok(posts.includes('<svg/onload=window.hit=1>'), posts)
      }
      const links_ = page.locator('#newest a[href^="http"]')
      for (const link of await links_.all()) {
        assert.equal(await link.getAttribute('rel'), 'nofollow noopener ugc')
        assert.equal(await link.getAttribute('referrerpolicy'), 'no-referrer')
      }
      assert.deepEqual(errors, [])
    } finally {
      await pages.close()
    }
  })
})

describeInBrowser('the page of a story when sockets are refused', (browser) => {
  it('polls its state, and changes all the same', async () => {
    const clock = { nowMs: plexEndMs }
    const pages = await startPages(clock, { sockets: false })
    try {
      await pages.openChannel('feedback')
      await pages.openStory('polled')
      const page = await browser.page()
      await page.clock.install()
      await page.goto(`${pages.address}/stories/polled`)
      await page.waitForFunction(() => document.getElementById('live')?.textContent?.startsWith('Live, checked every'))
      await pages.post('polled', [{ id: '1', text: 'Heard by polling', label: 'neutral', atMs: clock.nowMs - 1_000 }])
      // A state is kept for a few times as long as its making took: the first poll may still get the old one.
      do await page.clock.runFor(40_000)
      while (!(await page.textContent('#newest'))?.includes('Heard by polling'))
    } finally {
      await pages.close()
    }
  })

  it('says that it reconnects when the server is gone, and tells who cannot see it', async () => {
    const clock = { nowMs: plexEndMs }
    const pages = await startPages(clock)
    await pages.openStory('left')
    const page = await browser.page()
    await page.goto(`${pages.address}/stories/left`)
    await isLive(page)
    await pages.close()
    await page.waitForFunction(() => document.getElementById('live')?.textContent === 'Reconnecting')
    await page.waitForFunction(() => document.getElementById('say')?.textContent === 'Connection lost. Trying again.')
  })

  it('refuses a socket from a page of somebody else', async () => {
    const pages = await startPages({ nowMs: plexEndMs })
    try {
      const ask = (origin: string) =>
        fetch(`${pages.address}/socket.io/?EIO=4&transport=polling`, { headers: { origin } })
      assert.equal((await ask('https://evil.example')).status, 403)
      assert.equal((await ask(pages.address)).status, 200)
    } finally {
      await pages.close()
    }
  })
})
