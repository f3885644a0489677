// The list of file formats: a new one is one file here and one line there.
import { Problem } from '../../events/problem.ts'
import { csv } from './csv.ts'
import { discourseTopic } from './discourse-topic.ts'
import type { ImportFormat } from './format.ts'
import type { ValueLimits } from './json-format.ts'
import { type LineLimits, ndjson } from './ndjson.ts'
import { redditDump } from './reddit-dump.ts'
import { twarc } from './twarc.ts'
import { xArchive } from './x-archive.ts'

const formats = [ndjson, redditDump, xArchive, twarc, discourseTopic, csv]

/**
 * By what the file begins with, unless a name says otherwise. An empty `head`: nothing is known of the file, or it is empty.
 * @throws Problem `usage` for an unknown name, `unsupported` when no format fits, or not the one named but another
 */
export const formatOf = (name: string | undefined, head: Buffer, limits: LineLimits & ValueLimits): ImportFormat => {
  const all = formats.map((format) => format(limits))
  const names = all.map((format) => format.name).join(', ')
  const named = all.find((format) => format.name === name)
  if (name !== undefined && named === undefined)
    throw new Problem('usage', `importing: there is no format "${name}"; there are ${names}`)
  const seen = head.length === 0 ? all[0] : all.find((format) => format.looksLike(head))
  const found = named ?? seen
  if (found === undefined)
    throw new Problem('unsupported', `importing: the file looks like none of ${names}; say which with --format`)
  if (head.length > 0 && seen !== undefined && !found.looksLike(head))
    throw new Problem(
      'unsupported',
      `importing: the file does not look like ${name} but like ${seen.name}; leave out --format`,
    )
  return found
}
