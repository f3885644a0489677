// Gathers what pages are told of what was different around each peak and in each stretch.
import type { Risen } from '../analysis/contrast.ts'
import { Problem } from '../events/problem.ts'
import type { Vault } from '../events/vault.ts'
import { channelsOf } from '../projections/channels.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { type Story, storyOf } from '../projections/stories.ts'
import type { ContrastFacts, PeaksFacts, RisenFacts } from '../views/facts.ts'
import { examplesShown } from './contrast-examples.ts'
import type { GaugeOf } from './phase-facts.ts'
import { phaseNow } from './phase-now.ts'
import { quoted } from './quoted.ts'
import { type Contrast, storyContrasts } from './story-contrasts.ts'
import { nameOf } from './topic-facts.ts'

const risenFacts = ({ count, calmCount, share, usualShare, ratio }: Risen, name: string): RisenFacts => ({
  name,
  count,
  calmCount,
  share,
  usualShare,
  ratio,
})

export const contrastFacts = (story: Story, contrast: Contrast): ContrastFacts => {
  const { of, atMs, fromMs, toMs, among, negative, scored, calm, usual, topics, sources, phrases } = contrast
  return {
    of,
    fromMs,
    toMs,
    among,
    negative,
    scored,
    calm: calm[among],
    ...(atMs === undefined ? {} : { atMs }),
    ...(usual === undefined ? {} : { usual }),
    topics: topics.map((topic) => risenFacts(topic, nameOf(story, topic.name))),
    sources: sources.map((source) => risenFacts(source, source.name)),
    phrases: phrases.map(({ title, authors, ratio }) => ({ title, authors, ratio })),
  }
}

type Ports = { readonly readModel: ReadModel; readonly vault: Vault; readonly gaugeOf: GaugeOf }

/** Texts are read anew each time: what was erased since is in none. @throws Problem `not-found` */
export const peaksFacts = async (
  ports: Ports,
  slug: string,
  { nowMs, version, asOfMs }: { readonly nowMs: number; readonly version: number; readonly asOfMs: number | null },
): Promise<PeaksFacts> => {
  const { readModel, vault } = ports
  const story = storyOf(readModel, slug)
  if (story === undefined)
    throw new Problem('not-found', `showing the peaks of story ${slug}: there is none of that name; see all stories`)
  const { title, company, demonstration } = story
  const phases = phaseNow(ports, story, nowMs).facts
  const channels = channelsOf(readModel)
  const contrasts = storyContrasts(readModel, story, { phases, nowMs, version }).map(async (contrast) => ({
    ...contrastFacts(story, contrast),
    typical: await quoted(vault, await examplesShown(ports, story, contrast), story, channels),
  }))
  return { slug, title, company, demonstration, contrasts: await Promise.all(contrasts), nowMs, asOfMs }
}
