// outcry.yaml: read, checked by line, and made true by as few events as it takes.

import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { createMemoryEventLog } from '../../adapters/memory-event-log.ts'
import { createMemoryVault } from '../../adapters/memory-vault.ts'
import { type Moment, statementKinds } from '../../events/story.ts'
import { applyConfiguration } from '../../server/configuration.ts'
import { readConfiguration } from '../../server/configuration-file.ts'
import { createEditing } from '../../server/editing.ts'
import { createReceiverEditing } from '../../server/receiver-editing.ts'
import { remove, scratchFolder } from '../running.ts'

const example = `# what we watch
channels:
  - id: plex-forum
    kind: discourse
    url: https://forums.plex.tv
  - id: feedback
    kind: webhook
    secret: \${WEBHOOK_SECRET}
stories:
  - slug: plex-privacy
    title: "Plex privacy policy: users object"
    company: Plex
    channels: [plex-forum, feedback]
    match: ["opt out", "opt-out"]
    topics:
      - { name: "Removed opt-out", match: ["opt out"] }
    statements:
      - { at: 2017-08-18T17:00:00Z, kind: announcement, title: "A new policy", url: "https://a.example" }
    milestones:
      - { at: 2017-09-20T00:00:00Z, kind: effective, title: "It takes effect" }
`
const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`

describe('a broken outcry.yaml', () => {
  const fault = (text: string, environment = {}) => {
    try {
      readConfiguration(text, 'outcry.yaml', environment)
      return 'taken'
    } catch (error) {
      assert.equal((error as { code: string }).code, 'usage')
      return (error as Error).message
    }
  }
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      'a value that is wrong',
      'channels:\n  - id: a b\n    kind: webhook\n',
      /^outcry\.yaml line 2: channels\.0\.id: must be/,
    ],
    ['a field that is missing', 'stories:\n  - slug: a\n', /line 2: stories\.0\.title: is missing/],
    [
      'a field that nobody knows',
      'stories:\n  - slug: a\n    title: T\n    titel: x\n',
      /line 4: stories\.0\.titel: is not known/,
    ],
    ['a section that nobody knows', 'channels: []\nstorys: []\n', /line 2: storys: is not known/],
    ['YAML that is none', 'channels:\n  - id: a\n   kind: b\n', /line 3: /],
    ['a key that is there twice', 'channels: []\nchannels: []\n', /line 2: Map keys must be unique/],
    [
      'an id that is there twice',
      'stories:\n  - { slug: a, title: T }\n  - { slug: a, title: T }\n',
      /line 3: .*there twice/,
    ],
    [
      'a kind that there is not',
      'channels:\n  - id: a\n    kind: fax\n',
      /line 3: channels\.0\.kind: must be one of webhook/,
    ],
    [
      'a setting of another kind',
      'channels:\n  - id: a\n    kind: webhook\n    query: q\n',
      /line 4: channels\.0\.query/,
    ],
    [
      'a variable that is not set',
      `channels:\n  - id: a\n    kind: x\n    query: q\n    token: \${X_TOKEN}\n`,
      /line 5: \$\{X_TOKEN\} is not set/,
    ],
    ['a list where a map belongs', '- a\n- b\n', /line 1: /],
    [
      'a webhook that nobody could verify',
      'receivers:\n  - id: a\n    kind: webhook\n    url: https://a.example\n',
      /line 2: receivers\.0\.secret: is missing/,
    ],
    [
      'a receiver without an address',
      'receivers:\n  - id: a\n    kind: mail\n    url: https://a.example\n',
      /line 2: receivers\.0\.address: is missing/,
    ],
    [
      'a mail address that is several lines',
      'receivers:\n  - id: a\n    kind: mail\n    address: "a@example.org\\r\\nBcc: b@example.org"\n',
      /line 4: receivers\.0\.address: must be a mail address/,
    ],
  ]
  for (const [what, text, words] of cases)
    it(`names the line of ${what}`, () => {
      assert.match(fault(text), words)
    })

  it('may be empty', () => assert.equal(fault('# nothing yet\n'), 'taken'))
  it('does not repeat a secret', () => {
    const told = fault(`channels:\n  - id: a\n    kind: webhook\n    secret: \${S}\n`, { S: 'hunter2hunter2' })
    assert.match(told, /line 4/)
    assert.doesNotMatch(told, /hunter2/)
  })
})

describe('outcry.yaml', () => {
  const folder = scratchFolder('configuration')
  const file = path.join(folder, 'outcry.yaml')
  after(() => remove(folder))

  const start = () => {
    const now = () => Date.UTC(2026, 10, 24)
    const log = createMemoryEventLog({ now })
    const vault = createMemoryVault({ now })
    const pepper = createSecretKey(Buffer.alloc(32))
    const editing = createEditing({ log, vault, pepper, now })
    const receivers = createReceiverEditing({ log, vault, pepper, now, random: randomBytes })
    const apply = async (text: string | undefined, isNew = false) => {
      if (text !== undefined) writeFileSync(file, text)
      const where = text === undefined ? path.join(folder, 'none.yaml') : file
      const before = await log.head()
      await applyConfiguration({ editing, receivers, file: where, environment: { WEBHOOK_SECRET: secret }, isNew })
      return (await log.head()) - before
    }
    return { log, vault, editing, apply }
  }

  it('sets receivers, whose addresses and secrets go to the vault and to no event', async () => {
    const { log, vault, apply } = start()
    const receivers = `receivers:
  - { id: pager, kind: webhook, url: "https://pager.example/hook", secret: "\${WEBHOOK_SECRET}" }
  - { id: team, kind: slack, name: The team, url: "https://hooks.example/T1", quotes: true }
  - { id: me, kind: mail, address: me@example.org }
