// A search query, read as platforms read it: which texts hold what it asks for. For what a platform does not search itself.

type Test = (words: readonly string[]) => boolean | undefined

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

const holds = (words: readonly string[], phrase: readonly string[]) =>
  words.some((_, at) => phrase.every((word, i) => words[at + i] === word))

/** Fields of which a text knows something; of the others (author, flair …) nothing can be said. */
const ofText = ['title', 'selftext']
const token = /\(|\)|(-?)(?:(\w+):(?=["\w]))?(?:"([^"]*)"?|([^\s()"]+))/gu

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | { readonly phrase: readonly string[] | undefined }

const tokensOf = (query: string): Token[] =>
  [...query.matchAll(token)].flatMap(([whole, not, field, quoted, word = '']): Token[] => {
    if (whole === '(' || whole === ')') return [whole]
    if (not === '' && field === undefined && (word === 'OR' || word === 'NOT' || word === 'AND')) return [word]
    const isKnown = field === undefined || ofText.includes(field)
    const phrase = wordsOf(quoted ?? word)
    const said: Token = { phrase: isKnown && phrase.length > 0 ? phrase : undefined }
    return not === '-' ? ['NOT', said] : [said]
  })

/** All must hold; what nothing can be said of counts for neither side. */
const all =
  (tests: readonly Test[]): Test =>
  (words) => {
    const found = tests.map((test) => test(words)).filter((one) => one !== undefined)
    return found.length === 0 ? undefined : found.every(Boolean)
  }
const any =
  (tests: readonly Test[]): Test =>
  (words) => {
    const found = tests.map((test) => test(words)).filter((one) => one !== undefined)
    return found.length === 0 ? undefined : found.some(Boolean)
  }

/**
 * Words and "phrases" must all be there, whole and in any case; `OR` between, `-` or `NOT` before what must not be, brackets.
 * A query that says nothing of a text (`author:ada`) holds for none.
 */
export const createSearch = (query: string): ((text: string) => boolean) => {
  const tokens = tokensOf(query)
  const one = (): Test => {
    const next = tokens.shift()
    if (next === 'NOT') {
      const test = one()
      return (words) => {
        const found = test(words)
        return found === undefined ? undefined : !found
      }
    }
    if (next === '(') {
      const inside = either()
      tokens.shift()
      return inside
    }
    if (next === undefined || typeof next === 'string') return () => undefined
    const { phrase } = next
    return (words) => (phrase === undefined ? undefined : holds(words, phrase))
  }
  const together = (): Test => {
    const tests: Test[] = []
    while (tokens.length > 0 && tokens[0] !== 'OR' && tokens[0] !== ')') tests.push(one())
    return all(tests)
  }
  const either = (): Test => {
    const tests = [together()]
    while (tokens[0] === 'OR') {
      tokens.shift()
      tests.push(together())
    }
    return any(tests)
  }
  const tests: Test[] = []
  while (tokens.length > 0) {
    tests.push(either())
    if (tokens[0] === ')') tokens.shift() // one that was never opened
  }
  const test = all(tests)
  return (text) => test(wordsOf(text)) === true
}
