// Serves express routes on a free port of the loopback for one test file.
import type { AddressInfo } from 'node:net'
import express, { type Router } from 'express'
import { problems } from '../server/problems.ts'

export const serve = async (routes: { readonly [mount: string]: Router }) => {
  const faults: unknown[] = []
  const app = express()
  for (const [mount, router] of Object.entries(routes)) app.use(mount, router)
  app.use(problems((error) => faults.push(error)))
  const server = app.listen(0, '127.0.0.1')
  server.requestTimeout = 0
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    port: (server.address() as AddressInfo).port,
    /** What was answered 500. */
    faults,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
