// XML 1.0 read strictly: what is not well-formed throws, as it would stop a feed reader or a browser.

export type Element = {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly Element[]
  /** Of itself, not of its children. */
  readonly text: string
}
type Open = { name: string; attributes: ReadonlyMap<string, string>; children: Element[]; text: string }

const allowed = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u
const named: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const unescaped = (text: string) =>
  text.replace(/&(#x?)?(\w*);?/g, (whole, numeric: string | undefined, name: string) => {
    if (!whole.endsWith(';')) throw new Error(`& stands alone: ${whole}`)
    if (numeric !== undefined) return String.fromCodePoint(Number.parseInt(name, numeric === '#x' ? 16 : 10))
    if (named[name] === undefined) throw new Error(`no entity ${whole}`)
    return named[name]
  })

const attributesOf = (text: string) => {
  const attributes = new Map<string, string>()
  const rest = text.replace(/\s([\w:-]+)="([^"<]*)"/g, (_, name: string, value: string) => {
    if (attributes.has(name)) throw new Error(`attribute ${name} twice`)
    attributes.set(name, unescaped(value))
    return ''
  })
  if (rest.trim() !== '') throw new Error(`no attributes: ${rest}`)
  return attributes
}

/** @throws Error that says what is wrong */
export const readXml = (document: string): Element => {
  if (!document.isWellFormed() || !allowed.test(document)) throw new Error('a character that XML does not have')
  const root: Open = { name: '', attributes: new Map(), children: [], text: '' }
  const open = [root]
  const body = document.replace(/^<\?xml version="1\.0" encoding="utf-8"\?>/i, '')
  for (const [token, cdata, closing, name = '', attributes = '', empty] of body.matchAll(
    /<!\[CDATA\[([\s\S]*?)\]\]>|<(\/)?([A-Za-z][\w:.-]*)((?:\s+[\w:-]+="[^"]*")*)\s*(\/)?>|[^<]+|</g,
  )) {
    const top = open.at(-1) as Open
    if (cdata !== undefined) top.text += cdata
    else if (name === '') {
      if (token.startsWith('<') || token.includes(']]>')) throw new Error(`not closed: ${token}`)
      top.text += unescaped(token)
    } else if (closing !== undefined) {
      if (top.name !== name) throw new Error(`</${name}> closes <${top.name}>`)
      open.pop()
    } else {
      const element: Open = { name, attributes: attributesOf(attributes), children: [], text: '' }
      top.children.push(element)
      if (empty === undefined) open.push(element)
    }
  }
  const [first] = root.children
  if (open.length !== 1 || root.children.length !== 1 || first === undefined || root.text.trim() !== '')
    throw new Error('not one element')
  return first
}

export const childrenOf = (element: Element, name: string) => element.children.filter((child) => child.name === name)
export const textOf = (element: Element, name: string) => childrenOf(element, name)[0]?.text.trim()
/** The element and all in it. */
export const allOf = (element: Element): readonly Element[] => [element, ...element.children.flatMap(allOf)]
