// Where the posts come from: each source with its shares and state in words, and when nothing was read.
import type { SetAside } from '../events/phase.ts'
import type { SourceFacts, StoryFacts } from './facts.ts'
import { shares } from './phrases.ts'
import { sourceName } from './post-card.ts'
import { fewest, posts, scored } from './summary.ts'
import { clockOf, dayMs, dayOf, timeOf, whole } from './wording.ts'

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
      return `Delayed, ${lastReadMs === null ? 'never read yet' : `last read ${recently(lastReadMs, nowMs)}`}`
    case 'failing':
      return `Failing${since}${problem === null ? '' : `: ${problem.replace(/\.$/, '')}`}`
    case 'silent':
      return `Silent${since === '' ? '' : `, unusual${since}`}`
    case 'off':
      return problem ?? 'Switched off'
  }
}

/** What the engine does with it goes before what the channel says of itself, but never before a failure. */
/** `; 1 of 3 failing` */
const worseWords = ({ worse, channels }: SourceFacts) =>
  [...new Set(worse)]
    .map((state) => `; ${worse.filter((one) => one === state).length} of ${channels} ${state}`)
    .join('')

const shownState = (source: SourceFacts, nowMs: number, aside: SetAside | undefined) => {
  const state = `${stateOf(source, nowMs)}${worseWords(source)}${source.opensOnly ? '; opening posts only' : ''}`
  if (aside === undefined) return state
  switch (aside.why) {
    case 'copies':
      return `${state}; set aside: ${Math.round(100 * aside.copies)}% copies`
    case 'silent':
      return source.state === 'ok' ? `Silent; ${state.charAt(0).toLowerCase()}${state.slice(1)}` : state
    case 'new':
      return `${state}; decides nothing yet: still learnt`
  }
}

const sourceRow = (source: SourceFacts, nowMs: number, aside?: SetAside) => {
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
    look:
      source.state === 'off'
        ? 'st off'
        : source.state === 'ok' && source.worse.length === 0 && aside === undefined
          ? 'st'
          : 'st late',
    state: shownState(source, nowMs, aside),
  }
}

/** What lies before the first post is no gap: nobody read then. */
export const gapRows = ({ gaps, firstPostMs }: StoryFacts) =>
  gaps
    .filter(([, to]) => firstPostMs !== null && to > firstPostMs)
    .map(([from, to]) => ({ line: `No data ${timeOf(from)} to ${timeOf(to)}.` }))

export const sourceRows = ({ sources, phases: { gauge }, nowMs }: StoryFacts) =>
  sources
    .toSorted((a, b) => posts(b.counts) - posts(a.counts) || a.source.localeCompare(b.source))
    .map((source) =>
      sourceRow(
        source,
        nowMs,
        gauge?.setAside.find((one) => one.source === source.source),
      ),
    )

export const blankSource = sourceRow(
  {
    source: '',
    counts: [0, 0, 0, 0],
    state: 'ok',
    lastReadMs: null,
    lastPostMs: null,
    sinceMs: null,
    problem: null,
    worse: [],
    channels: 0,
    opensOnly: false,
  },
  0,
)
