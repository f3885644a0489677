// Posts of our own making, for the training: patterns filled in by a seeded generator and dressed as they are written in a hurry.
import { createSeeded } from '../seeded.ts'
import { negative, neutral, positive, slots } from './written-patterns.ts'

/** As it is written in a hurry: without capitals or full stop, with a mention, a tag or a link. */
const dress = (text: string, random: () => number): string => {
  const endings = ['', '', '', '.', '.', '!', ' @user', ' http://t.co/x', ' #update']
  const first = random() < 0.5 ? text.charAt(0).toUpperCase() + text.slice(1) : text
  const ended = /[.!?]$/.test(first) ? first : first + (endings[Math.floor(random() * endings.length)] ?? '')
  return random() < 0.35 ? `@user ${ended}` : ended
}

export type WrittenPost = { readonly text: string; readonly label: number }

/** @param times how often each pattern is filled in */
export const writePosts = (seed: number, times: number): readonly WrittenPost[] => {
  const random = createSeeded(seed)
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? ''
  const fill = (pattern: string): string => {
    let text = pattern
    for (let depth = 0; depth < 3; depth++)
      text = text.replaceAll(/\{(\w+)\}/g, (_, slot: string) => pick(slots[slot] ?? []))
    return text
  }
  return [negative, neutral, positive].flatMap((patterns, label) =>
    patterns.flatMap((pattern) => Array.from({ length: times }, () => ({ text: dress(fill(pattern), random), label }))),
  )
}
