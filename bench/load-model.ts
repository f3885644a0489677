// A process that loads the model, scores one post, and prints what that took: {ms of processor time, bytes of resident memory}.
const collect = (globalThis as { gc?: () => void }).gc
collect?.()
const before = process.memoryUsage.rss()
const used = process.cpuUsage()
const { linear } = await import('../analysis/sentiment/linear.ts')
linear.judge('It restarts at noon.')
const { user, system } = process.cpuUsage(used)
const ms = (user + system) / 1_000
collect?.()
process.stdout.write(JSON.stringify({ ms, bytes: process.memoryUsage.rss() - before }))
