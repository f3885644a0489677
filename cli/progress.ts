// How far something is: one line on a terminal, drawn anew and gone at the end; nothing elsewhere.
import type { Terminal } from './command.ts'

const barWidth = 30
const everyMs = 100
/** Whatever else is told on a terminal begins with it; the line is drawn anew below. */
export const clearLine = '\r\u001b[K'

const barOf = (share: number) => {
  const done = Math.min(1, Math.max(0, share))
  const filled = Math.floor(barWidth * done)
  return `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${Math.floor(100 * done)} % · `
}

export const createProgress = ({ stderr }: Pick<Terminal, 'stderr'>) => {
  let drawnMs = Number.NEGATIVE_INFINITY
  return {
    /** Ten times a second at most. @param share done of the whole, 0 to 1; absent: how much it is, is not known */
    show: (words: string, share?: number) => {
      const nowMs = performance.now()
      if (!stderr.isTTY || nowMs - drawnMs < everyMs) return
      drawnMs = nowMs
      const line = `${share === undefined ? '' : barOf(share)}${words}`
      stderr.write(`${clearLine}${line.slice(0, (stderr.columns || 80) - 1)}`)
    },
    clear: () => {
      if (drawnMs > 0) stderr.write(clearLine)
      drawnMs = Number.NEGATIVE_INFINITY
    },
  }
}
export type Progress = ReturnType<typeof createProgress>
