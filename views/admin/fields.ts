// Fields of the operator's forms, as partials/admin-field.hbs draws them, and the tabs above every page.

/** What was typed, or what is known, by name. */
export type Values = { readonly [name: string]: string }

export type Field = {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly type: 'text' | 'date' | 'password' | 'email'
  readonly value: string
  readonly needed: boolean
  /** Lines of a text area; 0 = one line. */
  readonly rows: number
  readonly options: readonly { readonly value: string; readonly label: string; readonly selected: boolean }[]
}

type More = Partial<Pick<Field, 'hint' | 'type' | 'needed' | 'rows'>> & { readonly options?: readonly string[] }

/** @param form its name, so that two forms of a page may have fields of one name */
export const field = (form: string, name: string, label: string, values: Values, more: More = {}): Field => {
  const value = values[name] ?? ''
  const { options = [], ...rest } = more
  return {
    id: `${form}-${name}`,
    name,
    label,
    hint: '',
    type: 'text',
    needed: false,
    rows: 0,
    ...rest,
    value,
    options: options.map((option) => ({
      value: option,
      label: option || '(as it follows)',
      selected: option === value,
    })),
  }
}

/** Only what was typed into the form that was sent counts; the other forms of the page show what is known. */
export const valuesOf = (form: string, entered: Values, known: Values = {}): Values =>
  entered.do === form ? entered : known

const pages = [
  ['/admin', 'System'],
  ['/admin/stories', 'Stories'],
  ['/admin/labelling', 'Labelling'],
  ['/admin/channels', 'Channels'],
  ['/admin/alerts', 'Alerts'],
  ['/admin/receivers', 'Receivers'],
  ['/admin/removals', 'Removal requests'],
  ['/admin/keys', 'Keys'],
  ['/admin/parked', 'Parked events'],
  ['/admin/erase', 'Erase'],
] as const

/** @param here address of the tab that is open */
export const tabs = (here: (typeof pages)[number][0]) => ({
  tabs: pages.map(([href, label]) => ({ href, label, current: href === here })),
})
