// Which language a post is in, as far as sentiment needs it: English is scored, everything else is left unscored and never guessed.
import { firstLanguage, languages } from './dictionary.ts'
import { createRead, type Reading } from './reading.ts'
import { loadModel } from './shipped.ts'
import { sorts, type Tokens } from './token.ts'

export type Detected = {
  /** ISO 639-1; `und`: not known. */
  readonly language: string
  readonly scored: boolean
  readonly reason?: 'language' | 'empty'
}

const english: Detected = { language: 'en', scored: true }
const empty: Detected = { language: 'und', scored: false, reason: 'empty' }
const strange = (language: string): Detected => ({ language, scored: false, reason: 'language' })

/** Below it a post says too little to tell languages apart: `lol no`, `worst update`. */
const leastWords = 4
/** Share of words that the training posts know. */
const knownWell = 0.8
const knownBarely = 0.45

const scripts: readonly (readonly [number, number, string])[] = [
  [0x0370, 0x03ff, 'el'],
  [0x0400, 0x052f, 'ru'],
  [0x0590, 0x05ff, 'he'],
  [0x0600, 0x077f, 'ar'],
  [0x0900, 0x097f, 'hi'],
  [0x0e00, 0x0e7f, 'th'],
  [0x3040, 0x30ff, 'ja'],
  [0x4e00, 0x9fff, 'zh'],
  [0xac00, 0xd7af, 'ko'],
]

/** A script is not a language: the most used of it is named. Kana makes the Chinese signs around it Japanese. */
const languageOfScript = (text: string): string => {
  const counts = new Map<string, number>()
  for (let i = 0; i < text.length && i < 1_000; i++) {
    const unit = text.charCodeAt(i)
    for (const [first, last, language] of scripts)
      if (unit >= first && unit <= last) counts.set(language, (counts.get(language) ?? 0) + 1)
  }
  if (counts.has('ja')) return 'ja'
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), ['und', 0] as [string, number])[0]
}

/** An emoji, or marks that the lexicon knows: `:)`. */
const hasFace = ({ sorts: sortOf, values, count }: Tokens): boolean => {
  for (let i = 0; i < count; i++) {
    const valence = ((values[i] as number) << 24) >> 24
    if (sortOf[i] === sorts.emoji || (sortOf[i] === sorts.mark && valence !== 0)) return true
  }
  return false
}

/** Function words found, by the order of `languages`. */
const hits = new Int32Array(languages.length)
const countHits = ({ values, sorts: sortOf, count }: Tokens): void => {
  hits.fill(0)
  for (let i = 0; i < count; i++) {
    if (i > 0 && sortOf[i - 1] === sorts.tag) continue
    let bits = (values[i] as number) >>> firstLanguage
    for (let language = 0; bits !== 0; language++, bits >>>= 1)
      if ((bits & 1) !== 0) hits[language] = (hits[language] as number) + 1
  }
}

/**
 * @param declared what the platform says; it decides only where the words do not. A short post of a declared other language is left
 * unscored, and so is a longer one that does not read as English beyond doubt: platforms give the author's setting, not the post's.
 */
export const judgeLanguage = (reading: Reading, text: string, declared?: string): Detected => {
  const { tokens } = reading
  const { words, latin, foreign } = tokens
  if (words === 0) return hasFace(tokens) ? english : empty
  if (foreign > latin) return strange(languageOfScript(text))
  const said = declared === undefined ? undefined : languageCode(declared)
  const elsewhere = said !== undefined && said !== 'en' && said !== 'und' ? said : undefined
  if (words < leastWords) return elsewhere === undefined ? english : strange(elsewhere)
  const coverage = reading.felt.known / words
  if (coverage >= knownWell && elsewhere === undefined) return english
  countHits(tokens)
  const englishHits = hits[0] as number
  let best = 1
  for (let i = 2; i < hits.length; i++) if ((hits[i] as number) > (hits[best] as number)) best = i
  const most = hits[best] as number
  if (most >= 2 && most > englishHits + 1 && coverage < knownWell) return strange(languages[best] as string)
  if (coverage < knownBarely)
    return strange(elsewhere ?? (most >= 2 && most > englishHits ? (languages[best] as string) : 'und'))
  if (elsewhere !== undefined && (coverage < knownWell || englishHits < 2 || englishHits <= most))
    return strange(elsewhere)
  return english
}

/** The first two letters of a tag such as `en-GB`; only codes that are known here are named, never a stranger's word. */
const languageCode = (declared: string): string => {
  const code = declared.slice(0, 2).toLowerCase()
  const known = languages.some((language) => language === code) || scripts.some(([, , language]) => language === code)
  const ends = declared.length === 2 || declared[2] === '-' || declared[2] === '_'
  return known && ends ? code : 'und'
}

let read: ((text: string) => Reading) | undefined

/** Never throws, whatever the text is. */
export const detectLanguage = (text: string, declared?: string): Detected => {
  read ??= createRead(loadModel().dictionary)
  return judgeLanguage(read(text), text, declared)
}
