// outcry phases: five-minute counts on the standard input, one tick a line → the changes of phase, one a line, as they are decided.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createEngine } from '../analysis/phases/engine.ts'
import { marksFor } from '../analysis/phases/settings.ts'
import type { Tick } from '../analysis/phases/tick.ts'
import { Problem } from '../events/problem.ts'
import { linesOf } from '../sources/import/lines.ts'
import type { Command } from './command.ts'
import { isBlank, maxLineBytes } from './post-line.ts'
import { readTickLine } from './tick-line.ts'

/** @throws Problem `usage` */
export const barOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const bar = Number(text)
  if (bar > 0 && bar <= 50) return bar
  throw new Problem('usage', `--bar: "${text}" is no evidence in nats; give a number above 0, at most 50`)
}

export const phasesCommand: Command = {
  name: 'phases',
  usage: '[--bar N]',
  summary: 'counts of five minutes {at, sources} on the standard input, one a line → changes of phase, one a line',
  run: async (args, { stdin, stdout, stderr }) => {
    const { values } = parseArgs({ args: [...args], options: { bar: { type: 'string' } } })
    const engine = createEngine({ marks: marksFor(barOf(values.bar)) })
    let bad = 0
    let last = Number.NEGATIVE_INFINITY
    const refuse = (number: number, words: string) => {
      bad++
      stderr.write(`outcry phases: line ${number + 1} is skipped: ${words}\n`)
    }
    const take = (number: number, tick: Tick | string): string => {
      if (typeof tick === 'string') refuse(number, tick)
      else if (tick.atMs <= last) refuse(number, '"at" does not come after the line before; sort the lines by time')
      else {
        last = tick.atMs
        return engine
          .take(tick)
          .map((change) => `${JSON.stringify(change)}\n`)
          .join('')
      }
      return ''
    }
    const changes = async function* () {
      for await (const lines of linesOf(stdin, maxLineBytes)) {
        let text = ''
        for (const { number, bytes } of lines) if (!isBlank(bytes)) text += take(number, readTickLine(bytes))
        if (text !== '') yield text
      }
    }
    await pipeline(Readable.from(changes(), { objectMode: false }), stdout, { end: false })
    return bad > 0 ? 1 : 0
  },
}
