// Outgoing requests: nothing private is reached, whatever an address looks like, and nothing a server does takes more than its share.
import assert from 'node:assert/strict'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import type { Resolve } from '../../adapters/checked-address.ts'
import { createGuardedFetch } from '../../adapters/guarded-fetch.ts'
import { Problem } from '../../events/problem.ts'
import { webDouble } from '../web-double.ts'

const megabyte = 1024 * 1024
const limits = { connectMs: 1_000, answerMs: 1_000, maxAnswerBytes: megabyte, maxRedirects: 5 }
const never = new AbortController().signal

const literals = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '017700000001',
    '0177.0.0.1',
    '127.0.0.1.',
  ],
  ...['①②⑦.⓪.⓪.①', '%31%32%37.0.0.1', '127。0。0。1', '0', '0.0.0.0', '0x0', '127.255.255.255', '127.0.0.1:443'],
  ...[
    '10.0.0.1',
    '10.255.255.255',
    '0x0a000001',
    '167772161',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '3232235521',
  ],
  ...[
    '169.254.169.254',
    '0xa9fea9fe',
    '2852039166',
    '169.254.43518',
    '0251.0376.0251.0376',
    '100.64.0.1',
    '100.127.255.254',
  ],
  ...['192.0.0.1', '192.0.2.1', '192.88.99.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1'],
  ...['224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
  ...[
    '[::]',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::127.0.0.1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::ffff:10.0.0.1]',
  ],
  ...[
    '[::ffff:169.254.169.254]',
    '[::ffff:0:127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b::169.254.169.254]',
    '[64:ff9b:1::1]',
  ],
  ...[
    '[100::1]',
    '[2001::1]',
    '[2001:db8::1]',
    '[2002:7f00:1::]',
    '[2002:a9fe:a9fe::]',
    '[fc00::1]',
    '[fd00:ec2::254]',
  ],
  ...['[fe80::1]', '[febf::1]', '[ff02::1]', '[::ffff:c0a8:1]'],
]

const names: { readonly [host: string]: readonly string[] } = {
  localhost: ['127.0.0.1', '::1'],
  'metadata.google.internal': ['169.254.169.254'],
  'mixed.example': ['93.184.216.34', '10.0.0.8'],
  'mapped.example': ['::ffff:192.168.1.1'],
  'nat64.example': ['64:ff9b::a00:1'],
  'zone.example': ['fe80::1%eth0'],
  'odd.example': ['not an address'],
}
const resolve: Resolve = async (host) =>
  (names[host] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  try {
    await asked
  } catch (error) {
    assert.ok(error instanceof Problem, String(error))
    return `${error.code}: ${error.message}`
  }
  return 'answered'
}

