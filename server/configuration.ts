// Makes channels, stories, receivers and alert rules as outcry.yaml says: only differences become events, what it does not name stays.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { patternFaults } from '../analysis/patterns.ts'
import { Problem } from '../events/problem.ts'
import { type Configuration, type ReadFile, readConfiguration } from './configuration-file.ts'
import type { Editing } from './editing.ts'
import type { ReceiverEditing } from './receiver-editing.ts'

/** What an empty data folder starts with, so that the first post already has a page. */
const beginning: Configuration = {
  channels: [{ id: 'feedback', kind: 'webhook' }],
  stories: [{ slug: 'feedback', title: 'Feedback', channels: ['feedback'] }],
  receivers: [],
  alerts: [],
}

const readIfThere = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new Problem('usage', `reading ${path.basename(file)}: it cannot be read (${code}); give this user access`)
  }
}

/** A channel that a story names is in the file or in the log. @throws Problem `usage` naming the line */
const needChannels = async ({ channels, stories, refuse }: ReadFile, editing: Editing) => {
  const named = new Set(channels.map(({ id }) => id))
  for (const [i, story] of stories.entries())
    for (const [j, id] of (story.channels ?? []).entries())
      if (!named.has(id) && !(await editing.isKnownChannel(id)))
        throw refuse(['stories', i, 'channels', j], `there is no channel "${id}"`)
}

/** What was once of one kind stays so: deliveries and posts go by it. @throws Problem `usage` naming the line */
const needKinds = async ({ channels, receivers, refuse }: ReadFile, editing: Editing) => {
  for (const [list, entries, kindOf] of [
    ['channels', channels, editing.kindOfChannel],
    ['receivers', receivers, editing.kindOfReceiver],
  ] as const)
    for (const [i, { id, kind }] of entries.entries()) {
      const known = await kindOf(id)
      if (known !== undefined && known !== kind)
        throw refuse([list, i, 'kind'], `"${id}" is of kind ${known} and cannot become ${kind}; take another id`)
    }
}

/** @throws Problem `usage` naming the line */
const needPatterns = ({ stories, refuse }: ReadFile) => {
  for (const [i, { topics = [] }] of stories.entries())
    for (const { path, detail } of patternFaults(topics)) throw refuse(['stories', i, ...path], detail)
}

/** Stories that a rule names are in the file or in the log, and so are receivers. @throws Problem `usage` naming the line */
const needNamed = async ({ stories, receivers, alerts, refuse }: ReadFile, editing: Editing) => {
  const named = new Set(stories.map(({ slug }) => slug))
  const told = new Set(receivers.map(({ id }) => id))
  for (const [i, rule] of alerts.entries()) {
    for (const [j, slug] of rule.stories.entries())
      if (!named.has(slug) && !(await editing.isKnownStory(slug)))
        throw refuse(['alerts', i, 'stories', j], `there is no story "${slug}"`)
    for (const [j, id] of rule.to.entries())
      if (!told.has(id) && !(await editing.isKnownReceiver(id)))
        throw refuse(['alerts', i, 'to', j], `there is no receiver "${id}"`)
  }
}

type ApplyOptions = {
  readonly editing: Editing
  readonly receivers: Pick<ReceiverEditing, 'put'>
  /** Path of outcry.yaml; it need not be there. */
  readonly file: string
  readonly environment: { readonly [name: string]: string | undefined }
  /** Whether nothing was ever recorded. */
  readonly isNew: boolean
}

/**
 * At start and on SIGHUP. Answers the version of the last event, undefined when nothing differed.
 * @throws Problem `usage` naming the line; nothing is then changed. `conflict`, `invalid` for what does not fit what is there
 */
export const applyConfiguration = async ({ editing, receivers, file, environment, isNew }: ApplyOptions) => {
  const text = await readIfThere(file)
  // What the beginning put there may have been changed since, and then stays.
  const begins = isNew && !(await editing.isKnownChannel('feedback'))
  if (text === undefined && !begins) return { version: undefined }
  const said = text === undefined ? undefined : readConfiguration(text, path.basename(file), environment)
  if (said !== undefined) {
    await needKinds(said, editing)
    await needChannels(said, editing)
    needPatterns(said)
    await needNamed(said, editing)
  }
  const { channels, stories, receivers: told, alerts } = said ?? beginning
  let last: number | undefined
  for (const channel of channels) last = (await editing.putChannel(channel)).version ?? last
  for (const story of stories) last = (await editing.putStory(story)).version ?? last
  for (const receiver of told) last = (await receivers.put(receiver)).version ?? last
  for (const rule of alerts) last = (await editing.putAlertRule(rule)).version ?? last
  return { version: last }
}
