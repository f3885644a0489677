// Followers by mail: asked first, told in order, gone without a trace.
import assert from 'node:assert/strict'
import { start } from '../../events/event-log.ts'
import { type Follower, followerIn, followerKeys, followersByStory, isToBeAsked } from '../../projections/followers.ts'
import { declared, overridden, phaseChange, revised, statement, storyClosed, storyOpened, withdrawn } from '../given.ts'
import { until } from '../running.ts'
import { smtpDouble } from '../smtp-double.ts'
import { startTold, type Told } from './told.ts'

const address = 'Reader.One@example.org'
const hourMs = 3_600_000

describe('followers', () => {
  const mail = smtpDouble()
  let told: Told
  beforeEach(async () => {
    mail.mails.length = 0
    mail.answers(() => '250 fine')
    told = await startTold({ smtp: mail.url })
  })
  afterEach(() => told.close())

  const arrived = (count: number) => until(`mail ${count}`, () => mail.mails.length >= count)
  const ask = async (to = address, every = false) => {
    await told.followers.ask({ slug: 'plex', address: to, every })
    await told.caughtUp()
  }
  const linkIn = (text: string) => {
    const [, id = '', token = ''] = /\/follow\/([\w-]+)\/([0-9a-f]+)/.exec(text) ?? []
    return [id, token] as const
  }
  const follow = async (to = address, every = false) => {
    const before = mail.mails.length
    await ask(to, every)
    await arrived(before + 1)
    await told.caughtUp()
    const link = linkIn(mail.mails.at(-1)?.text ?? '')
    await told.followers.confirm(...link)
    await told.caughtUp()
    return link
  }
  const isoNow = () => new Date(told.now()).toISOString()
  const said = (id: string, kind: 'reversal' | 'apology' | 'partial-reversal') => statement('plex', id, isoNow(), kind)
  const types = async (id: string) => (await told.log.read(`follower-${id}`)).map(({ type }) => type)
  /** All events, and every secret's name in the vault. */
  const everything = async () => {
    const stop = new AbortController()
    let all = ''
    for await (const page of told.log.follow(start, stop.signal)) {
      all += JSON.stringify(page.events)
      if (page.live) stop.abort()
    }
    return { events: all, names: await told.vault.secretNames('follower') }
  }

  it('are asked first, and told of nothing before they confirm; then of a change of course and of the end, in order', async () => {
    await ask()
    await arrived(1)
    await told.record(said('early', 'reversal'))
    const [asking] = mail.mails
    assert.equal(asking?.to, address)
    assert.match(asking?.text ?? '', /press the button/)
    assert.doesNotMatch(asking?.headers ?? '', /List-Unsubscribe/)
    await told.followers.confirm(...linkIn(asking?.text ?? ''))
    told.clock.ms -= 30 * 24 * hourMs // a clock that is set back loses nothing
    await told.record(said('sorry', 'apology'), said('turn', 'reversal'))
    await told.record(
      declared('plex', phaseChange(isoNow(), 'cooling')),
      declared('plex', phaseChange(isoNow(), 'recovered')),
    )
    await arrived(3)
    told.look()
    assert.equal(mail.mails.length, 3)
    assert.match(mail.mails[1]?.headers ?? '', /^Subject: Plex privacy: Plex changes course: turn$/m)
    assert.match(mail.mails[2]?.headers ?? '', /^Subject: Plex privacy: It is over: recovered$/m)
    const leave = /^List-Unsubscribe: <(.*)>$/m.exec(mail.mails[1]?.headers ?? '')?.[1]
    assert.match(leave ?? '', /^https:\/\/outcry\.example\/follow\/[\w-]{22}\/[0-9a-f]{32}\/leave$/)
    assert.match(mail.mails[1]?.headers ?? '', /^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m)
  })

  it('are told of every change who want that, but not of what is long past', async () => {
    await follow(address, true)
    await told.record(
      statement('plex', 'old', '2017-08-18T17:00:00Z', 'reversal'),
      said('sorry', 'apology'),
      overridden('plex', 'calm', 'We looked.'),
      withdrawn('plex', 'We looked again.'),
    )
    await arrived(4)
    told.look()
    const subjects = mail.mails.map(({ headers }) => /^Subject: (.*)$/m.exec(headers)?.[1])
    assert.deepEqual(subjects.slice(1), [
      'Plex privacy: Statement: sorry',
      'Plex privacy: Calm',
      'Plex privacy: What a person had set is taken back',
    ])
  })

  it('are told that the end they read of does not hold, and of one that only computing again found', async () => {
    await follow()
    const [cooling, recovered] = [phaseChange(isoNow(), 'cooling'), phaseChange(isoNow(), 'recovered')]
    await told.record(declared('plex', recovered), revised('plex', recovered.at, [cooling]))
    await arrived(3)
    await told.record(revised('plex', recovered.at, [recovered]), revised('plex', recovered.at, [recovered]))
    await arrived(4)
    await told.record(overridden('plex', 'recovered', 'We looked.'), withdrawn('plex', 'We looked again.'))
    await arrived(6)
    await told.record(overridden('plex', 'calm', 'A fair.'), withdrawn('plex', 'It was one.'))
    told.look()
    const subjects = mail.mails.slice(1).map(({ headers }) => /^Subject: Plex privacy: (.*)$/m.exec(headers)?.[1])
    const over = 'It is over: recovered'
    const undone = 'Not over: the recovery does not hold'
    assert.deepEqual(subjects, [over, undone, over, over, 'What a person had set is taken back'])
  })

  it('are told that the story is closed, and that it goes on, whatever they want to hear of', async () => {
    await follow()
    await told.record(storyClosed('plex'))
    await arrived(2)
    await told.record(storyOpened('plex', { title: 'Plex privacy' }))
    await arrived(3)
    const [, closed, again] = mail.mails
    assert.match(closed?.headers ?? '', /^Subject: Plex privacy: No longer watched$/m)
    assert.match(closed?.text ?? '', /is not counted\. Should it be opened again, you are told\./)
    assert.match(again?.headers ?? '', /^Subject: Plex privacy: Watched again$/m)
  })

  it('leave for good, and nothing of the address is left; no event ever held it', async () => {
    const [id, token] = await follow()
    assert.doesNotMatch((await everything()).events, /example\.org|Reader/i)
    assert.equal((await everything()).names.length, 2)
    await told.followers.leave(id, token)
    await told.followers.leave(id, token)
    await told.caughtUp()
    assert.deepEqual((await everything()).names, [])
    assert.deepEqual(await types(id), ['FollowerAsked', 'FollowerTold', 'FollowerConfirmed', 'FollowerLeft'])
    await told.record(said('turn', 'reversal'))
    told.look()
    assert.equal(mail.mails.length, 1)
    assert.deepEqual(followerKeys(told.readModel), [])
    await follow()
    assert.equal(mail.mails.length, 2)
  })

  it('are deleted when nobody confirms within two days', async () => {
    await ask()
    await arrived(1)
    const link = linkIn(mail.mails[0]?.text ?? '')
    await told.caughtUp()
    told.clock.ms += 48 * hourMs - 1
    await told.followers.drop()
    assert.equal((await everything()).names.length, 2)
    told.clock.ms += 1
    await assert.rejects(told.followers.confirm(...link), { code: 'not-found' })
    await told.followers.drop()
    assert.deepEqual((await everything()).names, [])
    assert.equal((await types(link[0])).at(-1), 'FollowerLeft')
  })

  it('cannot be buried in mails: however often an address is asked for, few go out', async () => {
    await told.record(...['b', 'c', 'd', 'e'].map((slug) => storyOpened(slug)))
    const waiting = () =>
      followerKeys(told.readModel).filter((key) => isToBeAsked(followerIn(told.readModel, key) as Follower)).length
    for (let hour = 0; hour < 5; hour++) {
      for (const slug of ['plex', 'b', 'c', 'd', 'e'])
        await told.followers.ask({ slug, address: address.toLowerCase(), every: false })
      await told.caughtUp()
      await until('all of the hour', () => waiting() === 0)
      told.clock.ms += hourMs
    }
    assert.equal(followersByStory(told.readModel).length, 3)
    assert.equal(mail.mails.length, 9)
  })

  it('are known by no id or token but their own', async () => {
    const [id, token] = await follow()
    for (const [other, wrong] of [
      [id, token.replace(/^./, (first) => (first === 'a' ? 'b' : 'a'))],
      [id, ''],
      ['b'.repeat(22), token],
      ['../x', told.followers.tokenOf('../x')],
    ] as const)
      await assert.rejects(told.followers.state(other, wrong), { code: 'not-found' })
    assert.equal((await told.followers.state(id, token)).status, 'confirmed')
  })

  it('wait while the mail server is away, and are told then; who does not exist is forgotten', async () => {
    const [id] = await follow('gone@example.org')
    await follow('later@example.org')
    mail.answers((to) => (to.startsWith('gone') ? '550 5.1.1 no such user' : '451 4.3.0 later'))
    await told.record(said('turn', 'reversal'))
    await until('it is gone', async () => (await types(id)).at(-1) === 'FollowerLeft')
    // Of both: a try that is still under way would fail by a later clock.
    await until('both failures', () => told.told.length === 2)
    assert.equal(mail.mails.length, 2)
    mail.answers(() => '250 fine')
    told.look()
    assert.equal(mail.mails.length, 2)
    told.clock.ms += 10_000
    told.look()
    await arrived(3)
    assert.equal(mail.mails[2]?.to, 'later@example.org')
    assert.doesNotMatch(told.told.join('\n'), /example\.org/)
    assert.deepEqual((await everything()).names.length, 2)
  })

  it('are deleted by address, over all stories', async () => {
    await follow()
    assert.equal(await told.followers.eraseAddress('reader.one@EXAMPLE.org'), 1)
    assert.equal(await told.followers.eraseAddress(address), 0)
    assert.deepEqual((await everything()).names, [])
  })
})
