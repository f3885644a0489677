// Posts in a table: columns by heading, `,` `;` or tab between, newlines inside quoted cells.
import { isUtf8 } from 'node:buffer'
import { Readable } from 'node:stream'
import { type CsvError, parse } from 'csv-parse'
import { Problem } from '../../events/problem.ts'
import { type Item, refuse } from '../source.ts'
import { parseLooseTime } from '../time.ts'
import { translatePost } from '../webhook.ts'
import { type Columns, columnsOf, type Field } from './columns.ts'
import type { ImportFormat, NumberedItem } from './format.ts'

type CsvLimits = { readonly maxLineBytes: number }

const itemsAtOnce = 200
const separators = [',', ';', '\t'] as const
const wasNumber = /^[+-]?\d([.,]\d+)?e[+-]?\d+$/i // 1.23E+18
const lostDigits = /^\d{13,}000$/ // a spreadsheet keeps 15 digits

/** The separator that the first line holds most of, outside quotes. */
const separatorOf = (head: Buffer): string => {
  const line = (head.toString('utf8').split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '')
  const counts = separators.map((separator) => line.split(separator).length)
  return separators[counts.indexOf(Math.max(...counts))] ?? ','
}

/** `="123"` and `'=sum` are how spreadsheets are told not to calculate. */
const unguarded = (cell: string) => cell.replace(/^="(.*)"$/s, '$1').replace(/^'(?=[=+\-@\t])/, '')

const slug = (source: string) =>
  source
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 31)

const numberOf = (cell: string | undefined) => (cell === undefined ? undefined : Number(cell))
const isYes = (cell: string | undefined) => /^(true|yes|1)$/i.test(cell ?? '')

const translateRow = (cells: readonly Buffer[], columns: Columns): Item => {
  const cellOf = (field: Field): string | undefined => {
    const bytes = cells[columns[field] ?? -1]
    const cell = bytes === undefined ? '' : unguarded(bytes.toString('utf8').trim())
    return cell === '' ? undefined : cell
  }
  const id = cellOf('id') ?? ''
  if (wasNumber.test(id) || lostDigits.test(id))
    return refuse('a CSV line', { pointer: '/id', detail: 'was rounded by a spreadsheet: export it anew as text' })
  const atMs = parseLooseTime(cellOf('at') ?? '')
  if (atMs === undefined)
    return refuse('a CSV line', {
      pointer: '/at',
      detail: 'must be a time such as 2017-08-19 09:12:00 (UTC) or 2017-08-19T09:12:00Z',
    })
  const [likes, replies, reposts] = [cellOf('likes'), cellOf('replies'), cellOf('reposts')].map(numberOf)
  const source = cellOf('source')
  return translatePost({
    id,
    text: cellOf('text') ?? '',
    at: new Date(atMs).toISOString(),
    source: source === undefined ? undefined : slug(source),
    author: cellOf('author'),
    url: cellOf('url'),
    title: cellOf('title'),
    kind: cellOf('kind'),
    parentId: cellOf('parentId'),
    threadId: cellOf('threadId'),
    language: cellOf('language'),
    metrics: { likes, replies, reposts },
    removed: isYes(cellOf('removed')) || undefined,
  })
}

type Row = { readonly record: readonly Buffer[]; readonly info: { readonly lines: number; readonly bytes: number } }

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/** @param onFailure the parser cannot go on after it; rows from before still come */
const rowsOf = (
  head: Buffer,
  rest: AsyncIterator<Buffer>,
  { maxLineBytes }: CsvLimits,
  onFailure: (error: CsvError) => void,
): AsyncIterable<Row> => {
  async function* whole() {
    yield head.subarray(0, 3).equals(byteOrderMark) ? head.subarray(3) : head
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  }
  const parser = parse({
    delimiter: separatorOf(head),
    encoding: null, // cells as bytes: each is checked to be UTF-8
    info: true,
    max_record_size: maxLineBytes,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error !== undefined) onFailure(error)
      return undefined
    },
  })
  const source = Readable.from(whole()).on('error', (error) => parser.destroy(error))
  return source.pipe(parser)
}

async function* read(chunks: AsyncIterable<Buffer>, limits: CsvLimits): AsyncGenerator<readonly NumberedItem[]> {
  const iterator = chunks[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done) return
  let columns: Columns | undefined
  let failure: CsvError | undefined
  let items: NumberedItem[] = []
  let [line, byte] = [0, 0]
  const onFailure = (error: CsvError) => {
    failure ??= error
  }
  for await (const { record, info } of rowsOf(first.value, iterator, limits, onFailure)) {
    if (failure !== undefined && info.lines > Number(failure.lines)) break
    if (columns === undefined) columns = columnsOf(record.map((cell) => cell.toString('utf8')))
    else {
      const item = record.every(isUtf8)
        ? translateRow(record, columns)
        : { problem: new Problem('malformed', 'reading a CSV line: it is not UTF-8; save the file as UTF-8') }
      items.push({ line, item, bytes: info.bytes - byte })
    }
    line = info.lines
    byte = info.bytes
    if (items.length < itemsAtOnce) continue
    yield items
    items = []
  }
  if (failure?.code === 'CSV_QUOTE_NOT_CLOSED') {
    const problem = new Problem('malformed', 'reading a CSV line: the file ends inside a quoted cell')
    items.push({ line, item: { problem }, bytes: 0 })
  }
  if (items.length > 0) yield items
  if (failure?.code === 'CSV_MAX_RECORD_SIZE')
    throw new Problem(
      'malformed',
      `reading CSV: the row from line ${line + 1} on is longer than ${limits.maxLineBytes} bytes; is a quote open there?`,
    )
}

export const csv = (limits: CsvLimits): ImportFormat => ({
  name: 'csv',
  looksLike: (head) => {
    const [line = ''] = head
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .split(/\r?\n/, 1)
    return !/^\s*[[{]/.test(line) && separators.some((separator) => line.includes(separator))
  },
  read: (chunks) => read(chunks, limits),
})
