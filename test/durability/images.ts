// The disks that a power cut could leave behind at each step of a trace. What was synced is on all of them; of the rest
// "dropped" has nothing, "subset" each change with probability 1/2, "torn" the same with writes cut at a sector.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Step } from './trace.ts'

export const cuts = ['dropped', 'subset', 'torn'] as const
type Cut = (typeof cuts)[number]

/** Contents by path. */
export type Image = ReadonlyMap<string, Buffer>
type Change = Extract<Step, { kind: 'write' | 'truncate' | 'rename' }>

const sectorBytes = 512
/** Made anew by SQLite, and what never outlives the process. */
const passing = /(-shm|\.lock|server\.json)$/

export const readImage = (folder: string): Image => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile() && !passing.test(file))
  return new Map(files.map((file) => [file, readFileSync(file)]))
}

/** @param from the folder that the image is of */
export const writeImage = (image: Image, from: string, to: string) => {
  for (const [file, data] of image) {
    const target = path.join(to, path.relative(from, file))
    mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 })
    writeFileSync(target, data, { mode: 0o600 })
  }
}

const apply = (image: Map<string, Buffer>, change: Change) => {
  if (change.kind === 'rename') {
    const data = image.get(change.from)
    if (data) image.set(change.to, data)
    image.delete(change.from)
    return
  }
  const old = image.get(change.file) ?? Buffer.alloc(0)
  const at = change.kind === 'write' ? (change.at ?? old.length) : 0
  const size = change.kind === 'truncate' ? change.size : Math.max(old.length, at + change.data.length)
  // Written in place where it can be: an image is only ever read from a copy.
  const now = size === old.length ? Buffer.from(old) : Buffer.alloc(size)
  if (now.length !== old.length) old.copy(now, 0, 0, Math.min(size, old.length))
  if (change.kind === 'write') change.data.copy(now, at)
  image.set(change.file, now)
}

const cutAtSector = (change: Change, random: () => number): Change => {
  if (change.kind !== 'write') return change
  const sectors = Math.floor((random() * change.data.length) / sectorBytes)
  return { ...change, data: change.data.subarray(0, sectors * sectorBytes) }
}

export type Disk = {
  readonly step: (step: Step) => void
  readonly image: (cut: Cut) => Image
}

/** @param before what was on the disk, safe, when the trace began */
export const createDisk = (before: Image, random: () => number): Disk => {
  const safe = new Map(before)
  let waiting: Change[] = []
  const isOf = (file: string) => (change: Change) =>
    change.kind === 'rename' ? path.dirname(change.to) === file : change.file === file
  return {
    step: (step) => {
      switch (step.kind) {
        case 'write':
        case 'truncate':
        case 'rename':
          if (!('file' in step) || !passing.test(step.file)) waiting.push(step)
          break
        case 'sync': {
          const synced = isOf(step.file)
          for (const change of waiting) if (synced(change)) apply(safe, change)
          waiting = waiting.filter((change) => !synced(change))
          break
        }
        case 'unlink':
          safe.delete(step.file)
          waiting = waiting.filter((change) => !isOf(step.file)(change))
          break
        case 'answer':
          break
      }
    },
    image: (cut) => {
      const image = new Map(safe)
      if (cut === 'dropped') return image
      for (const change of waiting)
        if (random() < 0.5) apply(image, cut === 'torn' ? cutAtSector(change, random) : change)
      return image
    },
  }
}
