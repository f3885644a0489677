// Port: what one process at a time may do. The log decides anyway: a lease only saves double work.

export type Lease = {
  /**
   * Does the work whenever this process has the lease of that name, again after it was lost, until `signal` is aborted.
   * The work must end soon after the signal it is given is aborted: another process may begin then.
   */
  readonly hold: (name: string, work: (held: AbortSignal) => Promise<void>, signal: AbortSignal) => Promise<void>
  /** Whether any process has it. @throws Problem `unavailable` */
  readonly isHeld: (name: string) => Promise<boolean>
  readonly close: () => Promise<void>
}

/** Whoever has this one does the work of all workers. */
export const workLease = 'workers'
