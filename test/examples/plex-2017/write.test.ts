// The re-enactment is the same for everybody, varied, free of real people and links, and has the shape of the case.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import Sentiment from 'sentiment'
import { moments } from '../../../examples/plex-2017/moments.ts'
import { hourMs, quietFrom, storyFrom, storyUntil } from '../../../examples/plex-2017/schedule.ts'
import { shinglesOf, wordsOf } from '../../../examples/plex-2017/variety.ts'
import { vocabulary } from '../../../examples/plex-2017/words/all.ts'
import { writeStory } from '../../../examples/plex-2017/write.ts'

const story = writeStory()
const humans = story.posts.filter(({ stance }) => stance !== 'bot')
const deliveries = [...story.quiet, ...story.live]
const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')
const at = (iso: string) => Date.parse(iso)
const between = (from: string, to: string) => story.posts.filter((post) => post.at >= at(from) && post.at < at(to))

/** Pairs of posts whose sets of three-word runs overlap by half or more. */
const nearPairs = (texts: readonly string[]) => {
  const sets = texts.map(shinglesOf)
  const holders = new Map<string, number[]>()
  const pairs: (readonly [number, number])[] = []
  for (const [i, shingles] of sets.entries()) {
    const shared = new Map<number, number>()
    for (const shingle of shingles) {
      for (const other of holders.get(shingle) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1)
      holders.set(shingle, [...(holders.get(shingle) ?? []), i])
    }
    for (const [other, count] of shared)
      if (count / (shingles.size + (sets[other]?.size ?? 0) - count) >= 0.5) pairs.push([other, i])
  }
  return pairs
}

