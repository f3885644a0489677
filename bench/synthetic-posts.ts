// Made-up posts of about a hundred bytes, for machines without the labelled ones.
import { createSeeded } from '../analysis/seeded.ts'

const openings = [
  '@company',
  'So',
  'Honestly,',
  'Well...',
  'RT @someone:',
  'Day 3:',
  'Update:',
  'I see',
  'Wow,',
  'Dear team,',
]
const subjects = [
  'the new update',
  'your support',
  'this decision',
  'my subscription',
  'the old version',
  'the price',
  'that answer',
  'your app',
]
const verbs = ['is', 'was never', 'feels', 'is still', "isn't", 'could be', 'has become', 'turned out']
const words = [
  'great',
  'broken',
  'awful',
  'okay',
  'slow',
  'fine',
  'a joke',
  'useless',
  'helpful',
  'delayed',
  'gone',
  'disappointing',
  'fixed',
  'love it',
]
const ends = [
  '!!!',
  '.',
  '?',
  ' :(',
  ' 😡',
  ' #fail',
  ' thanks',
  ' http://example.com/a1b2',
  ' smh',
  ' again',
  ' 👍',
  ' in 2 hours',
]
const middles = [
  'and nobody tells us why',
  'so I am waiting for a refund',
  'but I will give it another try',
  'after all these years',
  'and that is that',
]

export const syntheticPosts = (count: number): readonly string[] => {
  const random = createSeeded(count)
  const one = (of: readonly string[]) => of[Math.floor(random() * of.length)] as string
  return Array.from(
    { length: count },
    () =>
      `${one(openings)} ${one(subjects)} ${one(verbs)} ${one(words)} ${one(middles)}, ${one(subjects)} ${one(verbs)} ${one(words)}${one(ends)}`,
  )
}
