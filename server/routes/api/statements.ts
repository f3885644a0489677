// What the company said and what happened around it: listed, recorded, corrected.
import { z } from 'zod'
import type { MilestoneKind, Moment, StatementKind } from '../../../events/story.ts'
import { milestoneEntry, statementEntry } from '../../../events/story-entry.ts'
import type { ReadModel } from '../../../projections/read-model.ts'
import { momentsOf } from '../../../projections/statements.ts'
import { operation, orNull } from './operation.ts'
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

/** Nothing is known of an effect before its windows are full and measured. */
const effect = {
  hours: 12,
  negativeShareChange: null,
  lower: null,
  upper: null,
  verdict: 'too early',
  posts: { before: null, after: null },
} as const

export const statementsOf = (readModel: ReadModel, slug: string) =>
  momentsOf(readModel, slug)
    .filter((moment) => moment.of === 'statement')
    .map((moment) => ({ ...row<StatementKind>(moment), effect }))

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
    run: ({ readModel }, { params: { slug = '' } }) => {
      needStory(readModel, slug, 'listing statements')
      return { json: { statements: statementsOf(readModel, slug) } }
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
    run: async ({ editing, readModel, settled }, { params: { slug = '' }, body }) => {
      const { id, version } = await editing.recordStatement(slug, body)
      await settled(version)
      return { status: 201, json: statementsOf(readModel, slug).find((statement) => statement.id === id) }
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
