// Posts that the model gets wrong: invented, so that nobody is quoted, and each tried with the model that is shipped.
import type { Lane } from '../analysis/lanes.ts'
import type { Label } from '../events/post.ts'

type Confusion = { readonly text: string; readonly meant: Label; readonly why: string }

export const confusions: readonly Confusion[] = [
  { text: 'Great, another price increase. Just what I needed today.', meant: 'negative', why: 'irony' },
  { text: 'Congratulations on your record profits.', meant: 'negative', why: 'sarcasm that congratulates' },
  { text: 'Nice to see that my data is worth so much to you.', meant: 'negative', why: 'irony' },
  { text: 'Love how the button to opt out is hidden five menus deep.', meant: 'negative', why: 'irony' },
  { text: 'I loved this app until they sold it.', meant: 'negative', why: 'praise of what was' },
  { text: 'I used to recommend this to all my friends.', meant: 'negative', why: 'praise of what was' },
  { text: 'Best decision I made this year was leaving.', meant: 'negative', why: 'praise of the way out' },
  { text: 'Another server does this so much better, I love it.', meant: 'negative', why: 'praise of somebody else' },
  {
    text: 'I have moved my library to another server and will not be back.',
    meant: 'negative',
    why: 'criticism without a harsh word',
  },
  { text: 'They kept the fee and changed its name.', meant: 'negative', why: 'criticism without a harsh word' },
  { text: 'Not bad at all, I expected much worse.', meant: 'positive', why: 'praise in negative words' },
  {
    text: 'I hate to say it, but they fixed everything I complained about.',
    meant: 'positive',
    why: 'praise in negative words',
  },
  { text: 'Finally they killed that awful menu.', meant: 'positive', why: 'praise that something bad is gone' },
  { text: 'They gave the opt-out back within a day.', meant: 'positive', why: 'praise without a kind word' },
  { text: 'I was wrong to doubt them.', meant: 'positive', why: 'praise in negative words' },
  { text: 'This update is sick.', meant: 'positive', why: 'slang' },
  {
    text: 'How do I report a bug with the failed login error?',
    meant: 'neutral',
    why: 'a question with negative words',
  },
  {
    text: 'The article quotes users who call the change a disgrace.',
    meant: 'neutral',
    why: 'words of somebody else',
  },
  {
    text: 'The company says that it is happy with the numbers.',
    meant: 'neutral',
    why: 'words of somebody else',
  },
]

/** What the lane says of them now; one that it gets right is none. */
export const confusionsOf = ({ judge }: Lane) =>
  confusions.flatMap((one) => {
    const { label } = judge(one.text).sentiment
    return label === one.meant ? [] : [{ ...one, said: label }]
  })
