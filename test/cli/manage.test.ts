// story, statement, channel and key: the same on a folder and through the server that runs on it.
import assert from 'node:assert/strict'
import { outcry, type Running, remove, scratchFolder, startServer } from '../running.ts'

const last = (stdout: string) => JSON.parse(stdout.trim().split('\n').at(-1) ?? '')

for (const running of [false, true])
  describe(`the command line, ${running ? 'through a running server' : 'on a folder'}`, () => {
    const folder = scratchFolder('manage')
    let server: Running | undefined
    before(async () => {
      if (running) server = await startServer(folder)
    })
    after(async () => {
      await server?.stop()
      remove(folder)
    })
    const run = async (...args: string[]) =>
      outcry(folder, args, {
        env: { HOOK: `whsec_${Buffer.alloc(32, 5).toString('base64')}`, PAGER: 'http://127.0.0.1:9/T0KEN' },
      })
    const done = async (...args: string[]) => {
      const { status, stdout, stderr } = await run(...args)
      assert.equal(status, 0, stderr)
      return stdout
    }

    it('adds, changes, tries and removes receivers, whose addresses stand on no command line', async () => {
      const added = await done('receiver', 'add', 'pager', '--kind', 'webhook', '--url', '$PAGER', '--quotes')
      assert.deepEqual([last(added).id, last(added).quotes], ['pager', true])
      assert.match(last(added).secret, /^whsec_/)
      assert.doesNotMatch(added, /T0KEN/)
      const trial = await run('receiver', 'test', 'pager')
      assert.equal(trial.status, 1)
      assert.match(last(trial.stdout).problem, /only ports 80 and 443/)
      const changed = await done('receiver', 'change', 'pager', '--name', 'Night', '--url', '$PAGER')
      assert.deepEqual([last(changed).name, last(changed).quotes], ['Night', true])
      assert.notEqual(last(await done('receiver', 'secret', 'pager')).secret, last(added).secret)
      await done('receiver', 'remove', 'pager')
    })

    it('opens, changes and lists', async () => {
      const channel = last(await done('channel', 'add', 'forum', '--kind', 'webhook', '--secret', '$HOOK'))
      assert.deepEqual(channel.secrets, ['secret'])
      const story = last(
        await done(
          'story',
          'add',
          'plex',
          '--title',
          'Plex',
          '--channel',
          'forum',
          '--topic',
          'Opt-out: opt out; opt-out',
        ),
      )
      assert.deepEqual(story.topics[0].match, ['opt out', 'opt-out'])
      const rule = 'Refund: refund*; -tax refund; /money.{0,20}back/'
      const ruled = last(await done('story', 'change', 'plex', '--topic', rule, '--reactions', 'leaving,legal'))
      const { match, exclude, patterns } = ruled.topics[0]
      assert.deepEqual([match, exclude, patterns], [['refund*'], ['tax refund'], ['money.{0,20}back']])
      assert.deepEqual(ruled.reactions, ['leaving', 'legal'])
      assert.equal(last(await done('story', 'change', 'plex', '--company', 'Plex Inc.')).company, 'Plex Inc.')
      assert.equal(last(await done('story', 'topic', 'plex', 'Price: price; cost')).slug, 'price')
      const again = await run('story', 'topic', 'plex', 'Cost: cost')
      assert.match(again.stderr, /has this name or one of these phrases already/)
      for (const verb of ['topic', 'dismiss'])
        assert.match((await run('story', verb, 'plex', '--phrase', 'unlock fee')).stderr, /no such phrase has emerged/)
      const stories = (await done('story', 'list'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).slug)
      assert.ok(stories.includes('plex'))
    })
    // Every operation goes the same way through a server.
    if (running) return
    it('records what was said and what happened', async () => {
      const words = ['--at', '2017-08-18T17:00:00Z', '--title', 'A new policy']
      const heard = ['--heard-at', '2017-08-18T17:30:00Z']
      const said = last(await done('statement', 'add', 'plex', '--kind', 'announcement', ...words, ...heard))
      assert.deepEqual([said.heardAt, said.effect.verdict], ['2017-08-18T17:30:00.000Z', 'too few posts'])
      await done('statement', 'add', 'plex', '--kind', 'leak', '--milestone', ...words)
      const listed = (await done('statement', 'list', 'plex'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      assert.deepEqual(
        listed.map(({ of, kind }) => [of, kind]),
        [
          ['statement', 'announcement'],
          ['milestone', 'leak'],
        ],
      )
    })
    it('tells the phases of a story, says another, and tests bars over its past', async () => {
      const set = last(await done('story', 'phase', 'plex', 'backlash', '--reason', 'It was in the press.'))
      assert.deepEqual([set.current.phase, set.current.counted.phase], ['backlash', 'learning'])
      const reason = ['--reason', 'It was another company.']
      assert.equal(last(await done('story', 'phase', 'plex', '--withdraw', ...reason)).current.override, null)
      const { stdout, stderr } = await run('backtest', '--story', 'plex', '--bar', '20')
      const { earlySigns, marks, watchedDays } = last(stdout)
      assert.deepEqual([earlySigns.alarms, earlySigns.perMonth, marks.earlySigns, watchedDays], [0, null, 20, 0])
      assert.match(stderr, /^early signs +bar 20: 0 alarms$/m)
    })
    it('sets alert rules', async () => {
      const added = last(await done('alert', 'add', 'team', '--story', 'plex', '--on', 'statement', '--severity', '8'))
      assert.deepEqual([added.stories, added.on, added.severity], [['plex'], ['statement'], 8])
      const quiet = ['--quiet-hours', '22:00-07:00 Europe/Berlin', '--story', '']
      const changed = last(await done('alert', 'change', 'team', ...quiet))
      assert.deepEqual([changed.quietHours, changed.stories], [quiet[1], []])
      assert.deepEqual(last(await done('alert', 'list')), changed)
      assert.equal(await done('alert', 'list', '--story', 'plex'), '')
      assert.equal(await done('alert', 'remove', 'team'), '')
    })
    it('issues a key once and revokes it', async () => {
      const { id, key } = last(await done('key', 'add', '--name', 'bridge', '--scope', 'ingest', '--scope', 'read'))
      assert.match(key, /^ock_/)
      assert.ok(!(await done('key', 'list')).includes(key))
      assert.equal(await done('key', 'revoke', id), '')
      assert.ok(last(await done('key', 'list')).revokedAt)
    })
    it('says what is wrong, in one line, with its status', async () => {
      const wrong = await run('statement', 'add', 'plex', '--at', 'yesterday', '--kind', 'announcement', '--title', 'T')
      assert.equal(wrong.status, 1)
      assert.match(wrong.stderr, /^outcry: .*; \/at must be a time.*\n$/)
      assert.equal((await run('story', 'show', 'none')).status, 1)
      for (const args of [
        ['story'],
        ['story', 'add', 'x', '--what'],
        ['key', 'add'],
        ['story', 'phase', 'plex', 'calm'],
        ['backtest'],
        ['alert', 'add'],
        ['channel', 'change', 'forum', '--secret', 'whsec_in-the-open'],
        ['receiver', 'add', 'team', '--kind', 'slack', '--url', 'https://in-the-open.example'],
      ])
        assert.equal((await run(...args)).status, 2, args.join(' '))
    })
    it('shows its usage: as data when asked for it, else as an error', async () => {
      const [asked, unasked] = [await run('help'), await run()]
      assert.deepEqual([asked.status, asked.stderr, unasked.status, unasked.stdout], [0, '', 2, ''])
      assert.match(asked.stdout, /^usage: outcry COMMAND/)
      assert.equal(unasked.stderr, asked.stdout)
    })
  })
