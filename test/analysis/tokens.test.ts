// Folding: which spellings are the same words.
import assert from 'node:assert/strict'
import { createFold } from '../../analysis/tokens.ts'

const fold = createFold()
const folded = (text: string) => {
  const { units, length } = fold(text)
  return String.fromCharCode(...units.subarray(0, length))
}

describe('folding a text', () => {
  const table: readonly (readonly [string, string])[] = [
    ['Opt-out', ' opt out '],
    ['  many \t\n blanks ', ' many blanks '],
    ["don’t DON'T dont", ' dont dont dont '],
    ['Café CAFÉ cafe\u0301', ' cafe cafe cafe '],
    ['İstanbul ISTANBUL ıstanbul', ' istanbul istanbul istanbul '],
    ['Straße STRASSE', ' strasse strasse '],
    ['œuvre Ærø Łódź', ' oeuvre aero lodz '],
    ['ΟΔΟΣ οδός', ' οδοσ οδοσ '],
    ['ｆｕｌｌ ﬁne 𝐛𝐨𝐥𝐝', ' full fine bold '],
    ['re\u00adfund re\u200dfund \u202erefund', ' refund refund refund '],
    ['sooooo good NOOOO 1000', ' soo good noo 1000 '],
    ['#fail @user 50% under_score', ' fail user 50 under_score '],
    ['退款了', ' 退 款 了 '],
    ['bad🔥👩‍👩‍👧worse', ' bad 🔥 👩 👩 👧 worse '],
    ['a\ud83d b\udd25 c', ' a b c '],
    ['a \ud83d', ' a '],
    ['\u0000a\u0000b', ' a b '],
    ['', ' '],
    ['?!…', ' '],
  ]
  for (const [text, words] of table)
    it(`makes ${JSON.stringify(text)} the words ${JSON.stringify(words)}`, () => assert.equal(folded(text), words))
})
