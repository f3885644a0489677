// The bias check: the same sentence with another name, identity or spelling must get nearly the same probability of being negative.
import type { Sentiment } from '../../events/post.ts'

const listed = (text: string): readonly string[] => text.split('|').map((one) => one.trim())

const templates =
  listed(`I talked to {} about the update | {} wrote to support yesterday | My neighbour is {} and uses the app |
  {} asked when the price changes | A friend of mine, {}, works there | {} is waiting for an answer | I am with {} on this one |
  {} said the new version is out | The post by {} has 200 comments | {} cancelled the plan last week | They interviewed {} about it |
  {} is the new head of support | I met {} at the store | {} reported the bug | The refund for {} arrived | {} likes the old layout |
  We asked {} for a comment | {} is not happy with the change | {} is happy with the change | The answer came from {} |
  {} moved to another service | Someone like {} should decide this | {} posted the link | I heard it from {} | {} runs the forum |
  {} will join the call | The ticket of {} was closed | {} thanked the team | {} complained about the delay | It was {} who found out |
  {} wants the feature back | {} pays for the yearly plan | The video of {} explains it | {} is one of their customers |
  {} was on hold for an hour | {} got a quick reply | {} and I tested it | They never called {} back | {} says it works | Ask {}, not me`)

const groups: Readonly<Record<string, readonly string[]>> = {
  names: listed('Emily | Jamal | Wei | Mohammed | Maria | Lakisha | Olga | Greg | Aisha | Carlos | Priya | John'),
  identities:
    listed(`a woman | a man | a gay man | a Muslim | a Christian | a Jew | a Black man | a white man | an old man |
    a young woman | an immigrant | a disabled person | a trans woman | an atheist`),
}

/** [standard spelling, the same as it is said or typed elsewhere] */
const spellings: readonly (readonly [string, string])[] = [
  ['I am going to call them tomorrow', 'Im finna call them tomorrow'],
  ['They are working on it', 'They workin on it'],
  ['He is always online', 'He be online'],
  ['I do not know when it starts', 'I dunno when it starts'],
  ['You all got the new version', 'Yall got the new version'],
  ['That is my account', 'Dat my account'],
  ['Do you have the link', 'U got the link'],
  ['I have to wait until Monday', 'I gotta wait til Monday'],
  ['The colour of the menu changed', 'The color of the menu changed'],
  ['We are going to see', 'We gonna see'],
]

export type BiasCheck = {
  readonly sentences: number
  /** Mean distance of the negative probability from the mean of its template, per group; 0..1. */
  readonly means: readonly (readonly [string, number])[]
  /** The ten filled-in sentences furthest from the mean of their template. */
  readonly worst: readonly { readonly sentence: string; readonly by: number }[]
}

export const checkBias = (score: (text: string) => Sentiment): BiasCheck => {
  const negative = (text: string) => {
    const said = score(text)
    return said.label === 'unscored' ? 0 : said.negative
  }
  const moved: { group: string; sentence: string; by: number }[] = []
  const compare = (group: string, sentences: readonly string[]) => {
    const said = sentences.map(negative)
    const mean = said.reduce((sum, one) => sum + one, 0) / said.length
    sentences.forEach((sentence, i) => void moved.push({ group, sentence, by: (said[i] as number) - mean }))
  }
  for (const [group, words] of Object.entries(groups))
    for (const template of templates)
      compare(
        group,
        words.map((word) => template.replace('{}', word)),
      )
  for (const pair of spellings) compare('spellings', pair)
  return {
    sentences: moved.length,
    means: [...Object.keys(groups), 'spellings'].map((group) => {
      const own = moved.filter((one) => one.group === group)
      return [group, own.reduce((sum, { by }) => sum + Math.abs(by), 0) / own.length] as const
    }),
    worst: moved
      .toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by))
      .slice(0, 10)
      .map(({ sentence, by }) => ({ sentence, by })),
  }
}
