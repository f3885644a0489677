// Five hundred posts from a seeded generator, and what the lane says of them in one short line each: the golden file's content.

import { createSeeded } from '../../../analysis/seeded.ts'
import { linear } from '../../../analysis/sentiment/linear.ts'

const listed = (text: string) => text.trim().split(/\s+/)
const words =
  listed(`the a this that my your app update game service support price plan team company user version flight login
  was is are not never cannot don't isn't won’t very really so too but however love hate great terrible broken fixed thanks
  refund cancel waiting crash slow fast happy angry finally again still why when how does it works WORST BEST nice awful good bad
  sooooo coooool meh ok lol wtf please sorry apology trust greedy listened reversed privacy data subscription 3 2017 50% $10`)
const signs = listed(`! !! !!! ? ?? . ... … , ; : :) :( :-/ <3 :D ❤️ 😡 😂 👍 👎 🤷‍♀️ 🔥 #fail #update @user @support
  https://example.com/a http (maybe) "quoted" — – ’ ' * _x_ ~ © \ud83d \ude00 \u200d \u0301 naïve für ça 你好`)
const sources = [undefined, 'x', 'reddit', 'github', 'discourse', 'feed', 'webhook', 'review'] as const

export type GoldenPost = { readonly text: string; readonly source: string | undefined }

export const goldenPosts = (seed: number): readonly GoldenPost[] => {
  const random = createSeeded(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  return Array.from({ length: 500 }, (_, i) => {
    const length = i % 50 === 49 ? 2_000 : 1 + Math.floor(random() * 30)
    const text = Array.from({ length }, () => pick(random() < 0.8 ? words : signs)).join(random() < 0.1 ? '' : ' ')
    return { text, source: pick(sources) }
  })
}

/** `negative 0.8114 0.15 0.0386`, or why it is unscored. */
export const goldenLines = (seed: number): readonly string[] =>
  goldenPosts(seed).map(({ text, source }) => {
    const said = linear.judge(text, source).sentiment
    if (said.label === 'unscored') return `unscored ${said.reason}`
    return `${said.label} ${said.negative} ${said.neutral} ${said.positive}`
  })
