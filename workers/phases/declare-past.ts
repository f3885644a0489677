// The phases of a story whose posts are all there and counted: found and declared at once, as those who watch it would.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Gauge } from '../../analysis/phases/gauge.ts'
import type { EventLog } from '../../events/event-log.ts'
import { firstAndLastAt } from '../../projections/posts.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import type { Story } from '../../projections/stories.ts'
import { createDeclarePhase } from '../declare-phase.ts'
import type { CreateEngine } from './course.ts'
import { closedUntil } from './story-course.ts'
import { watchStory } from './watched-story.ts'

type Parts = {
  readonly log: Pick<EventLog, 'read' | 'append'>
  readonly readModel: ReadModel
  readonly createEngine: CreateEngine
}

/** The clock is that of its newest post. Answers what the engine knows then; undefined without posts. */
export const declarePast = async (
  { log, readModel, createEngine }: Parts,
  { slug, lane }: Pick<Story, 'slug' | 'lane'>,
): Promise<Gauge | undefined> => {
  const last = firstAndLastAt(readModel, slug, lane)?.last
  if (last === undefined) return undefined
  const watched = watchStory(readModel, { slug, lane }, createEngine)
  while (!watched.step(closedUntil(Date.parse(last)))) await nextTurn()
  const phases = { said: watched.said, told: (_: string, key: string) => watched.told(key) }
  await createDeclarePhase({ log, phases })({ slug })
  return watched.gauge()
}
