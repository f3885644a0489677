// How results are shown and kept.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import path from 'node:path'

export type Row = { readonly [column: string]: string | number | boolean }
export type Result = {
  readonly name: string
  readonly goal: string
  readonly rows: readonly Row[]
  readonly reached: boolean
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
export const round = (value: number, digits = 0): number => Number(value.toFixed(digits))

export const show = ({ name, goal, rows, reached }: Result): void => {
  console.log(`\n${name}`)
  console.table(rows)
  console.log(`${reached ? 'reached' : 'NOT REACHED'}: ${goal}`)
}

/** @param name of the file; absent: the day */
export const keep = (results: readonly Result[], name = new Date().toISOString().slice(0, 10)): void => {
  const machine = {
    node: process.version,
    sqlite: process.versions.sqlite,
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    load: loadavg(),
  }
  const file = path.join(import.meta.dirname, 'results', `${name}.json`)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, results }, null, 1)}\n`)
  console.log(`\nkept in ${path.relative(process.cwd(), file)}`)
}
