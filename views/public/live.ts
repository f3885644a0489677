// The only script of the page: keeps it true while it is open, and reads the chart out by keyboard and pointer.
import { type BinUpdate, type ChartData, drawChart, readBin, withBins } from '../chart.ts'
import { isNews } from '../shown.ts'
import { dayMs } from '../wording.ts'
import { fill, type Values } from './fill.ts'

type Socket = {
  readonly connected: boolean
  readonly io: { on: (event: string, listener: () => void) => void }
  on: (event: string, listener: (message: Message) => void) => void
  emit: (event: string, message: object) => void
}
declare const io: (options: object) => Socket

/** Full new values, never increments: applying one twice, or missing one, is harmless. */
type Message = {
  readonly story: string
  readonly version: number
  readonly nowMs: number
  readonly view: Values
  /** `update`: bins that changed. */
  readonly bins?: readonly BinUpdate[]
  /** `state`: the whole chart. */
  readonly chart?: ChartData
}

const byId = (id: string) => document.getElementById(id)
const main = document.querySelector<HTMLElement>('main[data-story]')
const figure = byId('chart')

const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const showLocalTimes = () => {
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[datetime*="T"]')) {
    const ms = Date.parse(time.dateTime)
    if (!Number.isNaN(ms)) time.title = `${local.format(ms)}, your time`
  }
}

let data: ChartData | null = figure?.dataset.chart ? JSON.parse(figure.dataset.chart) : null

const readTheChart = () => {
  const plot = byId('plot')
  const tip = byId('tip')
  const cursor = byId('cursor')
  const panel = plot?.querySelector('.vol')
  if (!plot || !tip || !cursor || !panel) return
  let at = -1
  const read = (index: number) => {
    if (!data) return
    const count = data.bins.length - data.lead
    at = Math.max(0, Math.min(count - 1, index))
    tip.textContent = readBin(data, at)
    const { left, width } = panel.getBoundingClientRect()
    cursor.style.left = `${left - plot.getBoundingClientRect().left + ((at + 0.5) / count) * width}px`
    cursor.hidden = false
  }
  const leave = () => {
    cursor.hidden = true
    tip.textContent = ''
  }
  plot.addEventListener('pointermove', (event) => {
    const { left, width } = panel.getBoundingClientRect()
    if (data && event.clientX >= left)
      read(Math.floor(((event.clientX - left) / width) * (data.bins.length - data.lead)))
  })
  plot.addEventListener('pointerleave', leave)
  plot.addEventListener('blur', leave)
  plot.addEventListener('keydown', (event) => {
    if (!data || event.target !== plot) return
    const count = data.bins.length - data.lead
    const from = at < 0 ? count : at
    const day = Math.max(1, Math.round(dayMs / data.binMs))
    const moves: { readonly [key: string]: number } = {
      ArrowLeft: from - 1,
      ArrowRight: from + 1,
      PageUp: from - day,
      PageDown: from + day,
      Home: 0,
      End: count - 1,
    }
    const next = moves[event.key]
    if (next === undefined) return
    event.preventDefault()
    read(next)
  })
}

const keepTrue = (page: HTMLElement) => {
  const story = page.dataset.story ?? ''
  const range = page.dataset.range ?? ''
  const light = byId('live')
  const ago = byId('ago')
  const pause = byId('pause')
  const announce = byId('say')
  let version = Number(page.dataset.version)
  let nowMs = data?.nowMs ?? 0
  let paused = false
  let heardMs = performance.now()
  let waiting: Values | null = null
  let poll: ReturnType<typeof setTimeout> | undefined
  let lost: ReturnType<typeof setTimeout> | undefined
  /** The last poll was answered. */
  let polled = false
  let etag = ''
  let said = ''
  let spoken = page.dataset.spoken

  const say = (text: string) => {
    if (announce && said !== text) announce.textContent = said = text
  }
  const showState = () => {
    const word = socket.connected ? 'Live' : polled ? 'Live, checked every 30 seconds' : 'Reconnecting'
    if (!light) return
    light.textContent = paused ? 'Paused' : word
    light.classList.toggle('on', word !== 'Reconnecting' && !paused)
  }
  const showAge = () => {
    const seconds = Math.round((performance.now() - heardMs) / 1000)
    if (ago)
      ago.textContent = ` · checked ${seconds < 5 ? 'just now' : seconds < 120 ? `${seconds} seconds ago` : `${Math.round(seconds / 60)} minutes ago`}`
  }
  const heard = () => {
    heardMs = performance.now()
    showAge()
  }

  /** Merges what came while paused or hidden, and paints once. */
  const paint = () => {
    if (paused || document.hidden || waiting === null) return
    const values = waiting
    waiting = null
    fill(document.body, { ...values, ...(data ? { chart: drawChart(data) as unknown as Values } : {}) })
    showLocalTimes()
    if (values.spoken === spoken) return
    spoken = String(values.spoken)
    say(spoken)
  }
  const apply = (message: Message) => {
    heard()
    if (message.story !== story || !isNews(message, { version, nowMs })) return
    ;({ version, nowMs } = message)
    if (message.chart) data = message.chart
    else if (data && message.bins) data = withBins(data, message.bins, message.nowMs, range !== 'story')
    waiting = { ...waiting, ...message.view }
    paint()
  }

  const pollState = async () => {
    const again = () => {
      poll = setTimeout(pollState, 24_000 + Math.random() * 12_000)
    }
    again()
    try {
      const answer = await fetch(`/stories/${story}/state.json?range=${range}`, {
        cache: 'no-store',
        headers: etag ? { 'If-None-Match': etag } : {},
      })
      etag = answer.headers.get('ETag') ?? etag
      if (answer.status === 200) apply(await answer.json())
      else if (answer.status === 304) heard()
      polled = answer.ok || answer.status === 304
    } catch {
      polled = false
    }
    showState()
  }

  const socket = io({
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 1_000,
    reconnectionDelayMax: 60_000,
  })
  const connected = () => {
    clearTimeout(lost)
    clearTimeout(poll)
    poll = undefined
    polled = false
    socket.emit('watch', { story, version, range })
    heard()
    showState()
    if (said !== '') say('Connected again.')
  }
  const lostFor = () => {
    showState()
    say('Connection lost. Trying again.')
  }
  socket.on('connect', connected)
  socket.on('disconnect', () => {
    lost = setTimeout(lostFor, 2_000)
  })
  socket.on('connect_error', () => {
    if (poll === undefined) void pollState()
  })
  socket.on('update', apply)
  socket.on('state', apply)
  socket.io.on('ping', heard)

  pause?.removeAttribute('hidden')
  pause?.addEventListener('click', () => {
    paused = !paused
    pause.setAttribute('aria-pressed', String(paused))
    showState()
    paint()
  })
  document.addEventListener('visibilitychange', paint)
  setInterval(showAge, 5_000)
}

showLocalTimes()
readTheChart()
if (main?.hasAttribute('data-live')) keepTrue(main)
