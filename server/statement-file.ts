// A file of statements: entries as those of outcry.yaml, as a list in YAML or JSON, or one a line in JSON.
import { z } from 'zod'
import { type StatementEntry, statementEntry } from '../events/story-entry.ts'
import { readYaml } from './yaml-file.ts'

const list = z.array(statementEntry, 'must be a list of statements').max(1000).prefault([])
/** As they stand in outcry.yaml. */
const named = z.strictObject({ statements: list }).transform(({ statements }) => statements)

/** Objects line by line become the entries of a list: the lines keep their numbers. */
const asList = (text: string): string => {
  const lines = text.replace(/^\ufeff/, '').split('\n')
  const filled = lines.filter((line) => line.trim() !== '')
  return filled.length > 0 && filled.every((line) => /^\s*\{.*\}\s*$/.test(line))
    ? lines.map((line) => (line.trim() === '' ? '' : `- ${line}`)).join('\n')
    : text
}

/**
 * @param file its name, as messages call it
 * @throws Problem `usage`: "statements.yaml line 3: …"
 */
export const readStatements = (text: string, file: string): readonly StatementEntry[] =>
  readYaml(asList(text), {
    file,
    schemaOf: (value): z.ZodType<readonly StatementEntry[]> =>
      typeof value === 'object' && !Array.isArray(value) ? named : list,
  }).value
