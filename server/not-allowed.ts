// The answer to a method that an address does not have.
import type { RequestHandler } from 'express'
import { Problem } from '../events/problem.ts'

/** @param methods those it has, as the header `Allow` lists them */
export const notAllowed =
  (methods: string): RequestHandler =>
  (request, response, next) => {
    response.setHeader('allow', methods)
    next(new Problem('not-allowed', `${request.method} is not for this address, only ${methods}`))
  }
