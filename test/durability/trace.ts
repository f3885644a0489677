// What a traced process asked of the disk and what it answered over HTTP, step by step, from the output of
// `strace -f -y -xx --seccomp-bpf`.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

export type Step =
  | {
      readonly kind: 'write'
      readonly file: string /** absent: at the end */
      readonly at?: number
      readonly data: Buffer
    }
  | { readonly kind: 'truncate'; readonly file: string; readonly size: number }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'unlink'; readonly file: string }
  /** A file or a folder: everything asked of it before is now safe. */
  | { readonly kind: 'sync'; readonly file: string }
  | { readonly kind: 'answer'; readonly status: number }

// unlink must be in the list: without it the removal of a journal is invisible, and old journals come back to life.
const calls =
  'openat,write,writev,pwrite64,pwritev,fsync,fdatasync,ftruncate,rename,renameat,renameat2,link,linkat,unlink,unlinkat'
/** Options of strace. */
export const strace = (output: string) =>
  ['-f', '-y', '-xx', '-s', '2000000', '--seccomp-bpf', '-o', output, '-e', `trace=${calls}`] as const

const bytes = (escaped: string) => Buffer.from(escaped.replaceAll('\\x', ''), 'hex')
const text = (escaped: string) => bytes(escaped).toString()
const fd = String.raw`\d+<([^>]*)>`
const string = '"([^"]*)"'
const patterns = {
  opened: new RegExp(`^openat\\([^,]*, ${string}, [^)]*O_TRUNC`),
  pwrite: new RegExp(`^pwrite64\\(${fd}, ${string}, \\d+, (\\d+)`),
  write: new RegExp(`^write\\(${fd}, ${string}`),
  writev: new RegExp(`^writev\\(${fd}, \\[\\{iov_base=${string}`),
  sync: new RegExp(`^f(?:data)?sync\\(${fd}.*\\)\\s+= 0`),
  truncate: new RegExp(`^ftruncate\\(${fd}, (\\d+)`),
  // A link to a name that is then unlinked is a rename that replaces nothing.
  rename: new RegExp(`^(?:rename|link)\\(${string}, ${string}`),
  unlink: new RegExp(`^unlink\\(${string}`),
  unlinkat: new RegExp(`^unlinkat\\([^,]*, ${string}`),
  /** What this reader does not know how to repeat. */
  unknown: /^(pwritev|renameat2?|linkat)\(/,
}
const answerHead = Buffer.from('HTTP/1.1 ').toString('hex')

const stepOf = (call: string, folder: string): Step | undefined => {
  const inFolder = (file: string) => file === folder || file.startsWith(`${folder}/`)
  let match = patterns.pwrite.exec(call)
  if (match) {
    const file = text(match[1] as string)
    if (inFolder(file)) return { kind: 'write', file, at: Number(match[3]), data: bytes(match[2] as string) }
    return undefined
  }
  match = patterns.write.exec(call) ?? patterns.writev.exec(call)
  if (match) {
    const file = text(match[1] as string)
    if (inFolder(file)) return { kind: 'write', file, data: bytes(match[2] as string) }
    const head = (match[2] as string).slice(0, 48).replaceAll('\\x', '')
    if (!head.startsWith(answerHead)) return undefined
    return { kind: 'answer', status: Number(Buffer.from(head, 'hex').toString('latin1', 9, 12)) }
  }
  match = patterns.sync.exec(call)
  if (match) return inFolder(text(match[1] as string)) ? { kind: 'sync', file: text(match[1] as string) } : undefined
  match = patterns.truncate.exec(call)
  if (match) {
    const file = text(match[1] as string)
    return inFolder(file) ? { kind: 'truncate', file, size: Number(match[2]) } : undefined
  }
  match = patterns.opened.exec(call)
  if (match) {
    const file = text(match[1] as string)
    return inFolder(file) ? { kind: 'truncate', file, size: 0 } : undefined
  }
  match = patterns.rename.exec(call)
  if (match) {
    const [from, to] = [text(match[1] as string), text(match[2] as string)]
    return inFolder(from) ? { kind: 'rename', from, to } : undefined
  }
  match = patterns.unlink.exec(call) ?? patterns.unlinkat.exec(call)
  if (match) {
    const file = text(match[1] as string)
    return inFolder(file) ? { kind: 'unlink', file } : undefined
  }
  if (patterns.unknown.test(call))
    throw new Error(`the trace holds a call that is not understood: ${call.slice(0, 100)}`)
  return undefined
}

/**
 * Steps in the order in which calls began; a sync counts when it has ended.
 * @param folder whose files matter
 */
export const readTrace = async (output: string, folder: string): Promise<readonly Step[]> => {
  const steps: Step[] = []
  const unfinished = new Map<string, string>()
  for await (const line of createInterface({ input: createReadStream(output, 'latin1') })) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    let call = rest
    const isBegun = rest.endsWith('<unfinished ...>')
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)
    if (isBegun) unfinished.set(thread, rest.slice(0, -'<unfinished ...>'.length).trimEnd())
    if (resumed) {
      call = `${unfinished.get(thread) ?? ''}${resumed[1]}`
      if (!/^f(data)?sync/.test(call)) continue
    }
    if (/= -1 E/.test(call.slice(-80))) continue
    const step = stepOf(call, folder)
    if (step) steps.push(step)
  }
  return steps
}
