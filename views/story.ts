// The page of one story: facts in, what the template says out. Pure, and the same for first load and live update.
import { apartText } from './apart.ts'
import { type ChartData, drawChart } from './chart.ts'
import type { SourceFacts, StoryFacts } from './facts.ts'
import { figureTexts } from './figures.ts'
import { marksOf } from './marks.ts'
import { measuredOf } from './measured.ts'
import { blankMoment, chartMoments, latestStatement, momentRows, whenOf } from './moments.ts'
import { binWord, dateOf, shares } from './phrases.ts'
import { blankPost, postCard, sourceName } from './post-card.ts'
import { chartTitle, fewest, posts, scored, summaryOf } from './summary.ts'
import { blankTopic, topicRows } from './topics.ts'
import { turnsText } from './turns.ts'
import { clockOf, dayMs, dayOf, timeOf, weekdayOf, whole } from './wording.ts'

export const chartData = (facts: StoryFacts): ChartData => ({
  fromMs: facts.fromMs,
  binMs: facts.binMs,
  lead: facts.lead,
  bins: facts.bins,
  gaps: facts.gaps,
  nowMs: facts.nowMs,
  marks: marksOf(chartMoments(facts), facts.fromMs, facts.fromMs + (facts.bins.length - facts.lead) * facts.binMs),
  bands: [],
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

/** The engine's word is `learning` until it knows seven days; the page never guesses a phase meanwhile. */
const phaseBox = (facts: StoryFacts) => {
  const learned = facts.firstPostMs === null ? 0 : Math.floor((facts.nowMs - facts.firstPostMs) / dayMs)
  const statement = latestStatement(facts)
  return {
    phaseLook: 'calm',
    phase: 'Learning',
    phaseSince:
      learned < 7 ? `what is normal: ${learned} of 7 days` : `what is normal, since ${dateOf(facts.firstPostMs ?? 0)}`,
    summary: summaryOf(facts),
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

/** `18:04` today, `21 Aug, 18:04` before. */
const recently = (ms: number, nowMs: number) =>
  Math.floor(ms / dayMs) === Math.floor(nowMs / dayMs) ? clockOf(ms) : `${dayOf(ms)}, ${clockOf(ms)}`

const stateOf = ({ state, lastReadMs, lastPostMs, sinceMs, problem }: SourceFacts, nowMs: number) => {
  const since = sinceMs === null ? '' : ` since ${recently(sinceMs, nowMs)}`
  switch (state) {
    case 'ok':
      if (lastReadMs !== null) return `Read ${recently(lastReadMs, nowMs)}`
      return lastPostMs === null ? 'Open, no post yet' : `Newest post ${recently(lastPostMs, nowMs)}`
    case 'delayed':
      return `Delayed${lastReadMs === null ? '' : `, last read ${recently(lastReadMs, nowMs)}`}`
    case 'failing':
      return `Failing${since}${problem === null ? '' : `: ${problem}`}`
    case 'silent':
      return `Silent${since === '' ? '' : `, unusual${since}`}`
    case 'off':
      return 'Switched off'
  }
}

const sourceRow = (source: SourceFacts, nowMs: number) => {
  const [negative = 0, neutral = 0, positive = 0] = shares(source.counts.slice(0, 3))
  const known = scored(source.counts) >= fewest
  return {
    name: sourceName(source.source),
    posts: whole(posts(source.counts)),
    known,
    negative: known ? `${negative}%` : 'too few',
    bar: known ? `${negative}% negative, ${neutral}% neutral, ${positive}% positive` : 'too few posts for shares',
    negativeWidth: `width:${negative}%`,
    neutralWidth: `width:${neutral}%`,
    positiveWidth: `width:${positive}%`,
    look: source.state === 'ok' ? 'st' : source.state === 'off' ? 'st off' : 'st late',
    state: stateOf(source, nowMs),
  }
}

/** What lies before the first post is no gap: nobody read then. */
const gapRows = ({ gaps, firstPostMs }: StoryFacts) =>
  gaps
    .filter(([, to]) => firstPostMs !== null && to > firstPostMs)
    .map(([from, to]) => ({ gap: `No data ${timeOf(from)} to ${timeOf(to)}.` }))

const rangeWords = { '24h': '24 hours', story: 'Story', '30d': '30 days' } as const

/** `state.json`, the live patch and the template all read this. */
export const storyView = (facts: StoryFacts) => {
  const data = chartData(facts)
  const typical = facts.typical.map(postCard)
  const newest = facts.newest.map(postCard)
  return {
    ...phaseBox(facts),
    ...figureTexts(facts),
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
    moments: momentRows(facts),
    noMoments: facts.numbers.length + facts.turns.length === 0,
    topics: topicRows(facts),
    hasEmerging: facts.topics.some(({ emerged }) => emerged !== undefined),
    noTopics: facts.topics.length === 0,
    sparkFrom: `Since ${dayOf(facts.sparkFromMs)}`,
    typical,
    noTypical: typical.length === 0,
    newest,
    noNewest: newest.length === 0,
    sources: facts.sources
      .toSorted((a, b) => posts(b.counts) - posts(a.counts) || a.source.localeCompare(b.source))
      .map((source) => sourceRow(source, facts.nowMs)),
    noSources: facts.sources.length === 0,
    gaps: gapRows(facts),
    apart: apartText(facts),
    turned: facts.turns.length > 0,
    turns: turnsText(facts),
    lanes: facts.lanes.join(', '),
    measured: measuredOf(facts),
    version: String(facts.version),
  }
}

/** What of the view changes only with a reload: addresses, the moment the page was made, and rows without values. */
export const storyPage = (facts: StoryFacts) => {
  const at = facts.asOfMs === null ? '' : `&at=${encodeURIComponent(new Date(facts.asOfMs).toISOString())}`
  const path = `/stories/${facts.slug}`
  const from = new Date(facts.fromMs).toISOString()
  const to = new Date(facts.fromMs + (facts.bins.length - facts.lead) * facts.binMs).toISOString()
  const interval = facts.binMs < 3_600_000 ? '5m' : facts.binMs < dayMs ? '1h' : '1d'
  const data = `/api/v1${path}/timeline?from=${from}&to=${to}&interval=${interval}${at}`
  return {
    slug: facts.slug,
    demonstration: facts.demonstration,
    description: `${facts.title}. ${figureTexts(facts).total} posts, net sentiment ${figureTexts(facts).net}.`,
    ranges: (['24h', 'story', '30d'] as const).map((name) => ({
      href: `?range=${name}${at}`,
      word: rangeWords[name],
      current: name === facts.range,
    })),
    csv: `${data}&format=csv`,
    json: data,
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
    blank: blanks,
  }
}

const blankBin = [0, 0, 0, 0] as const
const blanks = {
  moment: blankMoment,
  post: blankPost,
  topic: blankTopic,
  source: sourceRow(
    { source: '', counts: blankBin, state: 'ok', lastReadMs: null, lastPostMs: null, sinceMs: null, problem: null },
    0,
  ),
  gap: { gap: '' },
  tick: { style: '', text: '' },
  mark: { style: '', text: '', href: '', look: '', label: '' },
  band: { phase: '', style: '', label: '' },
  place: { style: '', label: '' },
  tableDay: { day: '', posts: '', negative: '', neutral: '', positive: '', other: '', net: '' },
}
