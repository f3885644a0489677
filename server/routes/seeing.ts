// A story where no page of ours is: its summary for machines, its badge, its chart as a picture, its panel in a frame.
import { type Response, Router } from 'express'
import { storyOf } from '../../projections/stories.ts'
import { badgeJson, badgeSvg } from '../../views/badge.ts'
import { chartSvg } from '../../views/chart-svg.ts'
import { machineSummary } from '../../views/machine-summary.ts'
import { previewOf } from '../../views/preview.ts'
import type { Drawing } from '../draw-preview.ts'
import { madeOf, madeOfBytes, openToAll, sendMade } from '../made.ts'
import { normalNet } from '../normal-net.ts'
import type { RenderPage } from '../render.ts'
import { embedHtml } from '../story-pages.ts'
import { type Reading, storyKey } from '../story-reading.ts'

const jsonType = 'application/json; charset=utf-8'
const svgType = 'image/svg+xml; charset=utf-8'
const htmlType = 'text/html; charset=utf-8'

/** A picture runs nothing and loads nothing; its own style is all it has. */
const forPicture = (response: Response) => {
  openToAll(response)
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
  )
}

/** The only view that may stand in any page. Its links lead to the story's page: hence a base, on our own origin. */
const forFrame = (response: Response) => {
  const policy = String(response.getHeader('content-security-policy') ?? '')
  response.setHeader(
    'content-security-policy',
    policy.replace(/frame-ancestors [^;]*/, 'frame-ancestors *').replace(/base-uri [^;]*/, "base-uri 'self'"),
  )
  response.removeHeader('x-frame-options')
  response.setHeader('x-robots-tag', 'noindex')
}

type SeeingPorts = Reading & { readonly render: RenderPage; readonly drawPreview: Drawing['draw'] }

export const seeingRoutes = ({ render, drawPreview, ...reading }: SeeingPorts): Router => {
  const { published, stamp, factsFor, partsAt, address } = reading
  const router = Router()

  router.get('/stories/:slug/summary.json', async (request, response) => {
    const { slug } = request.params
    const { at } = request.query
    const made = await published(storyKey('summary', slug, { at }), stamp(), async () => {
      const [facts, parts] = [await factsFor(slug, { at }), await partsAt({ at })]
      const story = storyOf(parts.readModel, slug)
      const normal = story === undefined ? null : normalNet(parts.readModel, story, facts.phases, facts.nowMs)
      return madeOf(`${JSON.stringify(machineSummary(facts, address(), normal))}\n`, jsonType)
    })
    openToAll(response)
    sendMade(made, request, response)
  })

  for (const [file, write, type] of [
    ['badge.svg', badgeSvg, svgType],
    ['badge.json', (facts: Parameters<typeof badgeJson>[0]) => JSON.stringify(badgeJson(facts)), jsonType],
  ] as const)
    router.get(`/stories/:slug/${file}`, async (request, response) => {
      const { slug = '' } = request.params
      const { at } = request.query
      const made = await published(storyKey(file, slug, { at }), stamp(), async () =>
        madeOf(write(await factsFor(slug, { at })), type),
      )
      forPicture(response)
      sendMade(made, request, response)
    })

  router.get('/stories/:slug/chart.svg', async (request, response) => {
    const { slug } = request.params
    const made = await published(storyKey('chart', slug, request.query), stamp(), async () =>
      madeOf(chartSvg(await factsFor(slug, request.query), address()), svgType),
    )
    forPicture(response)
    sendMade(made, request, response)
  })

  router.get('/stories/:slug/preview.png', async (request, response) => {
    const { slug } = request.params
    const { at } = request.query
    const made = await published(storyKey('preview', slug, { at }), stamp(), async () =>
      madeOfBytes(await drawPreview(previewOf(await factsFor(slug, { at }))), 'image/png'),
    )
    forPicture(response)
    sendMade(made, request, response)
  })

  router.get('/stories/:slug/embed', async (request, response) => {
    const { slug } = request.params
    // Before anything can go wrong: what is wrong is said in the frame, too.
    openToAll(response)
    forFrame(response)
    const made = await published(storyKey('embed', slug, request.query), stamp(), async () =>
      madeOf(embedHtml(render, await factsFor(slug, request.query), address()), htmlType, { quality: 8 }),
    )
    sendMade(made, request, response)
  })

  return router
}
