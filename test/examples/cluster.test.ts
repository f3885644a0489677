// The example of a cluster: names that fit the program, and a balancer that sends readers to the server that can show them something.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Router } from 'express'
import { parse } from 'yaml'
import { guardReads } from '../../server/guard-reads.ts'
import { clusterOf, limits, readSettings, settings } from '../../settings.ts'
import { freePort, runNginx } from '../nginx.ts'
import { remove, root, scratchFolder, until } from '../running.ts'
import { serve } from '../serving.ts'
import { systemProgram } from '../system-program.ts'

type Service = {
  readonly build?: unknown
  readonly image?: string
  readonly command?: string
  readonly environment?: { readonly [name: string]: string | number }
  readonly volumes: readonly string[]
  readonly depends_on?: readonly string[] | { readonly [name: string]: { readonly condition: string } }
  readonly stop_grace_period?: string
  readonly healthcheck?: { readonly disable?: boolean }
}
type Compose = { readonly services: { readonly [name: string]: Service }; readonly volumes: object }

const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8')
const composeOf = (file: string) => parse(textOf(file), { merge: true }) as Compose

for (const file of ['compose.yaml', 'examples/cluster/compose.yaml'])
  describe(file, () => {
    const { services, volumes } = composeOf(file)
    const own = Object.values(services).filter(({ build }) => build !== undefined)

    it('sets what the program reads, to what it takes, and gives it the time that it needs to stop', () => {
      for (const { environment = {}, stop_grace_period = '10s' } of own) {
        assert.deepEqual(
          Object.keys(environment).filter((name) => !(name in settings)),
          [],
        )
        const given = Object.entries(environment).map(([name, value]) => {
          const [, inserted = '', rest = ''] = /^\$\{\w+:([-?])(.*)\}$/.exec(`${value}`) ?? []
          return [name, inserted === '' ? `${value}` : inserted === '-' ? rest : 'x'.repeat(20)]
        })
        const read = readSettings(Object.fromEntries(given))
        assert.equal(clusterOf(read) !== undefined, file !== 'compose.yaml')
        assert.ok(Number.parseInt(stop_grace_period, 10) * 1_000 > limits.stopMs, stop_grace_period)
      }
    })

    it('names services, volumes and programs that are there', () => {
      for (const [name, { volumes: mounted, depends_on = [], command = '' }] of Object.entries(services)) {
        const needed = Array.isArray(depends_on)
          ? depends_on.map((other) => [other, { condition: 'service_started' }] as const)
          : Object.entries(depends_on as { [name: string]: { condition: string } })
        for (const [other, { condition }] of needed) {
          const there = services[other]
          assert.ok(there !== undefined, `${name} needs ${other}`)
          if (condition === 'service_healthy') assert.ok(there.healthcheck !== undefined || there.build !== undefined)
        }
        for (const [from = ''] of mounted.map((one) => one.split(':')))
          if (!from.startsWith('.')) assert.ok(from in volumes, `${name} mounts ${from}`)
        for (const program of command.match(/\S+\.ts/g) ?? []) assert.ok(textOf(program) !== '')
      }
    })
  })

describe('examples/cluster', () => {
  const { services } = composeOf('examples/cluster/compose.yaml')
  const conf = textOf('examples/cluster/nginx.conf')

  it('has each node of the log told of the others, and by which name it is found', () => {
    const nodes = Object.entries(services).filter(([name]) => name.startsWith('kurrent'))
    assert.equal(nodes.length, 3)
    for (const [name, { environment = {} }] of nodes) {
      const others = nodes.map(([other]) => `${other}:2113`).filter((other) => other !== `${name}:2113`)
      assert.equal(environment.KURRENTDB_CLUSTER_SIZE, nodes.length)
      assert.equal(environment.KURRENTDB_GOSSIP_SEED, others.join())
      assert.equal(environment.KURRENTDB_NODE_HOST_ADVERTISE_AS, name)
      assert.equal(environment.KURRENTDB_REPLICATION_HOST_ADVERTISE_AS, name)
    }
    for (const [, server = ''] of conf.matchAll(/server (server\d+):3000/g)) assert.ok(server in services)
  })

  it('sends who reads on from a server that has not read the log yet or is gone, and a post to one server once', async function () {
    const nginx = systemProgram(this, 'nginx', 'nginx-light')
    const folder = scratchFolder('cluster-nginx')
    const posted: string[] = []
    const nodeOf = (name: string, isCaughtUp: boolean) =>
      serve({
        '/': Router()
          .use(guardReads({ isCaughtUp: () => isCaughtUp }))
          .post('/webhooks/feedback', (_request, response) => {
            posted.push(name)
            response.status(503).end()
          })
          .use((_request, response) => void response.send(name)),
      })
    const [ready, behind] = [await nodeOf('ready', true), await nodeOf('behind', false)]
    const port = await freePort()
    const stop = runNginx(
      nginx,
      folder,
      conf
        .replace('server1:3000', `127.0.0.1:${ready.port}`)
        .replace('server2:3000', `127.0.0.1:${behind.port}`)
        // One address would always come to the same one of the two.
        .replace('hash $remote_addr consistent', 'hash $http_visitor consistent')
        .replace('listen 80', `listen 127.0.0.1:${port}`),
    )
    const url = `http://127.0.0.1:${port}`
    const all = async (method: string, target: string) => {
      const visitors = Array.from({ length: 20 }, (_, i) => `visitor ${i}`)
      return Promise.all(
        visitors.map(async (visitor) => {
          const answer = await fetch(url + target, { method, headers: { visitor } })
          return answer.status === 200 ? answer.text() : `${answer.status}`
        }),
      )
    }
    try {
      await until('nginx', async () => (await fetch(url)).status === 200 || undefined)
      assert.deepEqual(new Set(await all('GET', '/stories/feedback')), new Set(['ready']))
      assert.deepEqual(new Set(await all('POST', '/webhooks/feedback')), new Set(['503']))
      assert.deepEqual([posted.length, new Set(posted)], [20, new Set(['ready', 'behind'])])
      // All of it was answered 503: pages are shown nevertheless.
      await behind.close()
      assert.deepEqual(new Set(await all('GET', '/stories/feedback')), new Set(['ready']))
    } finally {
      stop()
      await ready.close()
      await behind.close().catch(() => {})
      remove(folder)
    }
  })
})
