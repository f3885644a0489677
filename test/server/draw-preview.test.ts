// The thread that draws: one picture at a time, few in the queue, gone when it rests, and back after it died.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { createDrawing } from '../../server/draw-preview.ts'
import { box, type PreviewNode } from '../../views/preview-nodes.ts'

const node = (name: string): PreviewNode => box(name, [])
/** Answers with the name of the box, as bytes. */
const echo = `require('node:worker_threads').parentPort.on('message', ({ className }) => {
  if (className === 'dies') throw new Error('died')
  if (className !== 'hangs') require('node:worker_threads').parentPort.postMessage(new TextEncoder().encode(className))
})`

const given = (parts: Partial<Parameters<typeof createDrawing>[0]> = {}) => {
  const told: string[] = []
  const threads: Worker[] = []
  const start = () => {
    const thread = new Worker(echo, { eval: true })
    threads.push(thread)
    return thread
  }
  return { told, threads, drawing: createDrawing({ onProblem: (words) => told.push(words), start, ...parts }) }
}
const away = { code: 'unavailable', retryAfterSeconds: 5 }

describe('drawing pictures for link previews', () => {
  it('starts its thread with the first picture, and answers each with its own', async () => {
    const { drawing, threads } = given()
    assert.equal(threads.length, 0)
    const names = ['a', 'b', 'c']
    const pictures = await Promise.all(names.map((name) => drawing.draw(node(name))))
    assert.deepEqual(pictures.map(String), names)
    assert.equal(threads.length, 1)
    await drawing.close()
    await assert.rejects(drawing.draw(node('late')), away)
  })

  it('turns away who comes when many wait, and draws for those who do', async () => {
    const { drawing } = given({ maxWaiting: 2 })
    const waiting = [drawing.draw(node('a')), drawing.draw(node('b'))]
    await assert.rejects(drawing.draw(node('c')), away)
    assert.deepEqual((await Promise.all(waiting)).map(String), ['a', 'b'])
    assert.equal(String(await drawing.draw(node('d'))), 'd')
    await drawing.close()
  })

  it('lets who asked for what killed it try again, and starts anew for the next', async () => {
    const { drawing, told, threads } = given()
    const [died, next] = await Promise.allSettled([drawing.draw(node('dies')), drawing.draw(node('a'))])
    assert.equal(died.status, 'rejected')
    assert.equal(next.status === 'fulfilled' && String(next.value), 'a')
    assert.equal(threads.length, 2)
    assert.equal(told.length, 1)
    await drawing.close()
  })

  it('ends a thread that takes too long', async () => {
    const { drawing, told } = given({ mostMs: 50 })
    await assert.rejects(drawing.draw(node('hangs')), away)
    assert.match(told.join(), /took more than 0.05 s/)
    await drawing.close()
  })

  it('ends its thread when nobody asks for a while', async () => {
    const { drawing, threads } = given({ restMs: 1 })
    await drawing.draw(node('a'))
    const [thread] = threads
    assert.ok(thread)
    await once(thread, 'exit')
    assert.equal(String(await drawing.draw(node('b'))), 'b')
    assert.equal(threads.length, 2)
    await drawing.close()
  })
})
