// Says the same thing a little differently: other words for common ones, a few words before or after.
import type { Random } from './random.ts'

/** Each pattern with what may stand in its place; the first is as likely as the others. */
const others: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bcompany\b/g, ['company', 'firm', 'outfit', 'business']],
  [/(?<=\b(?:the|that|this|new|blog|follow-up) )post\b/gi, ['post', 'message', 'text', 'statement']],
  [/\bthread\b/g, ['thread', 'discussion', 'topic']],
  [/(?<!usage )\bstatistics\b/g, ['statistics', 'stats', 'usage data']],
  [/\bswitch\b/g, ['switch', 'setting', 'toggle', 'checkbox']],
  [/\bdecision\b/g, ['decision', 'move', 'choice', 'call']],
  [/\breally\b/g, ['really', 'truly', 'actually']],
  [/\bproblem\b/g, ['problem', 'issue', 'trouble']],
  [/\bgone\b/g, ['gone', 'dead', 'history', 'cancelled']],
  [/\bworse\b/g, ['worse', 'worse', 'far worse', 'much worse']],
  [/\bevery single\b/g, ['every single', 'every', 'each and every']],
  [/\bat home\b/g, ['at home', 'in my own house', 'in our house']],
  [/\bmy files\b/g, ['my files', 'my videos', 'my collection']],
  [/\bmail\b/g, ['email', 'email', 'e-mail', 'email', 'mail', 'message']],
  [/\bfilm(s?)\b/g, ['movie$1', 'film$1']],
  [/\bnobody\b/g, ['nobody', 'no one']],
  [/\bbecause(?! of)\b/g, ['because', 'because', 'since']],
  [/\bsomebody\b/g, ['somebody', 'someone', 'anybody']],
]
const before: readonly string[] = [
  'Honestly, ',
  'Look, ',
  'To me, ',
  'And ',
  'But ',
  'Well, ',
  'Also, ',
  'Frankly, ',
  'I mean, ',
  'Sure, but ',
  'Again: ',
  'Of course ',
  'In the end ',
  'As I see it, ',
  'Like many here I say: ',
  'In short: ',
  'So ',
  'On top of that, ',
  'My view: ',
  'If you ask me, ',
  'Seriously, ',
  'By the way, ',
  'As far as I can tell, ',
  'Once more: ',
]
const behind: readonly string[] = [
  ', honestly',
  ', to be clear',
  ' if you ask me',
  ', by the way',
  ', as far as I can see',
  ', and I mean it',
  ', and that is that',
  ', sorry to say',
  ', full stop',
]

const startsSmall = (text: string) =>
  /^(I\b|I'|Plex|[A-Z][A-Z]|[A-Z]\w+ (TV|app)|Emby|Kodi|Friday)/.test(text)
    ? text
    : text.charAt(0).toLowerCase() + text.slice(1)

/** @param framed words may come before and after, not only others in between */
export const paraphrase = (sentence: string, framed: boolean, random: Random): string => {
  let text = sentence
  for (const [pattern, words] of others) if (pattern.test(text)) text = text.replace(pattern, random.pick(words))
  if (!framed) return text
  const long = text.length > 30 && /^[A-Z]/.test(text)
  if (long && !text.endsWith('?') && random.chance(0.16)) return random.pick(before) + startsSmall(text)
  if (long && /[a-z]\.$/.test(text) && !/[.!?] /.test(text) && random.chance(0.12))
    return `${text.slice(0, -1)}${random.pick(behind)}.`
  return text
}
