// The list of file formats: a new one is one file here and one line there.
import { Problem } from '../../events/problem.ts'
import { csv } from './csv.ts'
import type { ImportFormat } from './format.ts'
import { type LineLimits, ndjson } from './ndjson.ts'

const formats = (limits: LineLimits): readonly ImportFormat[] => [ndjson(limits), csv(limits)]

/**
 * By name, else by what the file begins with.
 * @throws Problem `usage` for an unknown name, `unsupported` when no format fits
 */
export const formatOf = (name: string | undefined, head: Buffer, limits: LineLimits): ImportFormat => {
  const all = formats(limits)
  const names = all.map((format) => format.name).join(', ')
  const found = all.find((one) => (name === undefined ? head.length === 0 || one.looksLike(head) : one.name === name))
  if (found !== undefined) return found
  if (name !== undefined) throw new Problem('usage', `importing: there is no format "${name}"; there are ${names}`)
  throw new Problem('unsupported', `importing: the file looks like none of ${names}; say which with --format`)
}
