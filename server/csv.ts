// CSV as RFC 4180 has it, safe to open in a spreadsheet.

type Cell = string | number | boolean | null | undefined

/** A text that a spreadsheet would take for a formula gets a `'` before it; the original is only in the JSON. */
const cellOf = (value: Cell): string => {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const isFormula = /^[=+\-@\t\r]/.test(value)
  const text = isFormula ? `'${value}` : value
  return isFormula || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** With a header line; lines end with CR LF. */
export const csvOf = <Column extends string>(
  columns: readonly Column[],
  rows: readonly { readonly [Name in Column]: Cell }[],
): string =>
  [columns.join(','), ...rows.map((row) => columns.map((column) => cellOf(row[column])).join(','))]
    .map((line) => `${line}\r\n`)
    .join('')
