// Port: requests to servers that nobody here controls. What an adapter promises, test/adapters/guarded-fetch.test.ts asks of it.

/** Header names in small letters, as Node gives them. */
export type WebHeaders = { readonly [name: string]: string | undefined }

export type WebRequest = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: WebHeaders
  readonly body?: string
  /** Nobody reads what is answered: a body that is too long, damaged or late is none, and the status counts. */
  readonly onlyStatus?: true
}

/** The body is inflated and complete; `url` is where it came from in the end. */
export type WebAnswer = {
  readonly status: number
  readonly headers: WebHeaders
  readonly body: Uint8Array
  readonly url: string
}

/**
 * Answers whatever status the server gives; redirects of a GET are followed.
 * @param signal ends the request at once
 * @throws Problem `forbidden`: an address that must not be reached; `too-large`: more bytes than are taken, or a redirect too many;
 * `unsupported`: an encoding that cannot be read; `unavailable`: no connection, broken off, or out of time
 */
export type WebFetch = (request: WebRequest, signal: AbortSignal) => Promise<WebAnswer>
