// A process that loads the model, scores one post, and prints what that took: {ms, bytes of resident memory}.
const collect = (globalThis as { gc?: () => void }).gc
collect?.()
const before = process.memoryUsage.rss()
const began = performance.now()
const { linear } = await import('../analysis/linear.ts')
linear.judge('It restarts at noon.')
const ms = performance.now() - began
collect?.()
process.stdout.write(JSON.stringify({ ms, bytes: process.memoryUsage.rss() - before }))
