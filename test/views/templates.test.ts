// Templates: what the lint refuses, and that nothing a stranger writes becomes a tag, an attribute or an address.
import assert from 'node:assert/strict'
import { createRender } from '../../server/render.ts'
import { storyHtml } from '../../server/story-pages.ts'
import { createTemplates, lint } from '../../views/helpers.ts'
import { storiesView } from '../../views/stories.ts'
import { givenFacts, givenPost, nowMs } from './given-facts.ts'

const render = createRender({
  style: '/assets/s.css',
  pages: '/assets/p.css',
  embed: '/assets/e.css',
  script: '/assets/l.js',
  keys: '/assets/k.js',
  icon: '/assets/i.svg',
})
const address = 'https://outcry.example'
const marked = 'zz<>"\'`={{a}}&end'

/** The same page with every stranger's word harmless, and with every one hostile. */
const page = (word: string) =>
  storyHtml(
    render,
    givenFacts({
      title: word,
      company: word,
      about: word,
      statements: [
        {
          id: 'a',
          at: '2017-08-18T17:00:00Z',
          precision: 'minute',
          kind: 'other',
          title: word,
          text: word,
          url: `https://x.example/${word}`,
        },
      ],
      milestones: [
        { id: 'b', at: '2017-08-19T17:00:00Z', precision: 'minute', kind: 'press', title: word, text: word },
      ],
      numbers: ['a', 'b'],
      fromMs: Date.UTC(2017, 7, 18),
      bins: Array(120).fill([1, 1, 1, 0]),
      topics: [{ slug: 't', name: word, kind: 'rule' as const, last24h: [1, 1, 1, 1], trend: 'steady', spark: [1, 2] }],
      sources: [
        {
          source: word,
          counts: [40, 0, 0, 0],
          state: 'failing',
          lastReadMs: nowMs,
          lastPostMs: nowMs,
          sinceMs: nowMs,
          problem: word,
          worse: [],
          channels: 1,
          opensOnly: false,
        },
      ],
      typical: [givenPost({ text: word, source: word, topics: [word], url: `https://x.example/${word}` })],
      newest: [givenPost({ text: word, source: word, topics: [word], url: word })],
      lanes: [word],
    }),
    address,
    true,
  )

const withoutText = (html: string) => html.replace(/="[^"]*"/g, '=""').replace(/>[^<]*</g, '><')

describe('templates', () => {
  it('let words differ in text and attribute values only, whatever the words', () => {
    const hostile = page(marked)
    assert.equal(withoutText(hostile), withoutText(page('fine')))
    assert.ok(!hostile.includes('zz<'), 'an unescaped sign')
    assert.ok(hostile.includes('zz&lt;&gt;&quot;&#x27;&#x60;&#x3D;{{a}}&amp;end'))
  })

  it('are refused with unescaped output, loose attributes, scripts, styles, handlers or unchecked links', () => {
    const bad = [
      '{{{x}}}',
      '{{&x}}',
      '<p class={{x}}>',
      "<p class='{{x}}'>",
      '<script>{{x}}</script>',
      '<style>',
      '<p onclick="x">',
      '<a href="{{url}}">',
    ]
    for (const template of bad) assert.equal(lint('t', template).length, 1, template)
    assert.throws(() => createTemplates(new Map([['t', '{{{x}}}']])), /t: unescaped output/)
  })

  it('throw when a name is missing, instead of showing nothing', () => {
    const [template] = createTemplates(new Map([['t', '{{x}}']])).values()
    assert.throws(() => template?.({}), /"x" not defined/)
  })

  it('say on every page of a re-enactment that it is one', () => {
    const words = 'Re-enactment: milestones are real, posts and numbers are invented.'
    const said = storyHtml(render, givenFacts({ demonstration: true }), address, true)
    assert.equal(said.split(words).length - 1, 2)
    assert.ok(!storyHtml(render, givenFacts(), address, true).includes(words))
  })

  it('lead to the form to follow a story by mail, and only where mail goes out', () => {
    const [leads, leadsNot] = [true, false].map((byMail) => storyHtml(render, givenFacts(), address, byMail))
    assert.match(leads ?? '', /<a class="btn" href="[^"]*\/follow">By mail<\/a>/)
    assert.doesNotMatch(leadsNot ?? '', /\/follow"/)
  })

  it('guide whoever has no posts yet: demonstration, channel, a curl line to paste', () => {
    const view = storiesView({ stories: [], address: 'http://127.0.0.1:3000', channel: 'feedback', nowMs })
    const html = render('stories', {
      ...view,
      pageTitle: '',
      description: '',
      scripted: false,
      demonstration: false,
      about: '',
      checked: '',
    })
    assert.match(html, /npm run demo/)
    assert.match(html, /kind: webhook/)
    assert.match(html, /curl http:\/\/127\.0\.0\.1:3000\/webhooks\/feedback/)
    const sent = /-d '([^']*)'/.exec(view.curl)?.[1] ?? ''
    assert.deepEqual(Object.keys(JSON.parse(sent)), ['id', 'text', 'at'])
  })
})
