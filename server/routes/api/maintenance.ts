// What an operator looks after: events that could not be folded, the check of the log, the read model made anew.
import { z } from 'zod'
import { parkedOf } from '../../../projections/parked.ts'
import { operation } from './operation.ts'
import { moment } from './shapes.ts'

const parkedShape = z
  .object({
    key: z.string(),
    projection: z.string(),
    version: z.int(),
    type: z.string(),
    recordedAt: moment,
    error: z.string(),
  })
  .meta({ id: 'ParkedEvent' })

export const maintenanceOperations = [
  operation({
    id: 'listParked',
    method: 'get',
    path: '/admin/parked',
    summary: 'Events that a projection could not fold, the oldest 200',
    access: 'admin',
    answers: { 200: { description: 'Oldest first', schema: z.object({ parked: z.array(parkedShape) }) } },
    run: ({ readModel }) => ({
      json: {
        parked: parkedOf(readModel).map(({ key, projection, version, type, recordedAt, error }) => ({
          key,
          projection,
          version,
          type,
          recordedAt,
          error,
        })),
      },
    }),
  }),
  operation({
    id: 'replayParked',
    method: 'post',
    path: '/admin/parked/{key}/replay',
    summary: 'Fold a parked event late',
    access: 'admin',
    answers: {
      204: { description: 'Folded' },
      404: { description: 'No such event is parked' },
      409: { description: 'It cannot be folded still' },
    },
    run: async ({ keepUp }, { params: { key = '' } }) => {
      await keepUp.replay(key)
      return { status: 204 }
    },
  }),
  operation({
    id: 'verify',
    method: 'post',
    path: '/admin/verify',
    summary: 'Read the whole log and check it',
    description: 'Chain, order, catalogue, anchor, and the read model against a rebuild.',
    access: 'admin',
    answers: { 200: { description: 'What was checked', schema: z.record(z.string(), z.unknown()) } },
    run: async ({ maintenance }) => ({ json: await maintenance.verify() }),
  }),
  operation({
    id: 'rebuild',
    method: 'post',
    path: '/admin/rebuild',
    summary: 'Make the read model anew from the log',
    access: 'admin',
    answers: { 200: { description: 'What was made', schema: z.record(z.string(), z.unknown()) } },
    run: async ({ maintenance }) => ({ json: await maintenance.rebuild() }),
  }),
]
