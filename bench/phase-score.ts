// Runs detectors over series and has them scored by the scorer of the data folder.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Tick } from '../analysis/phases/tick.ts'
import { dataFolder, type Series } from './phase-series.ts'
import { type Row, round } from './table.ts'

/** What it would print of a whole series, without line ends. */
export type Detector = { readonly name: string; readonly linesOf: (ticks: readonly Tick[]) => readonly string[] }

type Tier = {
  readonly detected: number
  readonly of: number
  readonly delayMedian: number | null
  readonly delayP90: number | null
  readonly falseAlarms: { readonly [kind: string]: number | null }
  readonly allControls: number | null
  readonly preOnset: number | null
}
type Summary = {
  readonly early: Tier & { readonly delay150Median: number | null; readonly delay150P90: number | null }
  readonly confirmed: Tier
  readonly peak: { readonly median: number | null; readonly p90: number | null }
  readonly recovery: {
    readonly median: number | null
    readonly p90: number | null
    readonly falselyRecovered: number
    readonly neverRecovering: number
  }
}
export type Score = {
  readonly table: { readonly [level: string]: Summary }
  readonly goals: readonly { readonly text: string; readonly value: string; readonly ok: boolean }[]
  readonly problems: readonly string[]
}

const outputOf = (folder: string, detector: Detector) => path.join(folder, detector.name.replaceAll(/\W+/g, '-'))
export const outputFile = (folder: string, detector: Detector, series: string) =>
  path.join(outputOf(folder, detector), `${series}.ndjson`)

/** Writes what each detector prints of each series. */
export const detect = async (
  detectors: readonly Detector[],
  series: Iterable<Series> | AsyncIterable<Series>,
  folder: string,
): Promise<void> => {
  for (const detector of detectors) mkdirSync(outputOf(folder, detector), { recursive: true })
  for await (const { name, ticks } of series)
    for (const detector of detectors)
      writeFileSync(
        outputFile(folder, detector, name),
        detector
          .linesOf(ticks)
          .map((line) => `${line}\n`)
          .join(''),
      )
}

/** @throws Error with the words of the scorer */
export const score = (folder: string, detector: Detector, truth: string): Score => {
  const file = `${outputOf(folder, detector)}.json`
  const words = [path.join(dataFolder, 'score.mjs'), outputOf(folder, detector), '--truth', truth, '--json', file]
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  if (status !== 0 && stderr !== '') throw new Error(`scoring ${detector.name}: ${stderr}`)
  const scored = JSON.parse(readFileSync(file, 'utf8')) as Score
  if (scored.problems.length > 0) throw new Error(`scoring ${detector.name}: ${scored.problems[0]}`)
  return scored
}

const number = (value: number | null | undefined, digits = 0) => (value == null ? '-' : round(value, digits))
const pair = (a: number | null, b: number | null, digits = 0) => `${number(a, digits)} / ${number(b, digits)}`

/** Detections, delays and false alarms of the first tier, as phases.md sets the rules beside the engine. */
export const alarmRow = (name: string, { table }: Score): Row => {
  const early = table.all?.early as Tier
  return {
    rule: name,
    detected: `${early.detected}/${early.of}`,
    'delay, min': pair(early.delayMedian, early.delayP90),
    ...Object.fromEntries(Object.entries(early.falseAlarms).map(([kind, often]) => [kind, number(often, 2)])),
    'before onsets': number(early.preOnset, 2),
  }
}

/** One row a level. */
export const levelRows = (name: string, { table }: Score): readonly Row[] =>
  ['2', '20', '200', 'all'].flatMap((level): Row[] => {
    const summary = table[level]
    if (summary === undefined) return []
    const { early, confirmed, peak, recovery } = summary
    return [
      {
        series: name,
        'posts/h': level,
        'early signs': `${early.detected}/${early.of}`,
        'from onset, min': pair(early.delayMedian, early.delayP90),
        'from onset_150, min': pair(early.delay150Median, early.delay150P90),
        'false, 30 d': number(early.allControls, 3),
        backlash: `${confirmed.detected}/${confirmed.of}`,
        'backlash, min': pair(confirmed.delayMedian, confirmed.delayP90),
        'backlash false': number(confirmed.allControls, 3),
        'peak, h': pair(peak.median, peak.p90, 1),
        'recovery, h': pair(recovery.median, recovery.p90, 1),
        'false recovery': `${recovery.falselyRecovered}/${recovery.neverRecovering}`,
      },
    ]
  })
