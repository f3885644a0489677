// Gathers what a story page is told, from the read model and, for the few posts it quotes, from the vault.
import { Problem } from '../events/problem.ts'
import type { Vault } from '../events/vault.ts'
import type { ChannelState } from '../projections/channel-state.ts'
import { channelsOf } from '../projections/channels.ts'
import { figuresOf } from '../projections/figures.ts'
import { postsOf } from '../projections/posts.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { momentsOf } from '../projections/statements.ts'
import { type Story, storyOf } from '../projections/stories.ts'
import { timelineOf } from '../projections/timeline.ts'
import { typicalPostsOf } from '../projections/typical.ts'
import type { PostFacts, StoryFacts } from '../views/facts.ts'
import { worstHourDays } from '../views/figures.ts'
import { quotable } from '../views/quote.ts'
import { fewest, scored } from '../views/summary.ts'
import { dayMs, hourMs } from '../views/wording.ts'
import { binOf, binsFor, binsOf } from './bins.ts'
import { calibrationFacts, negativeShareOf } from './calibrated.ts'
import { contrastFacts } from './peaks-facts.ts'
import { type GaugeOf, phaseFacts } from './phase-facts.ts'
import { quoted } from './quoted.ts'
import { sourceFacts } from './source-facts.ts'
import { statementEffects } from './statement-effects.ts'
import { peakContrasts } from './story-contrasts.ts'
import { type AskedRange, rangeFor } from './story-range.ts'
import { topicFacts } from './topic-facts.ts'

const newestShown = 6
const typicalTried = 8

/** One per sentiment: the most typical that may be quoted. */
const typicalFacts = async (
  readModel: ReadModel,
  vault: Vault,
  story: Story,
  channels: readonly ChannelState[],
  nowMs: number,
) => {
  const query = {
    story: story.slug,
    lane: story.lane,
    from: new Date(nowMs - dayMs).toISOString(),
    to: new Date(nowMs + 60_000).toISOString(),
  }
  const candidates = typicalPostsOf(readModel, query, typicalTried)
  const chosen: PostFacts[] = []
  for (const label of ['negative', 'neutral', 'positive'] as const) {
    const found = await quoted(vault, candidates[label], story, channels)
    const fit = found.find(({ text }) => text === null || quotable(text))
    if (fit) chosen.push(fit)
  }
  return chosen
}

type FactPorts = { readonly readModel: ReadModel; readonly vault: Vault; readonly gaugeOf: GaugeOf }

/**
 * @param nowMs as of when: everything in the read model was recorded by then
 * @throws Problem `not-found`
 */
export const storyFacts = async (
  { readModel, vault, gaugeOf }: FactPorts,
  slug: string,
  asked: AskedRange,
  {
    nowMs,
    version,
    asOfMs = null,
  }: { readonly nowMs: number; readonly version: number; readonly asOfMs?: number | null },
): Promise<StoryFacts> => {
  const story = storyOf(readModel, slug)
  if (story === undefined)
    throw new Problem(
      'not-found',
      asOfMs === null
        ? `showing story ${slug}: there is none of that name; see all stories`
        : `showing story ${slug}: none of that name had been opened by then`,
    )
  const { lane } = story
  const channels = channelsOf(readModel)
  const figures = figuresOf(readModel, slug, lane, nowMs)
  const firstPostMs = figures.firstPostAt === undefined ? null : Date.parse(figures.firstPostAt)
  const phases = phaseFacts(readModel, slug, { fromMs: firstPostMs ?? nowMs, nowMs, gauge: gaugeOf(slug) })
  const range = rangeFor(readModel, story, asked, { nowMs, hasPosts: firstPostMs !== null, phases })
  const { binMs, interval } = binsFor(range.toMs - range.fromMs)
  const lead = Math.max(1, (6 * hourMs) / binMs) - 1
  const fromMs = Math.floor(range.fromMs / binMs) * binMs
  const toMs = Math.max(Math.ceil(range.toMs / binMs), fromMs / binMs + 1) * binMs
  const line = { story: slug, lane }
  const { bins, gaps } = binsOf(readModel, line, { fromMs: fromMs - lead * binMs, toMs, nowMs, binMs, interval })
  const hours =
    firstPostMs === null
      ? []
      : timelineOf(readModel, {
          ...line,
          interval: '1h',
          fromMs: Math.max(firstPostMs, nowMs - worstHourDays * dayMs),
          toMs: nowMs,
          nowMs,
        })
  const worst = hours.filter((hour) => scored(binOf(hour)) >= fewest).map((hour) => negativeShareOf(story, hour))
  const peakMs = figures.peakHour === undefined ? null : Date.parse(figures.peakHour.start)
  const peakBin =
    peakMs === null
      ? undefined
      : timelineOf(readModel, { ...line, interval: '1h', fromMs: peakMs, toMs: peakMs + hourMs, nowMs }).map(binOf)[0]
  const moments = momentsOf(readModel, slug)
  const sparkFromMs = Math.max(firstPostMs ?? nowMs - dayMs, nowMs - worstHourDays * dayMs)
  return {
    slug,
    title: story.title,
    company: story.company,
    about: story.about,
    demonstration: story.demonstration,
    openedAtMs: Date.parse(story.openedAt),
    closedAtMs: story.closedAt === undefined ? null : Date.parse(story.closedAt),
    statements: moments.filter((moment) => moment.of === 'statement'),
    milestones: moments.filter((moment) => moment.of === 'milestone'),
    numbers: moments.toSorted((a, b) => a.number - b.number).map(({ id }) => id),
    effects: statementEffects(readModel, story, { nowMs, version }),
    turns: story.turns ?? [],
    phases,
    contrasts: peakContrasts(readModel, story, { phases, nowMs, version }).map((one) => contrastFacts(story, one)),
    range: asked.name,
    isOver: range.isOver ?? false,
    fromMs,
    binMs,
    lead,
    bins,
    gaps: gaps
      .filter(([, to]) => to > fromMs)
      .map(([from, to]) => [Math.max(from, fromMs), Math.min(to, toMs)] as const),
    lastSixHours: binOf(figures.lastSixHours),
    sixHoursDayBefore: binOf(figures.sixHoursDayBefore),
    lastHour: binOf(figures.lastHour),
    last24h: binOf(figures.lastDay),
    ...calibrationFacts(story, figures.lastDay),
    peak: peakMs === null || peakBin === undefined ? null : { atMs: peakMs, bin: peakBin },
    worstShare: worst.length === 0 ? null : Math.max(...worst),
    total: binOf(figures.total),
    apart: figures.total,
    removed: figures.total.removed,
    firstPostMs,
    newestPostMs: figures.lastPostAt === undefined ? null : Date.parse(figures.lastPostAt),
    topics: topicFacts(readModel, story, sparkFromMs, nowMs),
    sparkFromMs,
    sources: sourceFacts(readModel, story, nowMs),
    typical: await typicalFacts(readModel, vault, story, channels, nowMs),
    newest: await quoted(vault, postsOf(readModel, { ...line, limit: newestShown }).posts, story, channels),
    lanes: [lane],
    version,
    nowMs,
    asOfMs,
  }
}
