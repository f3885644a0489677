// The peer of the webhook: the smallest express app that parses the same JSON and waits for the same fsynced group commit.
import { DatabaseSync } from 'node:sqlite'
import express, { type Response } from 'express'

const db = new DatabaseSync(process.argv[2] ?? ':memory:')
db.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
  CREATE TABLE posts(position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, body TEXT) STRICT`)
const insert = db.prepare('INSERT INTO posts(id, body) VALUES(?, ?) ON CONFLICT DO NOTHING')

let waiting: { readonly post: { readonly id: string }; readonly response: Response }[] = []
const flush = () => {
  const batch = waiting
  waiting = []
  db.exec('BEGIN IMMEDIATE')
  for (const { post } of batch) insert.run(post.id, JSON.stringify(post))
  db.exec('COMMIT')
  for (const { response } of batch) response.status(202).json({ accepted: 1 })
}

const app = express()
app.post('/webhooks/:channel', express.json(), (request, response) => {
  waiting.push({ post: request.body, response })
  if (waiting.length === 1) setImmediate(flush)
})
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(address !== null && typeof address === 'object' ? address.port : 0)
})