describe('a guarded request', () => {
  const canary = webDouble()
  const server = webDouble()
  const fetching = (more: Partial<Parameters<typeof createGuardedFetch>[0]> = {}) =>
    createGuardedFetch({ allowHosts: [server.host], userAgent: 'Outcry/test', limits, resolve, ...more })
  const get = (url: string, headers = {}) => fetching()({ method: 'GET', url, headers }, never)
  const redirecting = (location: string) =>
    server.answers((_, response) => void response.writeHead(302, { location }).end())

  describe('to what is private', () => {
    afterEach(() => assert.equal(canary.connections(), 0, 'the canary was reached'))

    for (const host of literals)
      it(`is refused: ${host}`, async () => {
        assert.match(await codeOf(get(`http://${host}/`)), /^forbidden: .*(private or reserved|only ports)/)
      })

    for (const host of Object.keys(names))
      it(`is refused whatever its name is: ${host}`, async () => {
        assert.match(await codeOf(get(`https://${host}/`)), /^forbidden: .*private or reserved/)
      })

    it('is refused by port, scheme, user and form', async () => {
      assert.match(await codeOf(get(`${canary.url}/`)), /^forbidden: .*only ports 80 and 443/)
      assert.match(await codeOf(get(`http://x@${server.host}/`)), /^forbidden: .*user name/)
      for (const url of [
        'file:///etc/passwd',
        'gopher://127.0.0.1/',
        'ftp://example.org/',
        'data:text/plain,x',
        'nothing',
      ])
        assert.match(await codeOf(get(url)), /^forbidden: /)
    })

    it('is refused at every redirect', async () => {
      for (const location of [
        `${canary.url}/`,
        'http://localhost/',
        'http://[::ffff:127.0.0.1]/',
        '//169.254.169.254/latest/meta-data',
        'file:///etc/passwd',
        'http://',
      ]) {
        redirecting(location)
        assert.match(await codeOf(get(`${server.url}/`)), /^forbidden: /, location)
      }
    })

    it('is looked up once: a second answer of the name server changes nothing', async () => {
      let asked = 0
      const rebinding: Resolve = async () => [{ address: asked++ === 0 ? '10.1.1.1' : '93.184.216.34', family: 4 }]
      const fetch = fetching({ resolve: rebinding })
      assert.match(
        await codeOf(fetch({ method: 'GET', url: 'http://rebind.example/', headers: {} }, never)),
        /^forbidden/,
      )
      assert.equal(asked, 1)
    })

    it('is reached only at exactly the host and port that are allowed', async () => {
      server.answers((_, response) => void response.end('here'))
      const named = 'http://intranet.example'
      const port = server.host.split(':')[1]
      const local: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]
      const fetch = fetching({ resolve: local, allowHosts: [`Intranet.example:${port}`] })
      const ask = (url: string) => fetch({ method: 'GET', url, headers: {} }, never)
      assert.equal(Buffer.from((await ask(`${named}:${port}/a`)).body).toString(), 'here')
      assert.equal(server.asked[0]?.headers.host, `intranet.example:${port}`)
      assert.match(await codeOf(ask(`${server.url}/`)), /^forbidden/)
      assert.match(await codeOf(ask(`${named}/`)), /^forbidden/)
      assert.match(await codeOf(ask(`http://other.example:${port}/`)), /^forbidden/)
    })
  })

  describe('to a server that means harm or is broken', () => {
    it('ends when it drips', async () => {
      const timers: NodeJS.Timeout[] = []
      server.answers((_, response) => {
        response.writeHead(200)
        timers.push(setInterval(() => response.write('x'), 20))
      })
      assert.match(await codeOf(get(`${server.url}/`)), /^unavailable: .*no answer in time/)
      server.answers((_, response) => void timers.push(setTimeout(() => response.end(), 5_000)))
      assert.match(await codeOf(get(`${server.url}/`)), /^unavailable: .*no answer in time/)
      for (const timer of timers) clearTimeout(timer)
    })

    it('ends when it never ends', async () => {
      server.answers((_, response) => {
        const more = () => {
          while (response.write(Buffer.alloc(64 * 1024))) if (response.destroyed) return
        }
        response.on('drain', more)
        more()
      })
      assert.match(await codeOf(get(`${server.url}/`)), /^too-large: .*1 MB/)
    })

    it('takes no bomb, in any encoding', async () => {
      const zeros = Buffer.alloc(32 * megabyte)
      const bombs = {
        gzip: gzipSync(zeros),
        br: brotliCompressSync(zeros),
        zstd: zstdCompressSync(zeros),
        deflate: deflateSync(zeros),
      }
      for (const [encoding, bomb] of Object.entries(bombs)) {
        server.answers((_, response) => void response.writeHead(200, { 'content-encoding': encoding }).end(bomb))
        assert.match(await codeOf(get(`${server.url}/`)), /^too-large/, encoding)
      }
      server.answers((_, response) => void response.end(bombs.gzip))
      assert.match(await codeOf(get(`${server.url}/`)), /^too-large/)
      for (const encoding of ['gzip, gzip', 'compress', 'toString']) {
        server.answers((_, response) => void response.writeHead(200, { 'content-encoding': encoding }).end(bombs.gzip))
        assert.match(await codeOf(get(`${server.url}/`)), /^unsupported/)
      }
    })

    it('takes the status alone where nobody reads the body, whatever comes of that', async () => {
      const request = { method: 'POST', url: `${server.url}/`, headers: {}, body: '{}', onlyStatus: true } as const
      for (const [encoding, body] of [
        ['identity', Buffer.alloc(2 * megabyte)],
        ['compress', 'no'],
        ['gzip', 'no'],
      ] as const) {
        server.answers((_, response) => void response.writeHead(202, { 'content-encoding': encoding }).end(body))
        const { status, body: read } = await fetching()(request, never)
        assert.deepEqual([status, read.length], [202, 0], encoding)
      }
      server.answers((_, response) => {
        response.writeHead(200).write('cut off', () => response.socket?.end())
      })
      assert.equal((await fetching()(request, never)).status, 200)
    })

    it('takes no half of an answer for a whole one', async () => {
      const whole = gzipSync('a whole answer')
      server.answers(
        (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(whole.subarray(0, -9)),
      )
      assert.match(await codeOf(get(`${server.url}/`)), /^unavailable/)
      server.answers((_, response) => {
        response.writeHead(200, { 'content-length': 100 })
        response.write('short', () => response.destroy())
      })
      assert.match(await codeOf(get(`${server.url}/`)), /^unavailable/)
      server.answers((request) => void request.socket.destroy())
      assert.match(await codeOf(get(`${server.url}/`)), /^unavailable: .*cut/)
    })

    it('follows five redirects and no more, and none of a POST', async () => {
      server.answers(({ url }, response) => {
        const left = Number(url?.slice(1))
        if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end()
        else response.end('done')
      })
      assert.equal((await get(`${server.url}/5`)).url, `${server.url}/0`)
      assert.match(await codeOf(get(`${server.url}/6`)), /^too-large: .*redirects/)
      redirecting('/')
      assert.match(await codeOf(get(`${server.url}/`)), /^too-large: .*redirects/)
      const post = fetching()({ method: 'POST', url: `${server.url}/`, headers: {}, body: 'x' }, never)
      assert.match(await codeOf(post), /^too-large: .*redirects/)
    })

    it('says in words why nobody is there', async () => {
      assert.match(
        await codeOf(
          fetching({
            resolve: async () => {
              throw Object.assign(new Error(), { code: 'ENOTFOUND' })
            },
          })({ method: 'GET', url: 'http://nobody.example/', headers: {} }, never),
        ),
        /^unavailable: reaching nobody.example: its name was not found/,
      )
      const gone = fetching({ allowHosts: ['127.0.0.1:9'] })
      assert.match(
        await codeOf(gone({ method: 'GET', url: 'http://127.0.0.1:9/', headers: {} }, never)),
        /^unavailable: .*refuses/,
      )
    })

    it('ends at once when it is no longer wanted', async () => {
      const stop = new AbortController()
      server.answers(() => stop.abort())
      const asked = fetching()({ method: 'GET', url: `${server.url}/`, headers: {} }, stop.signal)
      assert.match(await codeOf(asked), /^unavailable/)
    })
  })

  it('reads every encoding it asks for, and gzip that no header tells of', async () => {
    const text = 'Grüße '.repeat(1_000)
    const packed = {
      gzip: gzipSync(text),
      br: brotliCompressSync(text),
      zstd: zstdCompressSync(text),
      deflate: deflateSync(text),
      '': gzipSync(text),
    }
    for (const [encoding, body] of Object.entries(packed)) {
      server.answers(
        (_, response) => void response.writeHead(200, encoding ? { 'content-encoding': encoding } : {}).end(body),
      )
      assert.equal(Buffer.from((await get(`${server.url}/`)).body).toString(), text, encoding)
    }
    assert.equal(server.asked[0]?.headers['user-agent'], 'Outcry/test')
  })

  it('says who we are, in the words that a platform wants where it wants its own', async () => {
    server.answers((_, response) => void response.end())
    await get(`${server.url}/`, { 'user-agent': 'server:outcry:v1 (by /u/ada)', host: 'elsewhere.example' })
    const [{ headers } = assert.fail()] = server.asked
    assert.deepEqual([headers['user-agent'], headers.host], ['server:outcry:v1 (by /u/ada)', server.host])
  })

  it('takes keys to the server they are for, and to no other', async () => {
    const port = server.host.split(':')[1]
    const local: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]
    const fetch = fetching({ resolve: local, allowHosts: [server.host, `elsewhere.example:${port}`] })
    server.answers(({ url }, response) => {
      if (url === '/same') response.writeHead(307, { location: '/there' }).end()
      else if (url === '/other') response.writeHead(307, { location: `http://elsewhere.example:${port}/there` }).end()
      else response.end()
    })
    const headers = { authorization: 'Bearer x', 'api-key': 'y', accept: 'text/xml' }
    await fetch({ method: 'GET', url: `${server.url}/same`, headers }, never)
    assert.equal(server.asked[1]?.headers.authorization, 'Bearer x')
    await fetch({ method: 'GET', url: `${server.url}/other`, headers }, never)
    const { authorization, accept } = server.asked[3]?.headers ?? {}
    assert.deepEqual([authorization, server.asked[3]?.headers['api-key'], accept], [undefined, undefined, 'text/xml'])
  })
})
