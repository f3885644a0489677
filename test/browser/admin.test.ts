// The operator's page in a browser, against the real server: forms without script, no fault that axe finds, phone width.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { adminKey, type Running, remove, scratchFolder, startServer } from '../running.ts'
import { describeInBrowser } from './browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
type AxeResult = { violations: { id: string; nodes: { html: string }[] }[] }

const faultsOf = async (page: Page) => {
  await page.evaluate(axe)
  const { violations } = (await page.evaluate('axe.run()')) as AxeResult
  const overflows = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  const found = violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes[0]?.html.slice(0, 100)}`)
  return overflows ? [...found, `${page.url()} scrolls sideways`] : found
}

describeInBrowser('the operator’s page in a browser', ({ page: open }) => {
  const folder = scratchFolder('admin')
  let server: Running
  let request = ''
  before(async () => {
    const smtp = { SMTP_URL: 'smtp://127.0.0.1:9', SMTP_FROM: 'alerts@outcry.example' }
    server = await startServer(folder, { env: smtp })
    const url = 'https://forum.example/t/1'
    const post = { id: '1', text: 'Something to be removed', at: new Date().toISOString(), url }
    assert.equal((await server.ask('POST', '/webhooks/feedback', post)).status, 202)
    await server.ask('POST', '/api/v1/receivers', { id: 'pager', kind: 'webhook', url: 'https://127.0.0.1/x' })
    const asked = await server.ask('POST', '/api/v1/removals', { url, note: 'It names my street.' })
    request = (asked.body as { id: string }).id
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
  }

  for (const [words, options] of [
    ['wide and light', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
    ['narrow and dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
  ] as const)
    it(`has no fault that axe finds, ${words}`, async () => {
      const page = await open({ ...options, bypassCSP: true })
      await page.goto(`${server.url}/admin`)
      const faults = await faultsOf(page)
      await signIn(page)
      for (const path of [
        '',
        '/stories',
        '/stories/feedback',
        '/channels',
        '/channels/feedback',
        '/alerts',
        '/removals',
        `/removals/${request}`,
        '/receivers',
        '/receivers/pager',
        '/keys',
        '/parked',
        '/erase',
      ]) {
        await page.goto(`${server.url}/admin${path}`)
        faults.push(...(await faultsOf(page)))
      }
      for (const path of ['/data', '/data/removals', `/data/removals/${request}`, '/stories/feedback/follow']) {
        await page.goto(server.url + path)
        if (path === '/data') await page.click('summary')
        faults.push(...(await faultsOf(page)))
      }
      assert.deepEqual(faults, [])
    })

  it('takes a removal request without script and grants it', async () => {
    const page = await open({ javaScriptEnabled: false })
    await page.goto(`${server.url}/data`)
    await page.fill('#ask-url', 'https://www.forum.example/t/1/1')
    await page.click('form.ask button')
    const receipt = page.url()
    assert.match((await page.textContent('h1')) ?? '', /Your request waits/)
    await signIn(page)
    await page.click('text=2 removal requests')
    await page.click('text=Request 2')
    await page.click('text=Erase this post')
    assert.match((await page.textContent('[role=status]')) ?? '', /Granted/)
    await page.goto(receipt)
    assert.match((await page.textContent('h1')) ?? '', /^(Granted|Done)$/)
  })

  it('works without script: a test post, a statement, a topic, a key', async () => {
    const page = await open({ javaScriptEnabled: false })
    await signIn(page)
    await page.goto(`${server.url}/admin/channels/feedback`)
    await page.fill('#test-text', 'A test from the operator, great')
    await page.click('button[value=test]')
    assert.match(page.url(), /said=sent$/)

    await page.goto(`${server.url}/admin/stories/feedback`)
    await page.fill('#statement-at', '2026-11-20')
    await page.fill('#statement-title', 'They announce new settings')
    await page.click('button[value=statement]')
    await page.fill('#topics-topic-0-name', 'Menu')
    await page.fill('#topics-topic-0-match', 'menu\nbar')
    await page.click('button[value=topics]')
    assert.equal(await page.inputValue('#topics-topic-0-match'), 'menu\nbar')
    const { body } = await server.ask('GET', '/api/v1/stories/feedback')
    const story = body as { statements: { title: string }[]; topics: { slug: string; match: string[] }[] }
    assert.equal(story.statements[0]?.title, 'They announce new settings')
    assert.deepEqual(story.topics.find(({ slug }) => slug === 'menu')?.match, ['menu', 'bar'])

    await page.goto(`${server.url}/admin/keys`)
    await page.fill('#make-name', 'exporter')
    await page.check('input[name=scope-ingest]')
    await page.click('button[value=make]')
    assert.match((await page.textContent('code')) ?? '', /^ock_/)
    await page.click('text=Sign out')
    assert.equal(await page.locator('#key').count(), 1)
  })
})
