// The example of a reverse proxy, run as it stands but for port, certificate and address.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import path from 'node:path'
import { io } from 'socket.io-client'
import { freePort, runNginx } from '../nginx.ts'
import { adminKey, type Running, remove, root, scratchFolder, startServer, until } from '../running.ts'
import { systemProgram } from '../system-program.ts'

describe('behind nginx', () => {
  const folder = scratchFolder('nginx')
  const agent = new Agent({ rejectUnauthorized: false })
  let server: Running
  let port: number
  const closing: (() => void)[] = []

  const get = (target: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const asking = request(
        { host: '127.0.0.1', port, path: target, agent, headers: { host: 'your.host', ...headers } },
        (answer) => {
          let body = ''
          answer.on('data', (chunk) => {
            body += chunk
          })
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
        },
      )
      asking.on('error', reject)
      asking.end()
    })

  before(async function () {
    const nginx = systemProgram(this, 'nginx', 'nginx-light')
    const openssl = systemProgram(this, 'openssl')
    server = await startServer(path.join(folder, 'data'), {
      env: { OUTCRY_TRUST_PROXY: 'loopback', OUTCRY_PUBLIC_URL: 'https://your.host' },
    })
    closing.push(() => void server.stop())
    port = await freePort()
    const [certificate, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')]
    execFileSync(
      openssl,
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        key,
        '-out',
        certificate,
        '-days',
        '1',
        '-subj',
        '/CN=your.host',
      ],
      { stdio: 'ignore' },
    )
    const site = readFileSync(path.join(root, 'examples/nginx.conf'), 'utf8')
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
      .replace(/^ *http2 on;$/m, '') // a directive that nginx before 1.25 does not know
      .replace('/etc/ssl/your.host/fullchain.pem', certificate)
      .replace('/etc/ssl/your.host/privkey.pem', key)
      .replace('http://127.0.0.1:3000', server.url)
    closing.push(runNginx(nginx, folder, site))
    await until('nginx', async () => ((await get('/livez')).status === 200 ? true : undefined))
  })
  after(() => {
    for (const close of closing.reverse()) close()
    agent.destroy()
    remove(folder)
  })

  it('shows the page over TLS', async () => {
    const { status, body } = await get('/')
    assert.equal(status, 200)
    assert.match(body, /Outcry/)
  })

  it('passes a websocket and its updates on', async () => {
    const viewer = io(`https://127.0.0.1:${port}`, {
      transports: ['websocket'],
      rejectUnauthorized: false,
      extraHeaders: { host: 'your.host', origin: 'https://your.host' },
    })
    closing.push(() => viewer.close())
    await new Promise<void>((resolve, reject) => {
      viewer.once('connect', resolve)
      viewer.once('connect_error', reject)
    })
    const told = new Promise<{ story: string }>((resolve) => {
      viewer.on('update', resolve)
      viewer.on('state', ({ figures, ...state }) => figures?.total > 0 && resolve(state))
    })
    viewer.emit('watch', { story: 'feedback', version: 0 })
    const sent = await server.ask('POST', '/webhooks/feedback', {
      id: '1',
      text: 'Through a proxy',
      at: new Date().toISOString(),
    })
    assert.equal(sent.status, 202)
    assert.equal((await told).story, 'feedback')
  })

  it('is not taken for somebody on this machine', async () => {
    assert.equal((await fetch(`${server.url}/metrics`)).status, 200)
    assert.equal((await get('/metrics')).status, 401)
    assert.equal((await get('/metrics', { authorization: `Bearer ${adminKey}` })).status, 200)
  })
})
