// What `outcry channel test` says of a trial, in plain words.
import type { Trial } from '../workers/try-channel.ts'

const counted = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`

/** One line each. */
export const trialWords = (trial: Trial): readonly string[] => {
  const { request, answer, problem, posts, rejected, dropped, morePages, examples } = trial
  const came =
    answer && `Answered ${answer.status}, ${answer.contentType}, ${answer.bytes} bytes, in ${answer.tookMs} ms.`
  const lines = [request, ...(came === undefined ? [] : [came])]
  if (problem !== undefined) return [...lines, `Nothing would be kept: ${problem}`]
  const more = morePages ? ', and more pages would be asked for' : ''
  return [
    ...lines,
    `${counted(posts, 'post')} would be kept${more}; ${rejected} not taken, ${dropped} no posts of the public. Nothing was kept now.`,
    ...examples.map(({ at, kind, title, text }) =>
      `  ${at.slice(0, 16).replace('T', ' ')} UTC, ${kind}: ${[title, text].filter(Boolean).join(': ')}`.replaceAll(
        '\n',
        ' ',
      ),
    ),
  ]
}
