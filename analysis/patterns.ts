// Patterns of topics: RE2 only, whose time is linear in the text whatever a pattern says. JavaScript's RegExp never sees one.
import { RE2JS, RE2JSSyntaxException, RE2Set } from 're2js'

export type Patterned = { readonly name: string; readonly patterns?: readonly string[] | undefined }
export type PatternFault = {
  /** Of the topic and of the pattern in it. */
  readonly path: readonly ['topics', number, 'patterns', number]
  readonly detail: string
}

/** Steps of its program: `\w{1,1000}` has thousands. They bound the time where a text keeps every step alive. */
const maxSteps = 1_000
const maxStepsPerStory = 10_000

/** What is wrong with a pattern; otherwise its steps. */
const readPattern = (pattern: string): string | number => {
  try {
    const steps = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE).programSize()
    return steps > maxSteps ? `repeats too much: ${steps} steps, at most ${maxSteps}` : steps
  } catch (error) {
    return error instanceof RE2JSSyntaxException ? error.getDescription() : 'is too large'
  }
}

/** Every pattern that cannot be followed, named with its topic; none: all can. */
export const patternFaults = (topics: readonly Patterned[]): readonly PatternFault[] => {
  const faults: PatternFault[] = []
  let total = 0
  for (const [i, { name, patterns = [] }] of topics.entries())
    for (const [j, pattern] of patterns.entries()) {
      const read = readPattern(pattern)
      const refuse = (why: string) =>
        faults.push({ path: ['topics', i, 'patterns', j], detail: `topic "${name}", pattern "${pattern}": ${why}` })
      if (typeof read === 'string') refuse(read)
      else if (total + read > maxStepsPerStory)
        refuse(`the patterns of the story have more than ${maxStepsPerStory} steps together; take some away`)
      else total += read
    }
  return faults
}

/**
 * Which groups have a pattern that the text holds, in any case of letters. All patterns are followed at once. A pattern that was
 * taken once and is refused by now is nowhere.
 */
export const compilePatterns = (groups: readonly (readonly string[])[]): ((text: string) => ReadonlySet<number>) => {
  const set = new RE2Set(RE2Set.UNANCHORED, RE2JS.CASE_INSENSITIVE)
  const groupOf: number[] = []
  for (const [group, patterns] of groups.entries())
    for (const pattern of patterns) if (typeof readPattern(pattern) === 'number') groupOf[set.add(pattern)] = group
  const none: ReadonlySet<number> = new Set()
  if (groupOf.length === 0) return () => none
  set.compile()
  return (text) => new Set(set.match(text).map((index) => groupOf[index] as number))
}
