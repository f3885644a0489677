// Reads outcry.yaml: environment put in, every fault named with its line.
import { type Document, visit } from 'yaml'
import { z } from 'zod'
import { alertEntry } from '../events/alert-entry.ts'
import { channelEntry } from '../events/channel-entry.ts'
import { receiverInFile } from '../events/receiver-entry.ts'
import { storyEntry } from '../events/story-entry.ts'
import { type FaultAt, type ReadYaml, readYaml } from './yaml-file.ts'

const onlyOnce = (name: string) => (entries: readonly object[], context: z.RefinementCtx) => {
  const ids = entries.map((entry) => (entry as Record<string, unknown>)[name])
  for (const [i, id] of ids.entries())
    if (ids.indexOf(id) !== i) context.addIssue({ code: 'custom', path: [i, name], message: `"${id}" is there twice` })
}

const configurationSchema = z
  .strictObject({
    channels: z.array(channelEntry, 'must be a list').superRefine(onlyOnce('id')).default([]),
    stories: z.array(storyEntry, 'must be a list').superRefine(onlyOnce('slug')).default([]),
    receivers: z.array(receiverInFile, 'must be a list').superRefine(onlyOnce('id')).default([]),
    alerts: z.array(alertEntry, 'must be a list').superRefine(onlyOnce('id')).default([]),
  })
  .prefault({}) // an empty file
export type Configuration = z.infer<typeof configurationSchema>

/** What a file says, and how to refuse it for what only the log can tell. */
export type ReadFile = Configuration & Pick<ReadYaml<Configuration>, 'refuse'>

type Environment = { readonly [name: string]: string | undefined }

/** Puts values of the environment in the place of their names. */
const fillIn = (document: Document, environment: Environment): readonly FaultAt[] => {
  const missing: FaultAt[] = []
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value !== 'string') return
      node.value = node.value.replace(/\$\{(\w+)\}/g, (_whole, name: string) => {
        const value = environment[name]
        if (value === undefined || value === '')
          missing.push({ offset: node.range?.[0] ?? 0, detail: `\${${name}} is not set in the environment` })
        return value ?? ''
      })
    },
  })
  return missing
}

/**
 * @param file its name, as messages call it
 * @throws Problem `usage`: "outcry.yaml line 12: …", the first fault in the message, all of them as faults
 */
export const readConfiguration = (text: string, file: string, environment: Environment): ReadFile => {
  const { value, refuse } = readYaml(text, {
    file,
    schemaOf: () => configurationSchema,
    prepare: (document) => fillIn(document, environment),
  })
  return { ...value, refuse }
}
