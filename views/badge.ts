// The badge of a story: "Plex: Recovery", as a picture of 20 px and as what shields.io takes.
import { light } from './colours.ts'
import type { StoryFacts } from './facts.ts'
import { escaped, shortened } from './markup.ts'
import { closedWords, phaseInWords, phaseName } from './phase-box.ts'

export type BadgeFacts = Pick<
  StoryFacts,
  'title' | 'company' | 'demonstration' | 'closedAtMs' | 'phases' | 'statements'
>

const longestName = 40

const textsOf = (facts: BadgeFacts) => {
  const { look, sinceWord, since } = phaseName(facts)
  const name = shortened(facts.company === '' ? facts.title : facts.company, longestName)
  return {
    look,
    label: facts.demonstration ? `${name} (re-enactment)` : name,
    message: `${phaseInWords(facts)}${facts.closedAtMs === null ? '' : ' (closed)'}`,
    since: `${since === '' ? '' : `, ${sinceWord}${since}`}${facts.closedAtMs === null ? '' : `, ${closedWords(facts)}`}`,
  }
}

/** As https://shields.io/badges/endpoint-badge describes it. */
export const badgeJson = (facts: BadgeFacts) => {
  const { look, label, message } = textsOf(facts)
  return { schemaVersion: 1, label, message, color: light[look].slice(1) }
}

const broad = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u
/** Takes no room of its own: accents, and what joins signs into one. */
const joining = /[\p{M}\p{Cf}]/u
const narrow = new Set([..."ijlIftr.,:;()[]!|'’ "])
const wide = new Set([...'mwMWGOQ@%…—'])

/** Of text of 11 px in Verdana, about; `textLength` has any other font fill the same room. */
const widthOf = (text: string) =>
  Math.ceil(
    [...text].reduce((sum, letter) => {
      if (joining.test(letter)) return sum
      if (letter > '\u00ff' && broad.test(letter)) return sum + 11.5
      return sum + (narrow.has(letter) ? 4.4 : wide.has(letter) ? 9.6 : /[A-Z]/.test(letter) ? 7.8 : 6.8)
    }, 0),
  )

const padding = 7

export const badgeSvg = (facts: BadgeFacts): string => {
  const { look, label, message, since } = textsOf(facts)
  const [left, right] = [widthOf(label), widthOf(message)]
  const middle = left + 2 * padding
  const width = middle + right + 2 * padding
  const text = (x: number, length: number, words: string) =>
    `<text x="${x}" y="14" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escaped(words)}</text>`
  const said = escaped(`${label}: ${message}`)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" viewBox="0 0 ${width} 20" role="img" aria-label="${said}"><title>${said}${escaped(since)}</title><clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath><g clip-path="url(#r)"><rect width="${middle}" height="20" fill="#3a3f4a"/><rect x="${middle}" width="${width - middle}" height="20" fill="${light[look]}"/></g><g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">${text(padding, left, label)}${text(middle + padding, right, message)}</g></svg>`
}
