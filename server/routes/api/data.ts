// How texts are kept, channel by channel, and how late the looks at their sources are, for machines.
import { z } from 'zod'
import { channelKinds } from '../../../events/channel.ts'
import type { Keeping } from '../../../events/keeping.ts'
import { dataFacts } from '../../data-facts.ts'
import { operation, orNull } from './operation.ts'
import { moment } from './shapes.ts'

const seconds = z.int().min(0)
const kept = {
  kind: z.enum(channelKinds),
  keptSeconds: seconds.meta({ description: 'After the last look at its source, its receipt included.' }),
  longestSeconds: seconds.meta({ description: 'After its receipt, however often it was seen again.' }),
  recheckEverySeconds: seconds.nullable().meta({ description: 'null: its source is not asked again.' }),
  recheckForSeconds: seconds.nullable().meta({ description: 'After its receipt; null: as long as it is kept.' }),
}
const shape = z
  .object({
    at: moment,
    channels: z.array(
      z.object({
        id: z.string(),
        ...kept,
        closed: z.boolean(),
        rechecks: z.object({
          asked: z.boolean().meta({ description: 'Its source is asked again at present.' }),
          watched: z.int().min(0).meta({ description: 'Posts that are to be looked up again.' }),
          overdue: z.int().min(0),
          oldestDueAt: moment.nullable(),
        }),
        erasedFrom: moment.nullable().meta({ description: 'Access to its platform ended: all of it goes then.' }),
      }),
    ),
    otherKinds: z
      .array(z.object(kept))
      .meta({ description: 'What would hold for kinds of which there is no channel.' }),
  })
  .meta({ id: 'Data' })

const inSeconds = (ms: number | undefined) => (ms === undefined ? null : Math.round(ms / 1_000))
const keptRow = ({ keptMs, longestMs, recheckEveryMs, recheckForMs }: Keeping) => ({
  keptSeconds: Math.round(keptMs / 1_000),
  longestSeconds: Math.round(longestMs / 1_000),
  recheckEverySeconds: inSeconds(recheckEveryMs),
  recheckForSeconds: inSeconds(recheckForMs),
})
const isoOf = (ms: number | undefined) => orNull(ms === undefined ? undefined : new Date(ms).toISOString())

export const dataOperations = [
  operation({
    id: 'getData',
    method: 'get',
    path: '/data',
    summary: 'How long texts are kept, and how late the looks at their sources are',
    description: 'The page /data says the same in words. Counts are at most ten seconds old.',
    access: 'public',
    answers: { 200: { description: 'As it is in force here', schema: shape } },
    run: async (ports, { nowMs }) => {
      const { channels, others, nowMs: atMs } = await dataFacts(ports, nowMs)
      return {
        json: {
          at: new Date(atMs).toISOString(),
          channels: channels.map((channel) => ({
            id: channel.id,
            kind: channel.kind,
            ...keptRow(channel),
            closed: channel.isClosed,
            rechecks: {
              asked: channel.asking === 'asked',
              watched: channel.watched,
              overdue: channel.overdue,
              oldestDueAt: isoOf(channel.oldestDueMs),
            },
            erasedFrom: isoOf(channel.goneFromMs),
          })),
          otherKinds: others.map((other) => ({ kind: other.kind, ...keptRow(other) })),
        },
      }
    },
  }),
]
