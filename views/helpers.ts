// Handlebars helpers, and the lint that keeps templates safe: everything else is worked out before a template sees it.
import Handlebars from 'handlebars'

/** Compiled templates of one Handlebars environment; strict: a name that is missing throws. */
type Render = (view: object) => string

/** Links take only names that models fill with our own paths or with `webAddress`: href, path, …Path, …Link. */
const rules: readonly { readonly wrong: RegExp; readonly why: string }[] = [
  { wrong: /\{\{\{|\{\{&/, why: 'unescaped output' },
  { wrong: /=\s*\{\{/, why: 'an attribute without double quotes' },
  { wrong: /='[^']*\{\{/, why: 'an attribute in single quotes' },
  { wrong: /<script(?![^>]*\bsrc=)[^>]*>/i, why: 'a script in the page' },
  { wrong: /<style/i, why: 'a style in the page' },
  { wrong: /\son[a-z]+\s*=/i, why: 'an event handler in the page' },
  {
    wrong: /<a [^>]*href="\{\{(?!(?:[@\w]+\.)*(?:href|path|\w+Path|\w+Link|permalink|csv|json)\}\})/,
    why: 'a link whose address no rule admits',
  },
]

/** What is wrong with a template, one line each. */
export const lint = (name: string, template: string): string[] =>
  rules.filter(({ wrong }) => wrong.test(template)).map(({ why }) => `${name}: ${why}`)

/**
 * @param templates by name; those named `partials/x` and `layout` are partials `x` and `layout`
 * @throws Error naming what the lint found: a template is code, so this is a bug
 */
export const createTemplates = (templates: ReadonlyMap<string, string>) => {
  const faults = [...templates].flatMap(([name, text]) => lint(name, text))
  if (faults.length > 0) throw new Error(`templates are not safe:\n${faults.join('\n')}`)
  const handlebars = Handlebars.create()
  for (const [name, text] of templates) handlebars.registerPartial(name.replace(/^partials\//, ''), text.trimEnd())
  const options = { strict: true, preventIndent: true, knownHelpersOnly: true }
  const compiled = new Map<string, Render>()
  for (const [name, text] of templates)
    if (!name.startsWith('partials/') && name !== 'layout') compiled.set(name, handlebars.compile(text, options))
  return compiled
}