describe('the Plex 2017 re-enactment', () => {
  it('is the same to the byte for the same seed, and another for another', () => {
    assert.equal(digest(writeStory()), digest(story))
    assert.notEqual(digest(writeStory(7)), digest(story))
  })

  it('has 6,000 to 7,500 posts with ids of their own, in three communities', () => {
    assert.ok(story.posts.length >= 6_000 && story.posts.length <= 7_500, `${story.posts.length} posts`)
    assert.equal(new Set(story.posts.map(({ id }) => id)).size, story.posts.length)
    for (const community of ['discourse', 'reddit', 'x'])
      assert.ok(story.posts.filter((post) => post.community === community).length > 1_000, community)
  })

  it('has no frame that cannot be filled', () => {
    for (const [rule, frames] of Object.entries(vocabulary))
      for (const frame of frames) {
        assert.doesNotMatch(frame.replace(/\[[^[\]]*\]/g, ''), /[[\]]/, `brackets of ${rule}: ${frame}`)
        for (const [, name = ''] of frame.matchAll(/\{([^{}]+)\}/g))
          assert.ok(/^\d+-\d+$/.test(name) || vocabulary[name], `${rule} wants ${name}`)
      }
    for (const { text, title = '' } of story.posts) assert.doesNotMatch(`${text} ${title}`, /[[\]{}|]|undefined|NaN/)
  })

  it('reads like nobody else: near-duplicates are rare but for the bots', () => {
    assert.ok(nearPairs(humans.map(({ text }) => text)).length <= 10)
    const bots = story.posts.filter(({ stance }) => stance === 'bot')
    assert.ok(nearPairs(bots.map(({ text }) => text)).length > bots.length)
  })

  it('begins in thousands of ways, and repeats no saying in ten posts', () => {
    const openings = new Map<string, number>()
    const sayings = new Map<string, number>()
    for (const { text } of humans) {
      const words = wordsOf(text)
      const opening = words.slice(0, 4).join(' ')
      openings.set(opening, (openings.get(opening) ?? 0) + 1)
      for (const saying of new Set(words.map((_, i) => words.slice(i, i + 8).join(' '))))
        if (saying.split(' ').length === 8) sayings.set(saying, (sayings.get(saying) ?? 0) + 1)
    }
    assert.ok(openings.size > humans.length * 0.45, `${openings.size} openings of ${humans.length} posts`)
    assert.ok(Math.max(...openings.values()) < 10)
    assert.ok(Math.max(...sayings.values()) < 10)
  })

  it('names no handle, no address and no link, and says in every id what it is', () => {
    for (const { post } of deliveries) {
      assert.doesNotMatch(`${post.text} ${post.title}`, /@\w|https?:|www\.|\w\.(com|org|net|tv)\b/i)
      assert.match(post.id, /^reenactment-/)
      assert.deepEqual(
        Object.keys(post).filter((name) => ['author', 'url'].includes(name)),
        [],
      )
    }
  })

  it('keeps to 140 characters on X, as in 2017', () => {
    for (const { community, text } of story.posts) if (community === 'x') assert.ok(text.length <= 140, text)
  })

  it('lasts from 9 to 27 August and is sent in order, nothing before it was written', () => {
    const written = new Map(story.posts.map((post) => [post.id, post.at]))
    assert.ok(story.posts.every((post) => post.at >= quietFrom && post.at < storyUntil))
    assert.ok(story.quiet.every(({ sendAt }) => sendAt < storyFrom))
    for (const [i, { sendAt, post }] of deliveries.entries()) {
      assert.ok(sendAt >= (written.get(post.id) as number))
      assert.ok(i === 0 || sendAt >= (deliveries[i - 1]?.sendAt as number))
    }
  })

  it('answers only what was said before, in the same community', () => {
    const byId = new Map(story.posts.map((post) => [post.id, post]))
    for (const post of humans)
      if (post.parentId !== undefined) {
        const parent = byId.get(post.parentId)
        assert.ok(parent && parent.at <= post.at && parent.community === post.community)
      }
  })

  it('has quiet days, an outcry, and a second wave after the reversal', () => {
    const perHour = (from: string, to: string) => between(from, to).length / ((at(to) - at(from)) / hourMs)
    const quiet = perHour('2017-08-09T00:00:00Z', '2017-08-18T00:00:00Z')
    assert.ok(story.quiet.length > 900, 'enough to learn what is normal')
    assert.ok(perHour('2017-08-18T18:00:00Z', '2017-08-20T00:00:00Z') > 8 * quiet)
    const before = perHour('2017-08-21T00:00:00Z', '2017-08-21T10:00:00Z')
    assert.ok(perHour('2017-08-21T12:00:00Z', '2017-08-22T00:00:00Z') > 3 * before)
    assert.ok(perHour('2017-08-27T00:00:00Z', '2017-08-28T00:00:00Z') < 2 * quiet)
  })

  it('lets a word list see the mood: worse after the explainer, better after the reversal', () => {
    const lexicon = new Sentiment()
    const share = (from: string, to: string) => {
      const scores = between(from, to).map(({ text }) => lexicon.analyze(text).score)
      return scores.filter((score) => score < 0).length / scores.length
    }
    const quiet = share('2017-08-09T00:00:00Z', '2017-08-18T00:00:00Z')
    const announced = share('2017-08-18T18:00:00Z', '2017-08-19T01:00:00Z')
    const explained = share('2017-08-19T01:00:00Z', '2017-08-19T06:00:00Z')
    const reversed = share('2017-08-20T02:00:00Z', '2017-08-20T12:00:00Z')
    assert.ok(quiet < 0.25 && announced > 2 * quiet && explained > announced && reversed < 0.7 * announced)
  })

  it('holds edits, removals, a restoration, late arrivals and an outage', () => {
    const sent = Map.groupBy(deliveries, ({ post }) => post.id)
    const several = [...sent.values()].filter((all) => all.length > 1)
    assert.ok(several.some((all) => all[1]?.post.text?.includes('Edit: ')))
    assert.ok(several.some((all) => all[1]?.post.removed === true))
    assert.ok(several.some((all) => all[2]?.post.removed === false))
    assert.ok([...sent.values()].some((all) => (all[0]?.sendAt ?? 0) - at(all[0]?.post.at ?? '') > hourMs))
    const silent = story.live.filter(
      ({ channel, sendAt, post }) =>
        channel === 'r-plex-simulated' &&
        post.removed === undefined &&
        sendAt >= at('2017-08-20T14:00:00Z') &&
        sendAt < at('2017-08-20T19:00:00Z') &&
        at(post.at) >= at('2017-08-20T14:00:00Z'),
    )
    assert.equal(silent.length, 0)
    assert.ok(sent.size < story.posts.length, 'a part never arrives')
  })

  it('tells the milestones only as exactly as they are known', () => {
    for (const { entry } of moments)
      assert.ok(/^2017-\d\d-\d\d$/.test(entry.at) ? entry.until === undefined : entry.until !== undefined)
    assert.match(moments.find(({ entry }) => entry.kind === 'reversal')?.entry.text ?? '', /conflict.*21st/)
    assert.ok(moments.every(({ playAt }) => at(playAt) >= storyFrom && at(playAt) < storyUntil))
  })
})
