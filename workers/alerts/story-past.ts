// What a story's numbers were, hour by hour, for what is measured against them: volume, negative share, posts that leave.
import type { MeasuredTrigger } from '../../analysis/alerts/measures.ts'
import { type Counts, hourMs, type Past } from '../../analysis/alerts/standing-out.ts'
import type { Phase } from '../../events/phase.ts'
import { remembered } from '../../events/remembered.ts'
import { reactionsOf } from '../../events/topic-rules.ts'
import { channelsRead } from '../../projections/coverage.ts'
import { phasesOf, shownChanges } from '../../projections/phases.ts'
import { firstAndLastAt } from '../../projections/posts.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import type { SpanMs } from '../../projections/spans.ts'
import type { Story } from '../../projections/stories.ts'
import { countsBetween, type Distinct, distinctOf, distinctPosts, type Line } from '../../projections/timeline.ts'

/** One line of the timeline; an hour by its number since 1970. */
export type CountedLine = {
  readonly between: (fromMs: number, toMs: number) => Distinct
  readonly of: (hour: number) => Distinct
}

const nothing: Distinct = { posts: 0, scored: 0, negative: 0 }
const dayHours = 24

/** As it is now; what was asked once is not read again. */
const createLine = (readModel: ReadModel, line: Line): CountedLine => {
  const until = remembered((toMs: number) =>
    remembered((fromMs: number) => distinctOf(countsBetween(readModel, line, fromMs, toMs))),
  )
  const hoursOf = remembered((day: number) => {
    const [fromMs, toMs] = [day * dayHours * hourMs, (day + 1) * dayHours * hourMs]
    const rows = distinctPosts(readModel, line, '1h', fromMs, toMs)
    return new Map(rows.map(({ startMs, ...distinct }) => [startMs / hourMs, distinct]))
  })
  return {
    between: (fromMs, toMs) => until(toMs)(fromMs),
    of: (hour) => hoursOf(Math.floor(hour / dayHours)).get(hour) ?? nothing,
  }
}

export const hasLeaving = (story: Story) => reactionsOf(story).includes('leaving')

const negativeOf = ({ negative, scored }: Distinct): Counts => ({ part: negative, whole: scored })

type Change = { readonly at: string; readonly phase: Phase; readonly onset?: string; readonly declaredAt?: string }

/** When it was not calm: from the onset of what was declared until it was over. */
const unrestIn = (changes: readonly Change[]): readonly SpanMs[] => {
  const spans: SpanMs[] = []
  let fromMs: number | undefined
  for (const { at, phase, onset = at } of changes) {
    const isOver = phase === 'calm' || phase === 'recovered' || phase === 'learning'
    if (!isOver) fromMs ??= Date.parse(onset)
    else if (fromMs !== undefined) {
      spans.push({ fromMs, toMs: Date.parse(at) })
      fromMs = undefined
    }
  }
  return fromMs === undefined ? spans : [...spans, { fromMs, toMs: Number.POSITIVE_INFINITY }]
}

/** At a moment, of the hours before it. */
type UsualUntil = (toMs: number) => Past['isUsual']

/** Calm by what was declared until then, and read: every channel of the last hour was in it too. */
export const createUsual = (changes: readonly Change[], read: ReturnType<typeof channelsRead>): UsualUntil => {
  const unrestAfter = remembered((count: number) => unrestIn(changes.slice(0, count)))
  const readIn = remembered((hour: number) => read(hour * hourMs, (hour + 1) * hourMs).most)
  return (toMs) => {
    const unrest = unrestAfter(changes.filter(({ at, declaredAt = at }) => Date.parse(declaredAt) <= toMs).length)
    const now = read(toMs - hourMs, toMs).some
    return (hour) =>
      !unrest.some((span) => span.fromMs < (hour + 1) * hourMs && span.toMs > hour * hourMs) &&
      now.every((id) => readIn(hour).includes(id))
  }
}

/** @param firstMs when the story's first post was made. @param leaving absent: the story has no such topic */
export type PastParts = {
  readonly firstMs: number
  readonly all: CountedLine
  readonly leaving: CountedLine | undefined
  readonly usualUntil: UsualUntil
}

/** What is measured, until a moment; undefined: the story has nothing of it. */
export const createPasts = ({ firstMs, all, leaving, usualUntil }: PastParts) => {
  const firstHour = Math.ceil(firstMs / hourMs)
  const until = remembered(usualUntil)
  const counts: { readonly [T in MeasuredTrigger]: Pick<Past, 'between' | 'of'> | undefined } = {
    volume: {
      between: (fromMs, toMs) => ({ part: all.between(fromMs, toMs).posts, whole: (toMs - fromMs) / hourMs }),
      of: (hour) => ({ part: all.of(hour).posts, whole: 1 }),
    },
    'negative-share': {
      between: (fromMs, toMs) => negativeOf(all.between(fromMs, toMs)),
      of: (hour) => negativeOf(all.of(hour)),
    },
    leaving: leaving && {
      between: (fromMs, toMs) => ({
        part: leaving.between(fromMs, toMs).posts,
        whole: all.between(fromMs, toMs).posts,
      }),
      of: (hour) => ({ part: leaving.of(hour).posts, whole: all.of(hour).posts }),
    },
  }
  return (trigger: MeasuredTrigger): ((toMs: number) => Past) | undefined => {
    const counted = counts[trigger]
    return counted && ((toMs) => ({ ...counted, firstHour, isUsual: until(toMs) }))
  }
}

/** Of a story as the read model is now; undefined: it has no posts. */
export const pastPartsNow = (readModel: ReadModel, story: Story, nowMs: number): PastParts | undefined => {
  const { slug, lane } = story
  const first = firstAndLastAt(readModel, slug, lane)?.first
  if (first === undefined) return undefined
  const line = { story: slug, lane }
  return {
    firstMs: Date.parse(first),
    all: createLine(readModel, line),
    leaving: hasLeaving(story) ? createLine(readModel, { ...line, topic: 'leaving' }) : undefined,
    usualUntil: createUsual(shownChanges(phasesOf(readModel, slug)), channelsRead(readModel, slug, nowMs)),
  }
}
