// What an alert says in each way of sending: all of it, and nothing of a stranger's that acts.
import assert from 'node:assert/strict'
import { discordMessage, slackMessage } from '../../views/alert-chat.ts'
import { alertMail } from '../../views/alert-mail.ts'
import {
  type AlertFacts,
  alertData,
  alertText,
  testText,
  withdrawalData,
  withdrawalText,
} from '../../views/alert-text.ts'
import { changeMail, confirmMail } from '../../views/follower-mail.ts'
import { alertRaised, declared, phaseChange, recorded, statement } from '../given.ts'
import { acting, hostile } from '../hostile-words.ts'

const story = { title: 'Plex privacy', company: 'Plex', demonstration: false }
const facts = (changes: Partial<AlertFacts> = {}, alert = {}): AlertFacts => ({
  alert: alertRaised('a1', ['team'], { since: '2017-08-18T16:10:00.000Z', ...alert }).data,
  raisedAt: '2017-08-18T17:05:30.120Z',
  story,
  address: 'https://outcry.example',
  posts: [],
  ...changes,
})
const link = 'https://outcry.example/stories/plex?at=2017-08-18T17:05:30.120Z'
/** A mail address in it would keep it from being quoted at all. */
const quoted = hostile.replace('victim@example.org', 'me')
const evil = facts(
  {
    story: { title: hostile, company: hostile, demonstration: false },
    posts: [
      { source: hostile, text: quoted, url: 'javascript:alert(1)' },
      { source: 'webhook', text: quoted.repeat(40), url: 'https://forum.example/1?a|Free+money' },
    ],
  },
  {
    title: hostile,
    reason: hostile.repeat(60),
    topics: Array.from({ length: 5 }, () => ({ name: hostile, posts: 3 })),
    sources: [{ name: hostile, posts: 3 }],
    phrases: Array.from({ length: 5 }, () => ({ name: hostile, posts: 3 })),
  },
)

/** Every string in a value. */
const stringsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(stringsOf)
      : []

