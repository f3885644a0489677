// Templates from views/, compiled once at start, and what every page needs beside its own view.
import { readdirSync, readFileSync } from 'node:fs'
import { createTemplates } from '../views/helpers.ts'

const folder = new URL('../views/', import.meta.url)

const readTemplates = () =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.hbs'))
      .map((file) => [file.replaceAll('\\', '/').replace(/\.hbs$/, ''), readFileSync(new URL(file, folder), 'utf8')]),
  )

/** Addresses that carry a hash of what they serve. */
export type AssetPaths = {
  readonly style: string
  /** Of every page but a story's. */
  readonly pages: string
  /** Of a story's panel in a foreign page. */
  readonly embed: string
  readonly script: string
  /** Keys of the operator's labelling page. */
  readonly keys: string
  readonly icon: string
}

/** What layout.hbs asks of every page. */
export type Page = {
  readonly pageTitle: string
  readonly description: string
  /** Loads the live script. */
  readonly scripted: boolean
  readonly demonstration: boolean
  /** The company that the page is about; empty where it is about none. */
  readonly about: string
  /** `Mon 21 Aug, 15:00 UTC`; empty where there is nothing to date. */
  readonly checked: string
  /** At the operator's page, which has a cookie. */
  readonly signedIn?: boolean
  /** What the addresses of its feeds begin with; empty where it has none. */
  readonly feeds?: string
}

/** What a page has to say that is of no story. */
export const plainPage = { scripted: false, demonstration: false, about: '', checked: '' } as const

/** @throws Error when a template is unsafe or asks for a name that its view lacks: a bug either way */
export const createRender = (assets: AssetPaths) => {
  const templates = createTemplates(readTemplates())
  return <View extends Page>(name: string, view: View): string => {
    const template = templates.get(name)
    if (template === undefined) throw new Error(`no template ${name}`)
    return template({ signedIn: false, feeds: '', ...view, assets })
  }
}
export type RenderPage = ReturnType<typeof createRender>
