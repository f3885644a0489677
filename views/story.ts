// The page of one story: facts in, what the template says out. Pure, and the same for first load and live update.
import { apartText } from './apart.ts'
import { type ChartData, drawChart } from './chart.ts'
import { chartTitle } from './chart-title.ts'
import type { StoryFacts } from './facts.ts'
import { figureTexts } from './figures.ts'
import { gaugeTexts } from './gauge.ts'
import { marksOf } from './marks.ts'
import { escaped } from './markup.ts'
import { measuredOf } from './measured.ts'
import { blankMoment, chartMoments, latestStatement, whenOf } from './moments.ts'
import { bandsOf, chartPeaks } from './phase-bands.ts'
import { phaseTexts } from './phase-box.ts'
import { happenedRows } from './phase-moments.ts'
import { blankNote } from './phase-notes.ts'
import { phaseWords, shownPhase } from './phase-now.ts'
import { normalText, rules } from './phase-rules.ts'
import { blankStep, blankWave, stripOf } from './phase-strip.ts'
import { binWord, dateOf } from './phrases.ts'
import { blankPost, postCard } from './post-card.ts'
import { blankSource, gapRows, sourceRows } from './source-rows.ts'
import { summaryOf } from './summary.ts'
import { blankTopic, topicRows } from './topics.ts'
import { turnsText } from './turns.ts'
import { clockOf, dayMs, dayOf, timeOf, weekdayOf } from './wording.ts'

export const chartData = (facts: StoryFacts): ChartData => ({
  fromMs: facts.fromMs,
  binMs: facts.binMs,
  lead: facts.lead,
  bins: facts.bins,
  gaps: facts.gaps,
  nowMs: facts.nowMs,
  ...(facts.isOver ? { over: true } : {}),
  marks: marksOf(
    [...chartMoments(facts), ...chartPeaks(facts)],
    facts.fromMs,
    facts.fromMs + (facts.bins.length - facts.lead) * facts.binMs,
  ),
  bands: bandsOf(facts),
})

/** Above the fold there is room for about this much; the moment's entry has all of it. */
const roomToSay = 180

/** Whole sentences as long as they fit, at least the first. */
const firstSentences = (text: string) => {
  const sentences = text.match(/[^.!?]+[.!?]*\s*/g) ?? [text]
  let said = ''
  for (const sentence of sentences) {
    if (said !== '' && said.length + sentence.trimEnd().length > roomToSay) break
    said += sentence
  }
  return said.trimEnd()
}

/** What is read out when it changes: never a number that moves by itself. */
const spokenOf = (
  { phase, says }: { readonly phase: string; readonly says: string },
  { company, phases, closedAtMs }: StoryFacts,
) => {
  const counted = phaseWords[shownPhase(phases)]
  return `${closedAtMs === null ? '' : 'No longer watched. '}Phase: ${phase}${counted === phase ? '' : `, ${counted}`}. What ${company === '' ? 'the company' : company} says now: ${says}`
}

/** The right half of the phase box, and how old its data are. */
const saysBox = (facts: StoryFacts) => {
  const statement = latestStatement(facts)
  return {
    says: statement
      ? firstSentences(statement.moment.text ?? statement.moment.title)
      : 'No company statement recorded yet.',
    saysWhen: statement
      ? `Statement of ${statement.moment.precision === 'minute' ? weekdayOf(Date.parse(statement.moment.at)) : whenOf(statement.moment)} · `
      : '',
    saysLink: statement ? `#m${statement.number}` : '',
    saysMoment: statement ? `moment ${statement.number}` : '',
    said: statement !== undefined,
    dataTo: facts.newestPostMs === null ? 'No data yet' : timeOf(facts.newestPostMs),
    dataToTime: facts.newestPostMs === null ? '' : new Date(facts.newestPostMs).toISOString(),
    dated: facts.newestPostMs !== null,
  }
}

const rangeWords = { '24h': '24 hours', story: 'Story', '30d': '30 days' } as const

/** As of which moment, in a query that has begun. */
const asOfQuery = ({ asOfMs }: StoryFacts) =>
  asOfMs === null ? '' : `&at=${encodeURIComponent(new Date(asOfMs).toISOString())}`

/** Where the numbers of the range are: as finely as they are kept for its bins. */
const dataLink = (facts: StoryFacts) => {
  const from = new Date(facts.fromMs).toISOString()
  const to = new Date(facts.fromMs + (facts.bins.length - facts.lead) * facts.binMs).toISOString()
  const interval = facts.binMs < 3_600_000 ? '5m' : facts.binMs < dayMs ? '1h' : '1d'
  return `/api/v1/stories/${facts.slug}/timeline?from=${from}&to=${to}&interval=${interval}${asOfQuery(facts)}`
}

