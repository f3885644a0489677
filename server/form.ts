// Reads a form of ours: application/x-www-form-urlencoded, bounded, UTF-8.
import type { IncomingMessage } from 'node:http'
import { Problem } from '../events/problem.ts'
import { checkUtf8 } from './admission.ts'
import { type BodyLimits, readBody } from './body.ts'

/** What was entered, by field; browsers end lines with CR LF, we do not. */
export type Form = { readonly [field: string]: string }

/** @throws Problem `unsupported`, `too-large`, `malformed` */
export const readForm = async (request: IncomingMessage, limits: BodyLimits): Promise<Form> => {
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(request.headers['content-type'] ?? ''))
    throw new Problem('unsupported', 'reading the form: content-type must be application/x-www-form-urlencoded')
  const body = await readBody(request, limits)
  checkUtf8(body)
  const fields = [...new URLSearchParams(body.toString('utf8'))]
  return Object.fromEntries(fields.map(([name, value]) => [name, value.replaceAll('\r\n', '\n').trim()]))
}

/** An empty field says nothing. */
export const filled = (form: Form, ...names: readonly string[]): { readonly [name: string]: string } =>
  Object.fromEntries(names.flatMap((name) => (form[name] ? [[name, form[name]]] : [])))