describe('an alert says', () => {
  const said = (text: string) => {
    for (const part of [
      'Plex: Backlash a1',
      '31 negative posts in 50 minutes; 8.4 are usual.',
      'Since Fri 18 Aug, 16:10 UTC',
      'opt out (12)',
      'Removed opt-out (20)',
      'severity 7 of 10',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`)
  }

  it('that it is withdrawn, since when and why, in every form', () => {
    const withdrawn = { at: '2017-08-18T21:00:00.000Z', why: 'posts were removed' }
    const text = withdrawalText(facts(), withdrawn)
    for (const form of [alertMail(text), slackMessage(text), discordMessage(text)].map((one) =>
      JSON.stringify(one).replaceAll('\\', ''),
    )) {
      assert.match(form, /Withdrawn: Plex: Backlash a1/)
      assert.match(form, /is no longer held to be true: posts were removed/)
      assert.match(form, /stories\/plex\?at=2017-08-18T21:00:00.000Z/)
    }
    const data = withdrawalData(facts(), withdrawn) as { [name: string]: unknown }
    assert.deepEqual([data.id, data.withdrawnAt, data.why], ['a1', withdrawn.at, withdrawn.why])
    for (const part of stringsOf(withdrawalText(evil, { ...withdrawn, why: hostile })))
      assert.doesNotMatch(part, acting)
  })

  it('what, since when, how unusual and why, and links to the page as of that moment, in every form', () => {
    const text = alertText(facts())
    const mail = alertMail(text)
    assert.equal(mail.subject, 'Plex: Backlash a1')
    said(mail.text)
    assert.ok(mail.text.includes(link))
    const slack = stringsOf(slackMessage(text))
    said(slack.join('\n'))
    assert.ok(slack.some((one) => one.includes(`<${link}|`)))
    const discord = discordMessage(text) as { embeds: { url: string }[] }
    said(stringsOf(discord).join('\n').replaceAll('\\', ''))
    assert.equal(discord.embeds[0]?.url, link)
    const data = alertData(facts()) as { [name: string]: unknown }
    assert.equal(data.id, 'a1')
    assert.equal(data.url, link)
    assert.equal(data.since, '2017-08-18T16:10:00.000Z')
    assert.deepEqual(data.phrases, [{ name: 'opt out', posts: 12 }])
  })

  it('that it is a re-enactment, where it is one, in every form', () => {
    const demo = facts({ story: { ...story, demonstration: true } })
    const text = alertText(demo)
    const mail = alertMail(text)
    assert.match(mail.subject, /^Re-enactment: /)
    for (const told of [
      mail.text,
      ...[slackMessage(text), discordMessage(text)].map((one) => stringsOf(one).join('\n')),
    ])
      assert.match(told, /posts and numbers are invented/)
    assert.equal((alertData(demo) as { story: { demonstration: boolean } }).story.demonstration, true)
    for (const one of [
      confirmMail({ ...story, demonstration: true }, 'https://o.example/follow/x'),
      changeMail(
        { ...story, demonstration: true },
        recorded([statement('plex', 's', '2017-08-19T10:00:00Z', 'reversal')])[0] as never,
        {
          page: link,
          leave: link,
        },
      ),
    ])
      assert.match(`${one?.subject}\n${one?.text}`, /^Re-enactment: .*invented/s)
  })

  it('what a typical post says where it may be shown, else where it is', () => {
    const posts = [
      { source: 'webhook', text: 'Give us the opt-out back.', url: null },
      { source: 'reddit', text: null, url: 'https://reddit.example/1' },
      { source: 'webhook', text: null, url: null },
    ]
    const { posts: shown } = alertText(facts({ posts }))
    assert.deepEqual(shown, [
      { words: '“Give us the opt-out back.”, on Webhook', link: null },
      { words: 'A post on Reddit', link: 'https://reddit.example/1' },
    ])
  })

  it('the names of built-in topics to people, their slugs and plain words to machines', () => {
    const told = facts(
      { posts: [{ source: 'webhook', text: 'Give it back.', url: null }] },
      { topics: [{ name: 'legal', posts: 3 }] },
    )
    assert.equal(alertText(told).why.find(({ name }) => name === 'Topics')?.items, 'Law or regulator (3)')
    const { topics, posts } = alertData(told) as { topics: unknown; posts: unknown }
    assert.deepEqual(topics, [{ name: 'legal', posts: 3 }])
    assert.deepEqual(posts, [{ source: 'Webhook', text: 'Give it back.', url: null }])
  })

  it('nothing of where it is, when the service does not know its own address', () => {
    const text = alertText(facts({ address: '' }))
    assert.equal(text.link, null)
    assert.doesNotMatch(JSON.stringify([alertMail(text), slackMessage(text), discordMessage(text)]), /\/stories\//)
    assert.doesNotMatch(JSON.stringify(slackMessage(testText('team', ''))), /undefined|null/)
  })
})

describe('what a stranger wrote', () => {
  const text = alertText(evil)

  it('is quoted', () => assert.equal(text.posts.filter(({ words }) => words.includes('alert')).length, 2))

  it('mentions nobody, formats nothing and links nowhere in Slack', () => {
    const message = slackMessage(text) as { blocks: { type: string; text?: { type: string; text: string } }[] }
    for (const block of message.blocks) {
      if (block.text?.type === 'mrkdwn') {
        assert.equal(
          block.text.text,
          `<${link}|Open the page as of that moment> · <https://forum.example/1?a%7CFree+money|Post 2>`,
        )
        continue
      }
      for (const one of stringsOf(block)) {
        assert.doesNotMatch(one, /[<>]/)
        assert.ok(one.length <= 3_000)
      }
    }
    assert.doesNotMatch((message as unknown as { text: string }).text, /[<>]/)
    assert.doesNotMatch(JSON.stringify(message), /javascript:/)
    assert.ok((message.blocks[0]?.text?.text.length ?? 999) <= 150)
  })

  it('mentions nobody and formats nothing in Discord, and fits there', () => {
    const message = discordMessage(text) as {
      content: string
      allowed_mentions: { parse: string[] }
      embeds: { title: string; description: string; fields: { name: string; value: string }[] }[]
    }
    assert.deepEqual(message.allowed_mentions, { parse: [] })
    const [embed] = message.embeds
    assert.ok(embed !== undefined)
    const ours = '\n<https://forum.example/1?a|Free+money>'
    for (const one of [message.content, embed.title, embed.description, ...embed.fields.map(({ value }) => value)])
      assert.doesNotMatch(one.replace(ours, '').replace(/\\./g, ''), /[*_~`|<>#@[\]():]/)
    assert.ok(message.content.length <= 2_000)
    assert.ok(embed.title.length <= 256 && embed.description.length <= 4_096)
    assert.ok(embed.fields.every(({ value }) => value.length <= 1_024))
    assert.ok(stringsOf(embed).join('').length <= 6_000)
  })

  it('begins no header and no line of its own in a mail', () => {
    const { subject, text: body } = alertMail(text)
    assert.doesNotMatch(subject, /[\r\n]/)
    assert.ok([...subject].length <= 150)
    assert.doesNotMatch(body, /^Bcc:/m)
    assert.doesNotMatch(body, /\r/)
  })

  it('holds no character that acts, and stays below 20 KB, in every form', () => {
    const data = alertData(evil)
    for (const one of [...stringsOf([slackMessage(text), discordMessage(text), alertMail(text), data])])
      assert.doesNotMatch(one, acting)
    for (const one of [data, slackMessage(text), discordMessage(text)])
      assert.ok(Buffer.byteLength(JSON.stringify(one)) < 20_000, String(JSON.stringify(one).length))
    assert.doesNotMatch(JSON.stringify(data), /javascript:/)
  })
})

describe('a mail to a follower', () => {
  const links = { page: link, leave: 'https://outcry.example/follow/x/y' }
  const mailOf = (event: Parameters<typeof recorded>[0][number]) =>
    changeMail(story, recorded([event])[0] as never, links)

  it('says that they change course, that it is over, or what else changed, and how to leave', () => {
    const turn = mailOf(statement('plex', 's', '2017-08-19T10:00:00Z', 'reversal', 'The opt-out is back'))
    assert.equal(turn?.subject, 'Plex privacy: Plex changes course: The opt-out is back')
    assert.ok(turn?.text.includes(links.leave) && turn.text.includes(links.page))
    const partly = mailOf(statement('plex', 's', '2017-08-19T10:00:00Z', 'partial-reversal', 'T'))
    assert.match(partly?.subject ?? '', /partly changes course: T$/)
    const over = mailOf(declared('plex', phaseChange('2017-08-25T10:00:00.000Z', 'recovered')))
    assert.equal(over?.subject, 'Plex privacy: It is over: recovered')
    assert.match(over?.text ?? '', /recovered, by these counts\./)
    assert.equal(mailOf(alertRaised('a', [])), undefined)
  })

  it('is one subject of one line whatever a story or statement is called', () => {
    const wild = { title: hostile, company: hostile, demonstration: false }
    const event = recorded([statement('plex', 's', '2017-08-19T10:00:00Z', 'reversal', hostile)])[0] as never
    for (const mail of [confirmMail(wild, links.leave), changeMail(wild, event, links)]) {
      assert.doesNotMatch(mail?.subject ?? '\n', /[\r\n]/)
      assert.doesNotMatch(mail?.text ?? '', /^Bcc:/m)
      assert.doesNotMatch(mail?.text ?? '', acting)
    }
  })
})
