// Which English words make no phrase: those that say nothing by themselves, and those that do so only in front of or behind others.
import { createReadWords, kinds, type Words } from '../words.ts'

const empty = `a about after again all also am an and any anyone are as at be because been before being both but by can
could did do does doing done each either else even ever every everyone few for from further get gets getting go goes going gonna
got had has have having he hello her here hers herself hey hi him himself his how i id if ill im in into is isnt it its ive
itself just know let lets like lol lot make many may me might mine more most much must my myself need of oh ok okay one only or other
our ours ourselves own per please pls put really right rt s said same say says see she should since so some someone something still
such sure t take than thank thanks that thats the their theirs them themselves then there theres these they theyre theyve thing
things think this those though through til till to too tonight today tomorrow try trying u under until ur us use used very via want
was wasnt way we well were werent weve what whats when where whether which while who whom whos whose why will with would yeah yes
yesterday yet two three four five six seven eight nine ten guy guys you youre your yours yourself youve amp`
/** Sense comes with what follows: on hold, not working. */
const opening = 'on off out down up over back no not never without cant cannot dont wont doesnt didnt'
/** Sense comes with what was before: log out, shut down. */
const closing = 'off out down up over back'

/** May a word begin a phrase, end one, be one; none of them: it stands within one at most. `breaks`: not even that. */
export const roles = { begins: 1, ends: 2, alone: 4, breaks: 8 } as const
/** Longer words are no words that people say. */
const maxWordUnits = 40

const createRoles = () => {
  const read = createReadWords()
  const roleOf = new Map<number, number>()
  const add = (text: string, role: number) => {
    const { hashes, count } = read(text)
    for (let i = 0; i < count; i++) roleOf.set(hashes[i] as number, (roleOf.get(hashes[i] as number) ?? 0) | role)
  }
  add(empty, 0)
  add(opening, roles.begins)
  add(closing, roles.ends)
  return roleOf
}

/** Open addressing: the table is asked for every word of every post. */
const table = new Int32Array(2_048)
const tableRoles = new Uint8Array(table.length)
const place = (hash: number) => {
  let at = hash & (table.length - 1)
  while (table[at] !== 0 && table[at] !== hash) at = (at + 1) & (table.length - 1)
  return at
}
for (const [hash, role] of createRoles()) {
  const at = place(hash)
  table[at] = hash
  tableRoles[at] = role
}

/** The role of a post's word. A single letter is no phrase, nor a single sign of a script without blanks. */
export const roleOf = ({ hashes, kinds: kindOf, from, to }: Words, index: number): number => {
  const kind = kindOf[index]
  const units = (to[index] as number) - (from[index] as number)
  if (kind === kinds.letter) return roles.begins | roles.ends
  if (kind !== kinds.word || units > maxWordUnits) return roles.breaks
  const at = place(hashes[index] as number)
  if (table[at] !== 0) return tableRoles[at] as number
  return units > 1 ? roles.begins | roles.ends | roles.alone : 0
}
