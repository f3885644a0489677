// Port: mail, handed to the operator's own server.

export type Mail = {
  readonly to: string
  readonly subject: string
  /** Plain text, lines ended by \n. */
  readonly text: string
  /** Of its Message-ID, before the @: the same for the same message at every try. */
  readonly id: string
  /** Where one press ends it (RFC 8058), where it is one of many. */
  readonly leaveLink?: string
}

/**
 * Answers the server's status, 250 as a rule.
 * @param signal gives it up: it may have gone out then, or not
 * @throws Problem `not-found`: there is no such address; `invalid`: this mail is not taken, others may be; `unavailable`: no mail goes out now
 */
export type SendMail = (mail: Mail, signal: AbortSignal) => Promise<number>
