// Chromium for the browser tests: found, or the tests are skipped with a word on how to get it; in CI they fail.
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { skipOrFail } from '../system-program.ts'

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = places.find((place) => place !== undefined && place !== '' && existsSync(place))

const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

type Suite = { readonly page: (options?: BrowserContextOptions) => Promise<Page> }

/** A suite that has a browser; each page has a context of its own, closed after its test. */
export const describeInBrowser = (title: string, tests: (suite: Suite) => void) => {
  describe(title, () => {
    let browser: Browser | undefined
    const opened: Page[] = []

    before(async function () {
      if (executablePath === undefined)
        return skipOrFail(this, 'needs Chromium: apt-get install chromium, or name it in CHROMIUM')
      browser = await chromium.launch({ executablePath, args: flags.split(' ') })
    })
    after(() => browser?.close())
    afterEach(async () => {
      for (const page of opened.splice(0)) await page.context().close()
    })

    tests({
      page: async (options = {}) => {
        if (browser === undefined) throw new Error('the browser is not started')
        const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
        const page = await context.newPage()
        opened.push(page)
        return page
      },
    })
  })
}
