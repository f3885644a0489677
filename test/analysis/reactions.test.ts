// Reactions: what sets each one off and what does not, how long it takes, and how well it does on posts labelled by hand.
import assert from 'node:assert/strict'
import { createReactions, reactions } from '../../analysis/reactions.ts'
import { createFold } from '../../analysis/tokens.ts'
import { distrust } from './reactions/distrust.ts'
import { leaving } from './reactions/leaving.ts'
import { legal } from './reactions/legal.ts'
import { praise } from './reactions/praise.ts'
import { question } from './reactions/question.ts'
import { refundCancel } from './reactions/refund-cancel.ts'

const fold = createFold()
const reactionsIn = createReactions()
const found = (text: string) => reactionsIn(fold(text))

const sentences = { leaving, 'refund-cancel': refundCancel, legal, distrust, praise, question }

for (const { slug } of reactions)
  describe(`the reaction ${slug}`, () => {
    const { matching, others } = sentences[slug]
    it('is tried on at least 30 sentences of each side, no two the same', () => {
      assert.ok(matching.length >= 30 && others.length >= 30)
      assert.equal(new Set([...matching, ...others]).size, matching.length + others.length)
    })
    for (const text of matching) it(`is in: ${text}`, () => assert.ok(found(text).includes(slug)))
    for (const text of others) it(`is not in: ${text}`, () => assert.ok(!found(text).includes(slug)))
  })
