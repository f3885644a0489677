// The real process with a browser in front of it: what is posted by webhook is seen, and what is removed is gone.
import assert from 'node:assert/strict'
import { type Running, remove, scratchFolder, startServer, until } from '../running.ts'
import { describeInBrowser } from './browser.ts'

describeInBrowser('the page of the real server', (browser) => {
  const folder = scratchFolder('browser')
  let server: Running

  before(async () => {
    server = await startServer(folder)
  })
  after(async () => {
    await server?.stop()
    remove(folder)
  })

  const post = async (body: object) => {
    const { status } = await server.ask('POST', '/webhooks/feedback', { at: new Date().toISOString(), ...body })
    assert.equal(status, 202)
  }

  it('leads from the guide to a first post on the page, without a reload', async () => {
    const page = await browser.page()
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
    await page.goto(server.url)
    assert.match(
      (await page.textContent('main')) ?? '',
      /Play the demonstration.*Connect a channel.*Send a first post/s,
    )
    await page.click('text=the page')
    await page.waitForFunction(() => document.getElementById('live')?.textContent === 'Live')
    const empty = await page.getAttribute('svg .neg', 'd')
    await post({ id: '1', text: 'I hate that the opt-out is gone', source: 'forum' })
    await page.waitForFunction(() => document.getElementById('newest')?.textContent?.includes('the opt-out is gone'))
    assert.equal(await page.textContent('[data-t="total"]'), '1')
    assert.notEqual(await page.getAttribute('svg .neg', 'd'), empty)
    assert.match((await page.textContent('#src')) ?? '', /forum/)
    assert.deepEqual(problems, [])
  })

  it('lets a removed post leave the open page', async () => {
    const page = await browser.page()
    await page.goto(`${server.url}/stories/feedback`)
    await page.waitForFunction(() => document.getElementById('live')?.textContent === 'Live')
    await post({ id: '2', text: 'Something I should not have said' })
    await page.waitForFunction(() => document.body.textContent?.includes('should not have said'))
    await post({ id: '2', removed: true })
    await page.waitForFunction(() => !document.body.textContent?.includes('should not have said'))
    assert.match((await page.textContent('.kpi')) ?? '', /1 removed since/)
  })

  it('sends the policy that forbids scripts in the page, and keeps posts out of search engines', async () => {
    // A page is kept for some times as long as its making took.
    const answer = await until('a page with a post', async () => {
      const page = await fetch(`${server.url}/stories/feedback`)
      return (await page.text()).includes('the opt-out is gone') ? page : undefined
    })
    const policy = answer.headers.get('content-security-policy') ?? ''
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ])
      assert.ok(policy.includes(rule), `${rule} in ${policy}`)
    assert.equal(answer.headers.get('x-robots-tag'), 'noindex, noarchive')
    const again = await fetch(`${server.url}/stories/feedback`, {
      headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
    })
    assert.equal(again.status, 304)
  })
})
