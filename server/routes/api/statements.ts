// What the company said and what happened around it: listed, recorded, corrected.
import { z } from 'zod'
import type { StatementEffect } from '../../../analysis/effects/statement-effects.ts'
import type { MilestoneKind, Moment, StatementKind } from '../../../events/story.ts'
import { milestoneEntry, statementEntry } from '../../../events/story-entry.ts'
import type { ReadModel } from '../../../projections/read-model.ts'
import { momentsOf } from '../../../projections/statements.ts'
import type { Story } from '../../../projections/stories.ts'
import { statementEffects } from '../../statement-effects.ts'
import { effectRow } from './effects.ts'
import { type ApiPorts, operation, orNull } from './operation.ts'
import { milestoneShape, statementShape } from './shapes.ts'
import { needStory } from './story-lookup.ts'

const row = <Kind>({
  id,
  number,
  at,
  until,
  precision,
  kind,
  title,
  text,
  url,
}: Moment<Kind> & { number: number }) => ({
  id,
  number,
  at,
  until: orNull(until),
  precision,
  kind,
  title,
  text: orNull(text),
  url: orNull(url),
})

export const statementRows = (
  { readModel, keepUp }: Pick<ApiPorts, 'readModel' | 'keepUp'>,
  story: Story,
  nowMs: number,
) => {
  const effects = statementEffects(readModel, story, { nowMs, version: keepUp.version() })
  return momentsOf(readModel, story.slug)
    .filter((moment) => moment.of === 'statement')
    .map((moment) => ({
      ...row<StatementKind>(moment),
      heardAt: orNull(moment.heardAt),
      effect: effectRow(effects.find(({ id }) => id === moment.id) as StatementEffect),
    }))
}

export const milestonesOf = (readModel: ReadModel, slug: string) =>
  momentsOf(readModel, slug)
    .filter((moment) => moment.of === 'milestone')
    .map((moment) => row<MilestoneKind>(moment))

const correcting = 'Its `id` is made from story, `at` and `kind`: recorded again with other words it is corrected.'

export const statementOperations = [
  operation({
    id: 'listStatements',
    method: 'get',
    path: '/stories/{slug}/statements',
    summary: 'Statements of the company, and the change of negative share after each',
    access: 'public',
    answers: {
      200: { description: 'By when they were made', schema: z.object({ statements: z.array(statementShape) }) },
      404: { description: 'No such story' },
    },
    run: (ports, { params: { slug = '' }, nowMs }) => {
      const story = needStory(ports.readModel, slug, 'listing statements')
      return { json: { statements: statementRows(ports, story, nowMs) } }
    },
  }),
  operation({
    id: 'listMilestones',
    method: 'get',
    path: '/stories/{slug}/milestones',
    summary: 'What happened around the story',
    access: 'public',
    answers: {
      200: { description: 'By when they happened', schema: z.object({ milestones: z.array(milestoneShape) }) },
      404: { description: 'No such story' },
    },
    run: ({ readModel }, { params: { slug = '' } }) => {
      needStory(readModel, slug, 'listing milestones')
      return { json: { milestones: milestonesOf(readModel, slug) } }
    },
  }),
  operation({
    id: 'recordStatement',
    method: 'post',
    path: '/stories/{slug}/statements',
    summary: 'Record or correct a statement',
    description: correcting,
    access: 'edit',
    body: statementEntry,
    answers: { 201: { description: 'As it is now', schema: statementShape }, 404: { description: 'No such story' } },
    run: async (ports, { params: { slug = '' }, body, nowMs }) => {
      const { id, version } = await ports.editing.recordStatement(slug, body)
      await ports.settled(version)
      const story = needStory(ports.readModel, slug, 'recording a statement')
      return { status: 201, json: statementRows(ports, story, nowMs).find((statement) => statement.id === id) }
    },
  }),
  operation({
    id: 'recordMilestone',
    method: 'post',
    path: '/stories/{slug}/milestones',
    summary: 'Record or correct a milestone',
    description: correcting,
    access: 'edit',
    body: milestoneEntry,
    answers: { 201: { description: 'As it is now', schema: milestoneShape }, 404: { description: 'No such story' } },
    run: async ({ editing, readModel, settled }, { params: { slug = '' }, body }) => {
      const { id, version } = await editing.recordMilestone(slug, body)
      await settled(version)
      return { status: 201, json: milestonesOf(readModel, slug).find((milestone) => milestone.id === id) }
    },
  }),
]
