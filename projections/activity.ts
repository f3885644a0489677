// When a story's numbers last changed.
import type { LaneFinding } from '../events/post.ts'
import type { Projection } from './projection.ts'
import type { ReadModel } from './read-model.ts'

const keysOf = (findings: readonly LaneFinding[]) =>
  findings.flatMap(({ lane, stories }) => stories.map(({ slug }) => `${slug}|${lane}`))

/** Key: `story|lane`; the state is when the log took the event, ISO 8601 UTC. */
export const activity: Projection<string> = {
  name: 'activity',
  initial: '',
  overwrites: true,
  keys: (event) => {
    switch (event.type) {
      case 'PostAnalysed': {
        const { lane, replaces } = event.data
        return keysOf(replaces === undefined ? [event.data] : [{ ...replaces, lane }, event.data])
      }
      case 'PostRemoved':
      case 'PostErased':
        return keysOf(event.data.subtracts)
      default:
        return []
    }
  },
  evolve: (_, event) => event.recordedAt,
}

export const changedAt = (readModel: ReadModel, story: string, lane: string): string | undefined => {
  const key = `${story}|${lane}`
  return readModel.load('activity', [key]).get(key) as string | undefined
}
