// Sets the slots of a page to new values: `data-t` text, `data-a` attributes, `data-if` presence, `data-rows` rows.

/** What a slot of the page is set to: text, an attribute's value, whether it is there, or rows of the same. */
type Value = string | number | boolean | null | Values | readonly Values[]
export type Values = { readonly [slot: string]: Value }

/** Sets what changed and touches nothing else, so that nothing moves and no selection is lost. */
export const fill = (element: Element, values: Values) => {
  const { t, a, if: shown, rows, scope } = (element as HTMLElement).dataset
  if (t !== undefined && t in values && element.textContent !== String(values[t] ?? ''))
    element.textContent = String(values[t] ?? '')
  for (const pair of a?.split(' ') ?? []) {
    const [name = '', slot = ''] = pair.split(':')
    if (slot in values && element.getAttribute(name) !== String(values[slot]))
      element.setAttribute(name, String(values[slot]))
  }
  if (shown !== undefined) {
    const not = shown.startsWith('!')
    const slot = not ? shown.slice(1) : shown
    if (slot in values) (element as HTMLElement).hidden = not === Boolean(values[slot])
  }
  if (rows !== undefined) {
    const wanted = values[rows]
    if (Array.isArray(wanted)) fillRows(element, wanted)
    return
  }
  const inner = scope === undefined ? values : values[scope]
  if (inner !== null && typeof inner === 'object') for (const child of element.children) fill(child, inner as Values)
}

/** What a list's rows are copies of. */
const blanks = new WeakMap<Element, Element>()

/** A list without rows holds a template; else its first row serves, as all that differs is a slot. */
const fillRows = (list: Element, wanted: readonly Values[]) => {
  const first = list.firstElementChild
  const template = first instanceof HTMLTemplateElement ? first : null
  const blank = blanks.get(list) ?? (template ? template.content.firstElementChild : first)
  if (!blank) return
  blanks.set(list, blank)
  template?.remove()
  const present = [...list.children]
  for (const extra of present.slice(wanted.length)) extra.remove()
  wanted.forEach((values, index) => {
    fill(present[index] ?? list.appendChild(blank.cloneNode(true) as Element), values)
  })
}
