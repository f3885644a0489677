// Parsers of formats that only some sources need. Loading them takes as long as all the rest of a short command, so each waits for the
// first body that wants it.
import { createRequire } from 'node:module'
import type MarkdownIt from 'markdown-it'

const require = createRequire(import.meta.url)

export const feedsmith = () => require('feedsmith') as typeof import('feedsmith')
export const htmlToText = () => require('html-to-text') as typeof import('html-to-text')
export const markdownIt = () => require('markdown-it') as typeof MarkdownIt
