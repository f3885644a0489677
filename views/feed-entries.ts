// All entries of a story's feed: changes of phase, company statements, milestones, and that it is closed.
import type { StatementEffect } from '../analysis/effects/statement-effects.ts'
import { changeText } from './effect.ts'
import { closingEntries } from './feed-closings.ts'
import { entryOf, type FeedEntry, type FeedFacts, type Told } from './feed-entry.ts'
import { phaseEntries } from './feed-phases.ts'
import { milestoneWords, statementWords, whenOf } from './moments.ts'
import { dateOf } from './phrases.ts'
import { webAddress } from './quote.ts'

/** RFC 3986: browsers take more in a query than feeds may hold. */
const uriOf = (address: string | null) => address?.replace(/[|{}^`\\]/g, encodeURIComponent) ?? null

const momentEntry = (
  kind: 'statement' | 'milestone',
  moment: Told<unknown>,
  words: readonly string[],
  effect?: StatementEffect,
): FeedEntry => {
  const publishedMs = Date.parse(moment.recordedAt)
  const said = effect === undefined || effect.verdict === 'too early' ? '' : changeText(effect)
  return entryOf({
    id: `m${moment.number}`,
    kind,
    title: moment.title,
    anchor: `m${moment.number}`,
    publishedMs,
    updates: [
      moment.correctedAt === undefined
        ? undefined
        : { atMs: Date.parse(moment.correctedAt), text: 'Corrected: this is how it reads now.' },
      effect === undefined || said === ''
        ? undefined
        : { atMs: effect.knownFromMs, text: `Effect on posts is known. ${said}` },
    ],
    text: [`${words.filter((word) => word !== '').join(', ')}. ${whenOf(moment, dateOf)}.`, moment.text],
    source: uriOf(webAddress(moment.url)),
  })
}

/** The one that changed last first. */
export const byUpdate = (
  a: Pick<FeedEntry, 'updatedMs' | 'publishedMs' | 'id'>,
  b: Pick<FeedEntry, 'updatedMs' | 'publishedMs' | 'id'>,
) => b.updatedMs - a.updatedMs || b.publishedMs - a.publishedMs || (a.id < b.id ? 1 : -1)

export const entriesOf = (facts: FeedFacts): FeedEntry[] =>
  [
    ...phaseEntries(facts),
    ...closingEntries(facts),
    ...facts.statements.map((said) =>
      momentEntry(
        'statement',
        said,
        ['Company statement', statementWords[said.kind]],
        facts.effects.find(({ id }) => id === said.id),
      ),
    ),
    ...facts.milestones.map((one) => momentEntry('milestone', one, [milestoneWords[one.kind]])),
  ].sort(byUpdate)