`
    assert.equal(await apply(receivers), 3)
    assert.equal(await apply(receivers), 0)
    assert.equal(await apply(receivers.replace('quotes: true', 'quotes: true, off: true')), 1)
    assert.equal(await apply(receivers.replace('T1', 'T2')), 1)
    const events = [
      ...(await log.read('receiver-pager')),
      ...(await log.read('receiver-team')),
      ...(await log.read('receiver-me')),
    ]
    assert.deepEqual(
      events.map(({ type }) => type),
      ['ReceiverSet', 'ReceiverSet', 'ReceiverSwitchedOff', 'ReceiverSet', 'ReceiverSet'],
    )
    assert.doesNotMatch(JSON.stringify(events), /example|whsec_/)
    assert.equal(await vault.secret('receiver/pager/secret'), secret)
    assert.equal(await vault.secret('receiver/team/url'), 'https://hooks.example/T2')
    assert.equal(await vault.secret('receiver/me/address'), 'me@example.org')
  })

  it('names the line of what would become of another kind, and then changes nothing', async () => {
    const { apply, log } = start()
    await apply(`${example}receivers:\n  - { id: me, kind: mail, address: me@example.org }\n`)
    const head = await log.head()
    const other = example.replace('company: Plex', 'company: Other')
    for (const [text, fault] of [
      [other.replace('discourse', 'feed'), /line 4: channels\.0\.kind: "plex-forum" is of kind discourse/],
      [
        `${other}receivers:\n  - { id: me, kind: slack, url: "https://x.example" }\n`,
        /line 22: receivers\.0\.kind: "me" is of kind mail and cannot become slack; take another id/,
      ],
    ] as const)
      await assert.rejects(apply(text), fault)
    assert.equal(await log.head(), head)
  })

  it('becomes events, and its secrets go to the vault', async () => {
    const { log, vault, apply } = start()
    assert.equal(await apply(example), 5)
    const types = [...(await log.read('channel-feedback')), ...(await log.read('story-plex-privacy'))].map(
      ({ type }) => type,
    )
    assert.deepEqual(types, ['ChannelOpened', 'StoryOpened', 'StatementRecorded', 'MilestoneRecorded'])
    assert.equal(await vault.secret('channel/feedback/secret'), secret)
    assert.ok(!JSON.stringify(await log.read('channel-feedback')).includes(secret))
  })

  it('read again adds nothing, and only what differs where it changed', async () => {
    const { log, apply } = start()
    await apply(example)
    assert.equal(await apply(example), 0)
    assert.equal(
      await apply(example.replace('company: Plex', 'company: Plex Inc.').replace('A new policy', 'New words')),
      2,
    )
    const [changed, corrected] = (await log.read('story-plex-privacy')).slice(-2)
    assert.deepEqual(changed?.data, { slug: 'plex-privacy', company: 'Plex Inc.' })
    assert.equal(corrected?.type, 'StatementCorrected')
  })

  it('has alert rules over stories of the file or the log; read again they add nothing', async () => {
    const { log, apply } = start()
    const rules = `${example}alerts:\n  - { id: team, stories: [plex-privacy], on: [phase-change], cooldown: 2h }\n`
    assert.equal(await apply(rules), 6)
    assert.equal(await apply(rules), 0)
    assert.equal(await apply('alerts: [{ id: team, stories: [plex-privacy], severity: 7 }]'), 1)
    const [set, changed] = await log.read('alert-rules')
    assert.deepEqual([set?.type, changed?.type], ['AlertRuleSet', 'AlertRuleSet'])
    for (const [text, fault] of [
      ['alerts:\n  - id: team\n    stories: [none]\n', /line 3: alerts\.0\.stories\.0: there is no story "none"/],
      ['alerts:\n  - id: team\n    cooldown: 60\n', /line 3: alerts\.0\.cooldown: must be a duration such as 60m/],
      ['alerts:\n  - { id: team }\n  - { id: team }\n', /line 3: alerts\.1\.id: "team" is there twice/],
    ] as const)
      await assert.rejects(apply(text), fault)
  })

  it('names only receivers that are there, or that it makes itself', async () => {
    const { editing, apply, log } = start()
    await assert.rejects(
      apply('alerts:\n  - id: team\n    to: [chat]\n'),
      /line 3: alerts\.0\.to\.0: there is no receiver "chat"/,
    )
    const receivers = 'receivers: [{ id: chat, kind: mail, address: a@example.org }]\n'
    assert.equal(await apply(`${receivers}alerts: [{ id: team, to: [chat] }]`), 2)
    assert.equal(await apply('alerts: [{ id: team, to: [chat], severity: 7 }]'), 1)
    assert.equal((await log.read('alert-rules')).length, 2)
    await assert.rejects(editing.changeAlertRule('team', { to: ['mail'] }), /name stories and receivers that are there/)
  })

  it('leaves alone what it does not name', async () => {
    const { editing, log, apply } = start()
    await apply(example)
    await editing.changeStory('plex-privacy', { about: 'media server software' })
    await editing.openChannel({ id: 'other', kind: 'webhook' })
    assert.equal(await apply(example), 0)
    assert.equal(await apply('channels: []\n'), 0)
    assert.equal((await log.read('channel-other')).length, 1)
  })

  it('records every kind of statement once, with when posts first spoke of it', async () => {
    const { apply, log } = start()
    const said = statementKinds.map(
      (kind, i) => `      - { at: 2017-08-2${i}, heardAt: 2017-08-2${i}T17:00:00Z, kind: ${kind}, title: "${kind}" }\n`,
    )
    const whole = example.replace('    milestones:', `${said.join('')}    milestones:`)
    await apply(whole)
    assert.equal(await apply(whole), 0)
    const recorded = (await log.read('story-plex-privacy')).filter(({ type }) => type === 'StatementRecorded')
    assert.deepEqual(
      recorded
        .map(({ data }) => [(data as Moment<string>).kind, (data as Moment<string>).heardAt?.slice(8, 16)])
        .slice(1),
      statementKinds.map((kind, i) => [kind, `2${i}T17:00`]),
    )
  })

  it('names the line of a pattern that RE2 refuses', async () => {
    const { apply } = start()
    const broken = example.replace('match: ["opt out"] }', 'match: ["opt out"], patterns: ["ok", "(a)\\\\1"] }')
    await assert.rejects(apply(broken), {
      code: 'usage',
      message:
        /^outcry\.yaml line 16: stories\.0\.topics\.0\.patterns\.1: topic "Removed opt-out", pattern "\(a\)\\1": /,
    })
  })

  it('is taken whole or not at all', async () => {
    const { apply, log } = start()
    await assert.rejects(apply(example.replace('kind: effective', 'kind: unknown')), { code: 'usage' })
    await assert.rejects(apply(example.replace('[plex-forum, feedback]', '[plex-forum, feedbak]')), {
      code: 'usage',
      message: /^outcry\.yaml line 13: stories\.0\.channels\.1: there is no channel "feedbak"/,
    })
    assert.equal(await log.head(), 0)
  })

  it('is not needed: an empty folder gets the channel and the story `feedback`, once', async () => {
    const { apply, log, editing } = start()
    assert.equal(await apply(undefined, true), 2)
    assert.equal((await log.read('story-feedback'))[0]?.type, 'StoryOpened')
    await editing.changeStory('feedback', { title: 'What people say' })
    assert.equal(await apply(undefined, true), 0)
    assert.equal(await apply(undefined), 0)
  })
})
