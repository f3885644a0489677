// Alerts: each as it was raised, withdrawn ones too; and of every story which were raised last.
import type { Alert } from '../events/alert.ts'
import type { ToldAlert } from '../events/alert-decisions.ts'
import type { RecordedEvent } from '../events/catalogue.ts'
import type { Projection } from './projection.ts'
import type { ReadModel } from './read-model.ts'

/** Times ISO 8601 UTC. */
export type RaisedAlert = Alert & {
  readonly raisedAt: string
  readonly withdrawn?: { readonly at: string; readonly why: string }
}

const unraised: RaisedAlert | undefined = undefined
const isOfAlert = ({ type }: RecordedEvent) => type === 'AlertRaised' || type === 'AlertWithdrawn'

/** Key: the id of the alert. */
export const alerts: Projection<RaisedAlert | undefined> = {
  name: 'alerts',
  initial: unraised,
  keys: (event) => (event.type === 'AlertRaised' || event.type === 'AlertWithdrawn' ? [event.data.id] : []),
  evolve: (state, event) => {
    switch (event.type) {
      case 'AlertRaised':
        return { ...event.data, raisedAt: event.recordedAt }
      case 'AlertWithdrawn':
        return state && { ...state, withdrawn: { at: event.recordedAt, why: event.data.why } }
      default:
        return state
    }
  },
}

/** In the order of raising. */
type Told = readonly ToldAlert[]

const mostTold = 500
const untold: Told = []

/** Key: the story's slug. The last five hundred: what decides whether one more is raised, and what is listed. */
export const toldAlerts: Projection<Told> = {
  name: 'told-alerts',
  initial: untold,
  keys: (event) => (isOfAlert(event) ? [(event.data as { slug: string }).slug] : []),
  evolve: (told, event) => {
    switch (event.type) {
      case 'AlertRaised': {
        const { id, rule, trigger } = event.data
        return [...told, { id, rule, trigger, raisedAt: event.recordedAt, isWithdrawn: false }].slice(-mostTold)
      }
      case 'AlertWithdrawn':
        return told.map((one) => (one.id === event.data.id ? { ...one, isWithdrawn: true } : one))
      default:
        return told
    }
  },
}

export const alertOf = (readModel: ReadModel, id: string): RaisedAlert | undefined =>
  readModel.load('alerts', [id]).get(id) as RaisedAlert | undefined

/** Of a story, oldest first. */
export const toldOf = (readModel: ReadModel, slug: string): Told =>
  (readModel.load('told-alerts', [slug]).get(slug) as Told | undefined) ?? untold

/** Newest first, those raised before `before` (an id) where one is given; `next` is the id to go on from. */
export const alertsOf = (
  readModel: ReadModel,
  slug: string,
  { limit, before }: { readonly limit: number; readonly before?: string },
): { readonly alerts: readonly RaisedAlert[]; readonly next?: string } => {
  const told = toldOf(readModel, slug)
  const end =
    before === undefined
      ? told.length
      : Math.max(
          0,
          told.findIndex(({ id }) => id === before),
        )
  const ids = told
    .slice(Math.max(0, end - limit), end)
    .map(({ id }) => id)
    .reverse()
  const found = readModel.load('alerts', ids)
  const next = end > limit ? ids.at(-1) : undefined
  return { alerts: ids.map((id) => found.get(id) as RaisedAlert), ...(next === undefined ? {} : { next }) }
}
