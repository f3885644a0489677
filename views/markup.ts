// Text in XML and in HTML that no template writes: feeds, badge, picture of the chart.
import Handlebars from 'handlebars'

/** What XML 1.0 cannot hold, and what acts on the text around it: C0, C1 and bidirectional controls, halves of pairs. */
const unfit =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
  /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/g

/** On one line. */
export const plain = (text: string): string => text.toWellFormed().replace(unfit, ' ').replace(/\s+/g, ' ').trim()

/** As the content of an element, or between double quotes. */
export const escaped = (text: string): string => Handlebars.escapeExpression(plain(text))

/** At most `most` characters of one line. */
export const shortened = (text: string, most: number): string => {
  const letters = [...plain(text)]
  return letters.length <= most
    ? letters.join('')
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}
