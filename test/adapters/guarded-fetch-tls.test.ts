// Outgoing requests over TLS: to the address that was checked, under the name that was asked for, with a certificate that holds.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import tls from 'node:tls'
import { createGuardedFetch } from '../../adapters/guarded-fetch.ts'
import { remove, scratchFolder } from '../running.ts'
import { systemProgram } from '../system-program.ts'

const limits = { connectMs: 2_000, answerMs: 2_000, maxAnswerBytes: 10_000, maxRedirects: 5 }
const { signal } = new AbortController()

describe('an outgoing request over TLS', () => {
  const folder = scratchFolder('tls')
  const trusted = tls.getCACertificates('default')
  let server: https.Server
  let port = 0
  /** Server names that were asked for. */
  const named: unknown[] = []
  before(function () {
    const openssl = systemProgram(this, 'openssl')
    const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
    const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=forum.test']
    const names = ['-addext', 'subjectAltName=DNS:forum.test']
    execFileSync(openssl, [...make, ...names, '-keyout', key, '-out', cert], { stdio: 'ignore' })
    server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
      named.push((request.socket as tls.TLSSocket).servername)
      response.end(`hello from ${request.headers.host}`)
    })
    return new Promise<void>((done) => {
      server.listen(0, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port
        done()
      })
    })
  })
  after(async () => {
    tls.setDefaultCACertificates(trusted)
    await new Promise((done) => (server === undefined ? done(undefined) : server.close(done)))
    remove(folder)
  })

  const ask = (name: string) =>
    createGuardedFetch({
      allowHosts: [`${name}:${port}`],
      userAgent: 'Outcry/test',
      limits,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    })({ method: 'GET', url: `https://${name}:${port}/`, headers: {} }, signal)

  it('is not answered where the certificate is nobody’s word, and says so', async () => {
    await assert.rejects(ask('forum.test'), { code: 'unavailable', message: /certificate/ })
    assert.deepEqual(named, [], 'nothing was sent')
  })

  it('goes to the address that was looked up, under the name that was asked for', async () => {
    tls.setDefaultCACertificates([...trusted, readFileSync(path.join(folder, 'cert.pem'), 'utf8')])
    const answer = await ask('forum.test')
    assert.equal(Buffer.from(answer.body).toString(), `hello from forum.test:${port}`)
    assert.deepEqual(named, ['forum.test'])
  })

  it('refuses a certificate of another name', async () => {
    await assert.rejects(ask('other.test'), { code: 'unavailable', message: /certificate/ })
  })
})
