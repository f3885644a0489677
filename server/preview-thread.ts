// The thread that draws pictures for link previews: boxes and words in, a PNG out.
import { parentPort } from 'node:worker_threads'
import type { PreviewNode } from '../views/preview-nodes.ts'
import { rasterised } from './rasterise.ts'

parentPort?.on('message', async (node: PreviewNode) => {
  const png = await rasterised(node)
  parentPort?.postMessage(png, [png.buffer])
})
