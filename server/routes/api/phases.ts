// Phases of a story: the one it is in, every change of it, what was revised; and a person's word instead.
import { z } from 'zod'
import type { Gauge } from '../../../analysis/phases/gauge.ts'
import { learning } from '../../../analysis/phases/settings.ts'
import { overrideEntry, withdrawalEntry } from '../../../events/phase-entry.ts'
import { figuresOf } from '../../../projections/figures.ts'
import type { Story } from '../../../projections/stories.ts'
import { phaseNow } from '../../phase-now.ts'
import { type ApiPorts, operation, orNull } from './operation.ts'
import {
  changeShape,
  foundRow,
  gaugeShape,
  learntShape,
  overrideShape,
  revisionShape,
  stretchShape,
} from './phase-shapes.ts'
import { moment, pagePhaseShape, phaseShape } from './shapes.ts'
import { needStory } from './story-lookup.ts'

const isoOf = (ms: number) => new Date(ms).toISOString()

const gaugeRow = (gauge: Gauge) => {
  const { toMs, evidence, marks, usual, ratio3h, ratio48h, onset, peak, sources, setAside, volumeFlag } = gauge
  return {
    to: isoOf(toMs),
    evidence,
    marks,
    usual: orNull(usual),
    ratio3h: orNull(ratio3h),
    ratio48h: orNull(ratio48h),
    onset: onset === undefined ? null : { at: isoOf(onset.atMs), from: isoOf(onset.fromMs), to: isoOf(onset.toMs) },
    peak: peak === undefined ? null : { at: isoOf(peak.atMs), ratio: peak.ratio, provisional: peak.provisional },
    sources,
    setAside,
    volumeFlag: volumeFlag === undefined ? null : { since: isoOf(volumeFlag.sinceMs) },
  }
}

/** Where the engine has not read the story yet, what the read model counts of it. */
const learntOf = ({ readModel, gaugeOf }: ApiPorts, { slug, lane }: Story, nowMs: number) => {
  const learnt = gaugeOf(slug)?.learnt
  if (learnt !== undefined) return learnt
  const { days, total } = figuresOf(readModel, slug, lane, nowMs)
  return { days, posts: total.posts, neededDays: learning.days, neededPosts: learning.posts }
}

const phasesAnswer = (ports: ApiPorts, slug: string, nowMs: number) => {
  const story = needStory(ports.readModel, slug, 'reading the phases')
  const { facts, phase, pagePhase, since, counted } = phaseNow(ports, story, nowMs)
  const { changes, revisions, override, stretches, gauge } = facts
  const learnt = learntOf(ports, story, nowMs)
  const learningWords = `Learning what is normal: ${learnt.days} of ${learnt.neededDays} days, ${learnt.posts} of ${learnt.neededPosts} posts.`
  const reason = changes.at(-1)?.reason ?? (counted === 'learning' ? learningWords : 'Nothing unusual so far.')
  return {
    current: {
      phase,
      pagePhase,
      since,
      reason: override?.reason ?? reason,
      counted: { phase: counted, reason },
      override: override === undefined ? null : { phase, reason: override.reason, since: override.since },
      learnt,
      gauge: gauge === undefined ? null : gaugeRow(gauge),
    },
    changes: changes.map((change) => ({
      ...foundRow(change),
      declaredAt: change.declaredAt,
      revised: change.isRevised,
    })),
    revisions: revisions.map(({ at, from, why, replaced, changes }) => ({
      at,
      from,
      why,
      replaced: replaced.map(({ at, phase }) => ({ at, phase })),
      changes: changes.map(({ at, phase }) => ({ at, phase })),
    })),
    stretches: stretches.map(({ phase, fromMs, toMs, episode, isPartial = false }) => ({
      phase,
      from: isoOf(fromMs),
      to: toMs === undefined ? null : isoOf(toMs),
      episode: orNull(episode),
      partial: isPartial,
    })),
  }
}

const phasesShape = z
  .object({
    current: z.object({
      phase: phaseShape.meta({ description: 'What a person says, else what was declared last.' }),
      pagePhase: pagePhaseShape,
      since: moment,
      reason: z.string(),
      counted: z
        .object({ phase: phaseShape, reason: z.string() })
        .meta({ description: 'What the counts say, whatever a person says.' }),
      override: overrideShape.nullable().meta({ description: 'What a person says it is, until taken back.' }),
      learnt: learntShape,
      gauge: gaugeShape
        .nullable()
        .meta({ description: 'What the engine knows now; null before it has read the story.' }),
    }),
    changes: z.array(changeShape),
    revisions: z.array(revisionShape).meta({ description: 'In the order of recording; the last fifty.' }),
    stretches: z.array(stretchShape),
  })
  .meta({ id: 'Phases' })

const answers = {
  200: { description: 'Phases', schema: phasesShape },
  404: { description: 'No such story' },
}

export const phaseOperations = [
  operation({
    id: 'listPhases',
    method: 'get',
    path: '/stories/{slug}/phases',
    summary: 'The phase a story is in, every change of it, and why',
    access: 'public',
    answers,
    run: (ports, { params: { slug = '' }, nowMs }) => ({ json: phasesAnswer(ports, slug, nowMs) }),
  }),
  operation({
    id: 'setPhase',
    method: 'put',
    path: '/stories/{slug}/phase',
    summary: 'Say which phase a story is in, instead of what was declared',
    description:
      'It is shown with its reason, marked as a person’s word, until it is taken back. Changes are declared on.',
    access: 'edit',
    body: overrideEntry,
    answers,
    run: async (ports, { params: { slug = '' }, body, nowMs }) => {
      const { version } = await ports.editing.setPhase(slug, body)
      await ports.settled(version)
      return { json: phasesAnswer(ports, slug, nowMs) }
    },
  }),
  operation({
    id: 'withdrawPhase',
    method: 'delete',
    path: '/stories/{slug}/phase',
    summary: 'Take back the phase that a person set',
    access: 'edit',
    body: withdrawalEntry,
    answers: { ...answers, 404: { description: 'No such story, or nobody has set its phase' } },
    run: async (ports, { params: { slug = '' }, body, nowMs }) => {
      const { version } = await ports.editing.withdrawPhase(slug, body)
      await ports.settled(version)
      return { json: phasesAnswer(ports, slug, nowMs) }
    },
  }),
]