/** `state.json`, the live patch and the template all read this. */
export const storyView = (facts: StoryFacts) => {
  const data = chartData(facts)
  const json = dataLink(facts)
  const typical = facts.typical.map(postCard)
  const newest = facts.newest.map(postCard)
  const moments = happenedRows(facts)
  const box = { ...phaseTexts(facts), ...saysBox(facts) }
  return {
    ...box,
    spoken: spokenOf(box, facts),
    ...stripOf(facts),
    ...gaugeTexts(facts),
    ...figureTexts(facts),
    summary: summaryOf(facts),
    title: facts.title,
    company: facts.company === '' ? 'the company' : facts.company,
    eyebrow: [
      facts.company,
      facts.about,
      `${facts.company + facts.about === '' ? 'Story' : 'story'} opened on ${dateOf(facts.openedAtMs)}`,
    ]
      .filter((part) => part !== '')
      .join(' · '),
    chartTitle: chartTitle(facts),
    chartText: `Posts per ${binWord(facts.binMs)} by sentiment, and net sentiment: share of positive minus share of negative posts, six-hour average. ${facts.bins.some((bin) => bin[3] > 0) ? 'Posts without a sentiment are not drawn; the table counts them. ' : ''}Times in UTC.`,
    chart: drawChart(data),
    csv: `${json}&format=csv`,
    json,
    moments,
    noMoments: moments.length === 0,
    compared: facts.phases.stretches.some(({ phase }) => phase !== 'calm'),
    topics: topicRows(facts),
    hasEmerging: facts.topics.some(({ emerged }) => emerged !== undefined),
    noTopics: facts.topics.length === 0,
    sparkFrom: `Since ${dayOf(facts.sparkFromMs)}`,
    typical,
    noTypical: typical.length === 0,
    newest,
    noNewest: newest.length === 0,
    sources: sourceRows(facts),
    noSources: facts.sources.length === 0,
    gaps: gapRows(facts),
    apart: apartText(facts),
    normal: normalText(facts),
    turned: facts.turns.length > 0,
    turns: turnsText(facts),
    lanes: facts.lanes.join(', '),
    measured: measuredOf(facts),
    version: String(facts.version),
  }
}

/** The same stretch of time as a query that has not begun. */
const rangeQuery = (facts: StoryFacts) => {
  const { range, fromMs, bins, lead, binMs } = facts
  const toMs = fromMs + (bins.length - lead) * binMs
  const asked =
    range === 'custom'
      ? `?from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}`
      : `?range=${range}`
  return asked + asOfQuery(facts)
}

/** As it is pasted into a page of somebody else. */
const embedCode = ({ title }: StoryFacts, url: string) =>
  `<iframe src="${url}/embed" title="Outcry: ${escaped(title)}" width="100%" height="420" style="border:0" loading="lazy"></iframe>`

/**
 * What of the view changes only with a reload: addresses, the moment the page was made, and rows without values.
 * @param address where this service is reached, without a slash at the end
 */
export const storyPage = (facts: StoryFacts, address: string) => {
  const at = asOfQuery(facts)
  const path = `/stories/${facts.slug}`
  const url = address + path
  return {
    slug: facts.slug,
    demonstration: facts.demonstration,
    description: `${facts.title}. ${figureTexts(facts).total} posts, net sentiment ${figureTexts(facts).net}.`,
    ranges: (['24h', 'story', '30d'] as const).map((name) => ({
      href: `?range=${name}${at}`,
      word: rangeWords[name],
      current: name === facts.range,
    })),
    live: facts.asOfMs === null && facts.range !== 'custom',
    range: facts.range,
    made:
      facts.asOfMs === null
        ? `Page made ${weekdayOf(facts.nowMs)}, ${clockOf(facts.nowMs)}:${new Date(facts.nowMs).toISOString().slice(17, 19)} UTC. Reload for news.`
        : `As recorded by ${timeOf(facts.asOfMs)}.`,
    asOf: facts.asOfMs !== null,
    checked: timeOf(facts.nowMs),
    checkedTime: new Date(facts.nowMs).toISOString(),
    permalink: `${path}?at=${encodeURIComponent(new Date(facts.asOfMs ?? facts.nowMs).toISOString())}`,
    path,
    url,
    embedCode: embedCode(facts, url),
    imageLink: `${path}/chart.svg${rangeQuery(facts)}`,
    peaksPath: `${path}/peaks${at.replace('&', '?')}`,
    rules,
    blank: blanks,
  }
}

const blanks = {
  moment: blankMoment,
  post: blankPost,
  topic: blankTopic,
  source: blankSource,
  line: { line: '' },
  note: blankNote,
  step: blankStep,
  wave: blankWave,
  tick: { style: '', text: '' },
  mark: { style: '', text: '', href: '', look: '', label: '' },
  band: { phase: '', style: '', label: '' },
  place: { style: '', label: '' },
  tableDay: { day: '', posts: '', negative: '', neutral: '', positive: '', other: '', net: '' },
}
