// Labelling in a browser, against the real server: by keys, by buttons without script, and what it does to the page of the story.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { adminKey, type Running, remove, scratchFolder, startServer, until } from '../running.ts'
import { describeInBrowser } from './browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
type AxeResult = { violations: { id: string; nodes: { html: string }[] }[] }
type Labelling = {
  labels: number
  post: { ref: string; text: string } | null
  last: { ref: string; label: string } | null
}

const words = ['I hate it', 'It has changed again', 'I love it']
const posts = 90

describeInBrowser('labelling in a browser', ({ page: open }) => {
  const folder = scratchFolder('labelling')
  let server: Running
  before(async () => {
    server = await startServer(folder)
    const now = Date.now()
    const body = Array.from({ length: posts }, (_, n) => ({
      id: `${n}`,
      text: `${words[n % 3]}, number ${n}`,
      at: new Date(now - n * 60_000).toISOString(),
      author: `author-${n}`,
    }))
    assert.equal((await server.ask('POST', '/webhooks/feedback', body)).status, 202)
    await until('the analysis', async () => {
      const { body } = await server.ask('GET', '/api/v1/stories/feedback')
      return (body as { figures: { total: { posts: number } } }).figures.total.posts === posts
    })
  })
  after(async () => {
    await server?.stop()
    remove(folder)
  })

  const signIn = async (page: Page) => {
    await page.goto(`${server.url}/admin`)
    await page.fill('#key', adminKey)
    await page.click('form.card button')
    await page.waitForSelector('text=Sign out')
    await page.goto(`${server.url}/admin/labelling/feedback`)
  }
  const state = async () => (await server.ask('GET', '/api/v1/stories/feedback/labelling')).body as Labelling
  const shownRef = (page: Page) => page.inputValue('input[name=ref]')
  const press = async (page: Page, key: string) => {
    const loaded = page.waitForEvent('load')
    await page.keyboard.press(key)
    await loaded
  }

  it('goes by keys 1, 2 and 3, skips by 4 and s, and goes back by u', async () => {
    const page = await open()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    await signIn(page)
    const given: string[][] = []
    for (const [key, label] of [
      ['1', 'negative'],
      ['2', 'neutral'],
      ['3', 'positive'],
    ] as const) {
      const ref = await shownRef(page)
      await press(page, key)
      const { last } = await state()
      given.push([ref, label])
      assert.deepEqual([last?.ref, last?.label], given.at(-1))
    }
    for (const key of ['4', 's', 'S']) {
      const ref = await shownRef(page)
      await press(page, key)
      assert.notEqual(await shownRef(page), ref)
    }
    assert.equal((await state()).labels, 3)
    const next = await shownRef(page)
    await press(page, 'u')
    assert.equal(await shownRef(page), given.at(-1)?.[0])
    assert.equal(await page.getAttribute('button[value=positive]', 'aria-pressed'), 'true')
    await press(page, '1')
    assert.equal((await state()).last?.label, 'negative')
    assert.equal(await shownRef(page), next)
    await page.keyboard.press('Control+2')
    await page.keyboard.press('5')
    assert.equal((await state()).labels, 3)
    assert.deepEqual(faults, [])
  })

  for (const [name, options] of [
    ['wide and light', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
    ['narrow and dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
  ] as const)
    it(`has no fault that axe finds, ${name}`, async () => {
      const page = await open({ ...options, bypassCSP: true })
      await signIn(page)
      await page.evaluate(axe)
      const { violations } = (await page.evaluate('axe.run()')) as AxeResult
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        [],
      )
      assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false)
    })

  it('works without script, and from 50 labels on the page of the story says a calibrated share', async () => {
    const page = await open({ javaScriptEnabled: false })
    await page.goto(`${server.url}/stories/feedback`)
    assert.match((await page.textContent('#h-m + .notes')) ?? '', /fewer than 50 of them are labelled by people/)
    await signIn(page)
    // Every post that is not positive is called negative: two thirds, where the machine says one.
    const labelOf = (text: string) => (text.startsWith('I love') ? 'positive' : 'negative')
    const before = (await state()).labels
    for (let n = 0; n < 3; n++) await page.click(`button[value=${labelOf((await page.textContent('.words p')) ?? '')}]`)
    assert.equal((await state()).labels, before + 3)
    for (let n = before + 3; n < 60; n++) {
      const { post } = await state()
      assert.ok(post !== null)
      const label = { label: labelOf(post.text), sampled: true }
      assert.equal((await server.ask('PUT', `/api/v1/posts/${post.ref}/label`, label)).status, 200)
    }
    type Story = { calibration: { n: number } | null; figures: { lastDay: { calibrated?: { n: number } } } }
    await until('the calibrated past', async () => {
      const { calibration, figures } = (await server.ask('GET', '/api/v1/stories/feedback')).body as Story
      return calibration?.n === 60 && (figures.lastDay.calibrated?.n ?? 0) >= posts - 1
    })
    await page.goto(`${server.url}/admin/labelling/feedback`)
    assert.match((await page.textContent('dl.pairs')) ?? '', /on 60 labels/)
    await page.goto(`${server.url}/stories/feedback`)
    const share = /Negative, last 24 hours(\d+)%calibrated, (\d+) to (\d+)%/.exec(
      (await page.textContent('.kpi')) ?? '',
    )
    const [, now = 0, lower = 0, upper = 0] = share?.map(Number) ?? []
    assert.ok(lower < now && now < upper && now > 58 && now < 78, share?.[0])
    assert.match((await page.textContent('#h-m + .notes')) ?? '', /is calibrated on 60 of them/)
  })
})
