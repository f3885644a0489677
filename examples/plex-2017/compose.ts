// Builds the text of one post: beginning, the point, what stands beside it, an end, in the community's form.
import { paraphrase } from './paraphrase.ts'
import type { Random } from './random.ts'
import { type StanceName, stances } from './stances.ts'
import { type Community, typeAs } from './voices.ts'

/** Longest post of X in 2017, characters. */
export const xLength = 140

type Sentence = (rule: string) => string

/** Parts around the point, as shares of posts; `beside` are the odds of none, one, two … more sentences. */
const forms: {
  readonly [Name in Community]: { readonly open: number; readonly close: number; readonly beside: readonly number[] }
} = {
  discourse: { open: 0.42, close: 0.42, beside: [2, 5, 5, 3, 1] },
  reddit: { open: 0.3, close: 0.3, beside: [6, 6, 3, 1] },
  x: { open: 0.22, close: 0.25, beside: [8, 3] },
}

const countOf = (odds: readonly number[], random: Random) =>
  Number(random.weighted(Object.fromEntries(odds.map((weight, count) => [String(count), weight]))))

const joined = (parts: readonly string[], community: Community, random: Random) =>
  parts.reduce((text, part) => {
    if (text === '') return part
    // A beginning that ends with a colon or comma runs on.
    const runsOn = /[:,]$|but$/.test(text)
    const next = runsOn && !/^(I\b|I'|Plex|[A-Z]{2})/.test(part) ? part.charAt(0).toLowerCase() + part.slice(1) : part
    const paragraph = community !== 'x' && !runsOn && random.chance(community === 'discourse' ? 0.3 : 0.15)
    return `${text}${paragraph ? '\n\n' : ' '}${next}`
  }, '')

/** @param answered text of the post replied to, if it may be quoted */
export const composePost = (
  { community, stance, answered }: { community: Community; stance: StanceName; answered?: string | undefined },
  sentence: Sentence,
  random: Random,
): string => {
  const { mood, core, beside } = stances[stance]
  const form = forms[community]
  const parts: string[] = []
  const say = (rule: string) => paraphrase(sentence(rule), mood !== 'quiet' && rule !== 'personal', random)
  if (random.chance(form.open))
    parts.push(
      sentence(mood === 'angry' && answered !== undefined && random.chance(0.4) ? 'open-reply' : `open-${mood}`),
    )
  const point = say(core)
  parts.push(point)
  for (let left = countOf(form.beside, random); left > 0; left--) parts.push(say(random.pick(beside)))
  if (random.chance(form.close)) parts.push(sentence(`close-${mood}`))
  const whole = [...new Set(parts)]

  if (community === 'x') {
    const tag = random.chance(0.45) ? ` ${sentence('tag')}` : ''
    // What is too long loses all but the point; a point that is too long is for the caller to refuse.
    while (whole.length > 1 && joined(whole, community, random).length + tag.length > xLength - 6)
      whole.splice(whole[0] === point ? 1 : 0, 1)
    return typeAs(community, mood, joined(whole, community, random), random) + tag
  }
  let text = typeAs(community, mood, joined(whole, community, random), random)
  if (community === 'reddit' && stance === 'sarcasm' && random.chance(0.3)) text += ' /s'
  if (mood === 'angry' && whole.length > 3 && random.chance(0.08)) text += `\n\n${sentence('tldr')}`
  const quotable = answered?.split(/(?<=[.!?])\s+|\n+/).filter(({ length }) => length > 35 && length < 130) ?? []
  if (quotable.length > 0 && random.chance(0.16)) text = `> ${random.pick(quotable).replace(/^> /, '')}\n\n${text}`
  return text
}
