// What a channel looks for on platforms without a search: phrases, of which a text must hold one.

/** Case, accents and apostrophes fall away; all else that is no letter or digit parts words. A blank before, between and behind. */
const fold = (text: string): string => {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}'\u2019\u02bc]/gu, '')
  return ` ${plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `
}

/** Scripts that write without blanks have no words to tell apart. */
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u

const wantedOf = (phrase: string): string => {
  const folded = fold(phrase)
  if (unspaced.test(folded)) return folded.trim()
  return phrase.trimEnd().endsWith('*') ? folded.trimEnd() : folded
}

/** Phrases parted by commas; one in double quotes may hold commas. */
const phrasesOf = (query: string): readonly string[] =>
  [...query.matchAll(/["“”]([^"“”]*)["“”]|[^,"“”]+/g)]
    .map(([whole, quoted]) => quoted ?? whole)
    .filter((phrase) => fold(phrase).trim() !== '')

/** Whether a text holds one of the phrases of `query`, as whole words; `refund*` is every word that begins so. */
export const createPhrases = (query: string): ((text: string) => boolean) => {
  const wanted = phrasesOf(query).map(wantedOf)
  return (text) => {
    const folded = fold(text)
    return wanted.some((one) => folded.includes(one))
  }
}
